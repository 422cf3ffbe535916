package dev.seisei.vae;

import dev.seisei.core.settings.Description;
import dev.seisei.core.settings.Require;
import dev.seisei.core.train.Recipe;
import dev.seisei.engine.plan.Precision;

/**
 * How a VAE is trained.
 *
 * @param epochs passes over the training images, unless a length is given
 * @param batchSize images a step
 * @param learningRate Adam's, at its peak; falls to a hundredth by half a cosine
 * @param warmUp steps until the peak, but at most a tenth of all
 * @param averageDecay of the moving average of the weights that is validated and kept
 * @param beta weight of the divergence
 * @param freeBits nats that each latent may tell at no cost
 * @param importanceSamples k of the importance-weighted bound; with 1 the evidence lower bound
 * @param validation images held out to choose the best checkpoint by; 0 for a thirtieth of them
 * @param reportEvery steps between validations
 * @param startFrom a model of the same configuration whose weights are the initial ones; empty for
 *     random ones
 * @param saveSeconds seconds between saves of what is needed to resume; 0 saves after every step
 * @param precision in which products are computed; everything else is in float32 anyway
 */
public record VaeTraining(
    @Description("passes over the training images") int epochs,
    @Description("images a step") int batchSize,
    @Description("Adam's learning rate at its peak") double learningRate,
    @Description("steps until the learning rate's peak, at most a tenth of all") int warmUp,
    @Description("decay of the moving average of the weights") double averageDecay,
    @Description("weight of the divergence") double beta,
    @Description("nats that each latent may tell at no cost") double freeBits,
    @Description("samples of the importance-weighted bound; 1: evidence lower bound")
        int importanceSamples,
    @Description("images held out to choose the best checkpoint by; 0: a thirtieth") int validation,
    @Description("steps between validations") int reportEvery,
    @Description("a model of the same configuration to begin with; empty: random weights")
        String startFrom,
    @Description("seconds between saves; 0: after every step") double saveSeconds,
    @Description("arithmetic of products") Precision precision) {

  public VaeTraining {
    Require.inRange("epochs", epochs, 1, 1_000_000);
    Require.inRange("batch_size", batchSize, 1, 65_536);
    Require.positive("learning_rate", learningRate);
    Require.inRange("warm_up", warmUp, 0, 1_000_000_000);
    Require.inRange("average_decay", averageDecay, 0, 0.999999);
    Require.inRange("beta", beta, 0, 1e6);
    Require.inRange("free_bits", freeBits, 0, 1e6);
    Require.inRange("importance_samples", importanceSamples, 1, 10_000);
    Require.inRange("validation", validation, 0, 1_000_000_000);
    Require.inRange("report_every", reportEvery, 1, 1_000_000_000);
    Require.inRange("save_seconds", saveSeconds, 0, 1e9);
    Require.that(
        importanceSamples == 1 || (beta == 1 && freeBits == 0),
        "importance_samples",
        "importance_samples above 1 cannot be combined with beta or free_bits, got "
            + importanceSamples);
  }

  /** What gives good results on small images. */
  public VaeTraining() {
    this(100, 128, 1e-3, 500, 0.999, 1, 0, 1, 0, 500, "", 5, Precision.F32);
  }

  /** How weights are moved. */
  Recipe recipe() {
    return new Recipe(learningRate, warmUp, averageDecay);
  }
}

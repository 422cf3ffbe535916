package dev.seisei.vae.autoencoder;

import dev.seisei.core.settings.Description;
import dev.seisei.core.settings.Require;
import dev.seisei.core.train.Recipe;
import dev.seisei.engine.plan.Precision;

/**
 * How an autoencoder is trained.
 *
 * @param epochs passes over the training images, unless a length is given
 * @param batchSize images a step
 * @param learningRate Adam's, at its peak; falls to a hundredth by half a cosine
 * @param warmUp steps until the peak, but at most a tenth of all
 * @param averageDecay of the moving average of the weights that is validated and kept
 * @param codePenalty λ, weight of the codes' squared length
 * @param validation images held out to choose the best checkpoint by; 0 for a thirtieth of them
 * @param reportEvery steps between validations
 * @param precision in which products are computed; everything else is in float32 anyway
 */
public record AutoencoderTraining(
    @Description("passes over the training images") int epochs,
    @Description("images a step") int batchSize,
    @Description("Adam's learning rate at its peak") double learningRate,
    @Description("steps until the learning rate's peak") int warmUp,
    @Description("decay of the moving average of the weights") double averageDecay,
    @Description("weight of the codes' squared length") double codePenalty,
    @Description("images held out to choose the best checkpoint by; 0: a thirtieth") int validation,
    @Description("steps between validations") int reportEvery,
    @Description("arithmetic of products") Precision precision) {

  public AutoencoderTraining {
    Require.inRange("epochs", epochs, 1, 1_000_000);
    Require.inRange("batch_size", batchSize, 1, 65_536);
    Require.positive("learning_rate", learningRate);
    Require.inRange("warm_up", warmUp, 0, 1_000_000_000);
    Require.inRange("average_decay", averageDecay, 0, 0.999999);
    Require.inRange("code_penalty", codePenalty, 0, 1e6);
    Require.inRange("validation", validation, 0, 1_000_000_000);
    Require.inRange("report_every", reportEvery, 1, 1_000_000_000);
  }

  /** What gives good results on small images. */
  public AutoencoderTraining() {
    this(50, 128, 1e-3, 500, 0.999, 1e-2, 0, 500, Precision.F32);
  }

  Recipe recipe() {
    return new Recipe(learningRate, warmUp, averageDecay);
  }
}

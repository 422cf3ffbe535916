package dev.seisei.vae.vq;

import dev.seisei.core.settings.Description;
import dev.seisei.core.settings.Require;
import dev.seisei.core.train.Recipe;
import dev.seisei.engine.plan.Precision;

/**
 * How a VQ-VAE is trained: first encoder, codes and decoder; then, with these as they are, the
 * prior over the codes.
 *
 * @param epochs passes over the training images in the first stage; a length that is given is
 *     divided in the proportion of the two numbers of epochs
 * @param priorEpochs passes over the training images in the second stage
 * @param batchSize images a step
 * @param learningRate Adam's, at its peak; falls to a hundredth by half a cosine, in each stage
 * @param warmUp steps until the peak, in each stage, but at most a tenth of it
 * @param averageDecay of the moving average of the weights that is validated and kept
 * @param beta weight of the commitment loss
 * @param restartEvery steps between two restarts of codes that are not used, in the first half of
 *     the first stage
 * @param validation images held out to choose the best checkpoint of each stage by; 0 for a
 *     thirtieth of them
 * @param reportEvery steps between validations
 * @param precision in which products are computed; everything else is in float32 anyway
 */
public record VqTraining(
    @Description("passes over the images that train the autoencoder") int epochs,
    @Description("passes over the images that train the prior") int priorEpochs,
    @Description("images a step") int batchSize,
    @Description("Adam's learning rate at its peak") double learningRate,
    @Description("steps until the learning rate's peak") int warmUp,
    @Description("decay of the moving average of the weights") double averageDecay,
    @Description("weight of the commitment loss") double beta,
    @Description("steps between restarts of codes that are not used") int restartEvery,
    @Description("images held out to choose the best checkpoint by; 0: a thirtieth") int validation,
    @Description("steps between validations") int reportEvery,
    @Description("arithmetic of products") Precision precision) {

  public VqTraining {
    Require.inRange("epochs", epochs, 1, 1_000_000);
    Require.inRange("prior_epochs", priorEpochs, 1, 1_000_000);
    Require.inRange("batch_size", batchSize, 1, 65_536);
    Require.positive("learning_rate", learningRate);
    Require.inRange("warm_up", warmUp, 0, 1_000_000_000);
    Require.inRange("average_decay", averageDecay, 0, 0.999999);
    Require.inRange("beta", beta, 0, 1e6);
    Require.inRange("restart_every", restartEvery, 1, 1_000_000_000);
    Require.inRange("validation", validation, 0, 1_000_000_000);
    Require.inRange("report_every", reportEvery, 1, 1_000_000_000);
  }

  /** What gives good results on small images. */
  public VqTraining() {
    this(10, 10, 128, 1e-3, 200, 0.999, 0.25, 100, 0, 500, Precision.F32);
  }

  Recipe recipe() {
    return new Recipe(learningRate, warmUp, averageDecay);
  }
}

package dev.seisei.evaluate.classifier;

import dev.seisei.core.settings.Description;
import dev.seisei.core.settings.Require;
import dev.seisei.core.train.Recipe;
import dev.seisei.engine.plan.Precision;

/**
 * How a classifier is trained.
 *
 * @param epochs passes over the training images, unless a length is given
 * @param batchSize images a step
 * @param learningRate AdamW's, at its peak; falls to a hundredth by half a cosine
 * @param warmUp steps until the peak, but at most a tenth of all
 * @param weightDecay AdamW's
 * @param averageDecay of the moving average of the weights that is validated and kept
 * @param shift pixels by which images are moved at random, at most, up, down, left and right
 * @param flip whether images are mirrored at random
 * @param validation images held out to choose the best checkpoint by; 0 for a thirtieth of them
 * @param reportEvery steps between validations
 * @param precision in which products are computed
 */
public record ClassifierTraining(
    @Description("passes over the training images") int epochs,
    @Description("images a step") int batchSize,
    @Description("AdamW's learning rate at its peak") double learningRate,
    @Description("steps until the learning rate's peak, at most a tenth of all") int warmUp,
    @Description("AdamW's decay of the weights") double weightDecay,
    @Description("decay of the moving average of the weights") double averageDecay,
    @Description("pixels by which images are moved at random, at most") int shift,
    @Description("whether images are mirrored at random") boolean flip,
    @Description("images held out to choose the best checkpoint by; 0: a thirtieth") int validation,
    @Description("steps between validations") int reportEvery,
    @Description("arithmetic of products") Precision precision) {

  public ClassifierTraining {
    Require.inRange("epochs", epochs, 1, 1_000_000);
    Require.inRange("batch_size", batchSize, 2, 65_536);
    Require.positive("learning_rate", learningRate);
    Require.inRange("warm_up", warmUp, 0, 1_000_000_000);
    Require.inRange("weight_decay", weightDecay, 0, 10);
    Require.inRange("average_decay", averageDecay, 0, 0.999999);
    Require.inRange("shift", shift, 0, 64);
    Require.inRange("validation", validation, 0, 1_000_000_000);
    Require.inRange("report_every", reportEvery, 1, 1_000_000_000);
  }

  /** What gives good results on small images. */
  public ClassifierTraining() {
    this(20, 128, 3e-3, 500, 0.05, 0.998, 2, false, 0, 400, Precision.F32);
  }

  /** How weights are moved. */
  Recipe recipe() {
    return new Recipe(learningRate, warmUp, averageDecay);
  }
}

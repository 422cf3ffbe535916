package dev.seisei.gan.adversarial;

import dev.seisei.core.settings.Description;
import dev.seisei.core.settings.Require;
import dev.seisei.engine.plan.Precision;

/**
 * How a GAN of images is trained.
 *
 * @param epochs passes over the training images, unless a length is given
 * @param batchSize images a step, of each kind
 * @param game what the players minimise
 * @param rates how they move
 * @param augment how whatever the discriminator sees is changed at random
 * @param reportEvery steps between points of the curve
 * @param sampleEvery steps between grids of samples
 * @param saveSeconds seconds between saves of what is needed to resume; 0 saves after every step
 * @param precision in which products are computed; everything else is in float32 anyway
 */
public record GanTraining(
    @Description("passes over the training images") int epochs,
    @Description("images a step, of each kind") int batchSize,
    @Description("what generator and discriminator minimise") Game game,
    @Description("how they move") Rates rates,
    @Description("random changes of all that the discriminator sees") DiffAugment augment,
    @Description("steps between points of the curve") int reportEvery,
    @Description("steps between grids of samples") int sampleEvery,
    @Description("seconds between saves; 0: after every step") double saveSeconds,
    @Description("arithmetic of products") Precision precision) {

  public GanTraining {
    Require.inRange("epochs", epochs, 1, 1_000_000);
    Require.that(
        batchSize >= 2 && batchSize <= 65_536,
        "batch_size",
        "batch_size must be in [2, 65536], for batch norm compares images, got " + batchSize);
    Require.inRange("report_every", reportEvery, 1, 1_000_000_000);
    Require.inRange("sample_every", sampleEvery, 1, 1_000_000_000);
    Require.inRange("save_seconds", saveSeconds, 0, 1e9);
  }

  /** What gives good results on small images. */
  public GanTraining() {
    this(15, 64, new Game(), new Rates(), new DiffAugment(), 100, 2000, 30, Precision.F32);
  }

  /** The same for another length. */
  public GanTraining withEpochs(int others) {
    return new GanTraining(
        others, batchSize, game, rates, augment, reportEvery, sampleEvery, saveSeconds, precision);
  }

  /** The same for the trainer of games. */
  public Play play() {
    return new Play(
        epochs, batchSize, game, rates, reportEvery, sampleEvery, saveSeconds, precision);
  }
}

package dev.seisei.gan.stylegan;

import dev.seisei.core.settings.Description;
import dev.seisei.core.settings.Require;
import dev.seisei.engine.plan.Precision;
import dev.seisei.gan.adversarial.DiffAugment;
import dev.seisei.gan.adversarial.Game;
import dev.seisei.gan.adversarial.Play;
import dev.seisei.gan.adversarial.Rates;

/**
 * How a StyleGAN2 is trained.
 *
 * @param epochs passes over the training images, unless a length is given
 * @param batchSize images a step, of each kind
 * @param styleMixing how often an image is made of two styles
 * @param game what the players minimise; the generator's penalty is that of path lengths
 * @param rates how they move
 * @param augment how whatever the discriminator sees is changed at random
 * @param reportEvery steps between points of the curve
 * @param sampleEvery steps between grids of samples
 * @param saveSeconds seconds between saves of what is needed to resume; 0 saves after every step
 * @param precision in which products are computed; everything else is in float32 anyway
 */
public record StyleganTraining(
    @Description("passes over the training images") int epochs,
    @Description("images a step, of each kind") int batchSize,
    @Description("how often an image is made of two styles") double styleMixing,
    @Description("what generator and discriminator minimise") Game game,
    @Description("how they move") Rates rates,
    @Description("random changes of all that the discriminator sees") DiffAugment augment,
    @Description("steps between points of the curve") int reportEvery,
    @Description("steps between grids of samples") int sampleEvery,
    @Description("seconds between saves; 0: after every step") double saveSeconds,
    @Description("arithmetic of products") Precision precision) {

  public StyleganTraining {
    Require.inRange("epochs", epochs, 1, 1_000_000);
    Require.inRange("batch_size", batchSize, 2, 65_536);
    Require.inRange("style_mixing", styleMixing, 0, 1);
    Require.inRange("report_every", reportEvery, 1, 1_000_000_000);
    Require.inRange("sample_every", sampleEvery, 1, 1_000_000_000);
    Require.inRange("save_seconds", saveSeconds, 0, 1e9);
  }

  /**
   * The relativistic game of {@link Game}, without the penalty of path lengths and without style
   * mixing, as in Karras et al.'s setting for CIFAR-10. Source: Karras et al., 2020, arXiv
   * 2006.06676, appendix.
   *
   * <p>Differs from it in the game, and in rates: twelve and four times theirs, for trainings of
   * minutes. They rise at first, for optimizers begin with equal steps of all weights, which add up
   * until colours are saturated.
   */
  public StyleganTraining() {
    this(
        20,
        64,
        0,
        new Game(),
        new Rates(3e-2, 1e-2, 100, 0.05, 0, 0.99, 0.999),
        new DiffAugment(),
        100,
        2000,
        30,
        Precision.F32);
  }

  /** The same for the trainer of games. */
  Play play() {
    return new Play(
        epochs, batchSize, game, rates, reportEvery, sampleEvery, saveSeconds, precision);
  }
}

package dev.seisei.gan.table;

import dev.seisei.core.settings.Description;
import dev.seisei.core.settings.Require;
import dev.seisei.engine.plan.Precision;
import dev.seisei.gan.adversarial.Game;
import dev.seisei.gan.adversarial.Play;
import dev.seisei.gan.adversarial.Rates;
import dev.seisei.gan.anomaly.PairGraph;
import dev.seisei.loss.AdversarialLoss;

/**
 * How an EfficientGAN over tables is trained.
 *
 * @param epochs passes over the normal rows, unless a length is given
 * @param batchSize rows a step, of each kind
 * @param reconstruction weight of how far rows are from what generator and encoder make of them, a
 *     mean over numbers
 * @param game what the players minimise
 * @param rates how they move
 * @param reportEvery steps between points of the curve
 * @param sampleEvery steps between tables of samples
 * @param saveSeconds seconds between saves of what is needed to resume; 0 saves after every step
 */
public record TableganTraining(
    @Description("passes over the normal rows") int epochs,
    @Description("rows a step, of each kind") int batchSize,
    @Description("weight of the distance of rows from their reconstructions") double reconstruction,
    @Description("what generator and discriminator minimise") Game game,
    @Description("how they move") Rates rates,
    @Description("steps between points of the curve") int reportEvery,
    @Description("steps between tables of samples") int sampleEvery,
    @Description("seconds between saves; 0: after every step") double saveSeconds) {

  public TableganTraining {
    Require.inRange("epochs", epochs, 1, 1_000_000);
    Require.inRange("batch_size", batchSize, 2, 65_536);
    Require.inRange("reconstruction", reconstruction, 0, 1e6);
    PairGraph.require(game, "");
    Require.inRange("report_every", reportEvery, 1, 1_000_000_000);
    Require.inRange("sample_every", sampleEvery, 1, 1_000_000_000);
    Require.inRange("save_seconds", saveSeconds, 0, 1e9);
  }

  /** With reconstructions, as ALICE has them. */
  public TableganTraining() {
    this(
        40,
        128,
        10,
        new Game(AdversarialLoss.NON_SATURATING, 0, 1, 0, 4, 1, 0, 4),
        new Rates(1e-3, 1e-3, 0, 0.1, 0.5, 0.99, 0.999),
        100,
        1000,
        30);
  }

  /** The same for the trainer of games. */
  Play play() {
    return new Play(
        epochs, batchSize, game, rates, reportEvery, sampleEvery, saveSeconds, Precision.F32);
  }
}

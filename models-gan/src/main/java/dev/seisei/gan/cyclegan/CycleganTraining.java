package dev.seisei.gan.cyclegan;

import dev.seisei.core.settings.Description;
import dev.seisei.core.settings.Require;
import dev.seisei.engine.plan.Precision;
import dev.seisei.gan.adversarial.Rates;
import dev.seisei.loss.AdversarialLoss;

/**
 * How a CycleGAN is trained.
 *
 * @param epochs passes over the kind of which there are more images, unless a length is given
 * @param batchSize images a step, of each kind
 * @param objective what the players minimise
 * @param cycle λ: weight of how far images are from what comes back
 * @param identity weight of how far images are from what the generator of their own kind makes of
 *     them, in shares of λ
 * @param rates how the players move
 * @param reportEvery steps between points of the curve
 * @param sampleEvery steps between pictures of translations
 * @param saveSeconds seconds between saves of what is needed to resume; 0 saves after every step
 * @param precision in which products are computed; everything else is in float32 anyway
 */
public record CycleganTraining(
    @Description("passes over the larger kind of images") int epochs,
    @Description("images a step, of each kind") int batchSize,
    @Description("what generators and discriminators minimise") AdversarialLoss objective,
    @Description("weight of how far images are from what comes back") double cycle,
    @Description("weight of keeping images of the kind aimed at, in shares of cycle")
        double identity,
    @Description("how the players move") Rates rates,
    @Description("steps between points of the curve") int reportEvery,
    @Description("steps between pictures of translations") int sampleEvery,
    @Description("seconds between saves; 0: after every step") double saveSeconds,
    @Description("arithmetic of products") Precision precision) {

  public CycleganTraining {
    Require.inRange("epochs", epochs, 1, 1_000_000);
    Require.inRange("batch_size", batchSize, 1, 65_536);
    Require.that(
        objective != AdversarialLoss.WASSERSTEIN,
        "objective",
        "objective must be bounded without a penalty of slopes; wasserstein is not");
    Require.inRange("cycle", cycle, 0, 1e6);
    Require.inRange("identity", identity, 0, 1e6);
    Require.inRange("report_every", reportEvery, 1, 1_000_000_000);
    Require.inRange("sample_every", sampleEvery, 1, 1_000_000_000);
    Require.inRange("save_seconds", saveSeconds, 0, 1e9);
  }

  /** The paper's: its squares are not halved, and its cycles weigh 10. */
  public CycleganTraining() {
    this(
        20,
        16,
        AdversarialLoss.LEAST_SQUARES,
        5,
        0,
        new Rates(2e-4, 2e-4, 0, 0.1, 0.5, 0.999, 0.999),
        100,
        1000,
        30,
        Precision.F32);
  }
}

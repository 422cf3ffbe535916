package dev.seisei.evaluate;

import dev.seisei.core.settings.Description;
import dev.seisei.core.settings.Require;

/**
 * How the likelihood is measured.
 *
 * @param nllSamples samples of the latents an example, k
 * @param examples how many of the test set, the first ones; 0 takes all
 * @param evaluationSeed seed of the binarisation and of the latents
 */
public record LikelihoodSettings(
    @Description("samples of the latents an example (k)") int nllSamples,
    @Description("how many examples of the test set, the first ones; 0: all") int examples,
    @Description("seed of the binarisation and of the latents") long evaluationSeed) {

  public LikelihoodSettings {
    Require.inRange("nll_samples", nllSamples, 1, 1_000_000);
    Require.inRange("examples", examples, 0, Integer.MAX_VALUE);
  }

  /** The whole test set with 5,000 samples each, as the papers do. */
  public LikelihoodSettings() {
    this(5000, 0, 0);
  }
}

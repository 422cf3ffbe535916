package dev.seisei.evaluate.fidelity;

import dev.seisei.core.settings.Description;
import dev.seisei.core.settings.Require;

/**
 * How images of a model are compared with those of a dataset.
 *
 * @param samples how many of the model, and as many of the test set and of the training set; 0
 *     takes as many as there are of both, but no more than 10,000
 * @param truncation ψ of the samples; 1 leaves the model as it is
 * @param features the network that sees the images, a model's folder or name; empty takes {@code
 *     features-} and the name of the data
 * @param evaluationSeed seed of the samples, of the images of the dataset, where they are fewer
 *     than all, and of the subsets
 * @param neighbours k of precision and recall
 * @param densityNeighbours k of density and coverage
 * @param kidSubsets subsets that the kernel distance is averaged over
 * @param kidSize images a subset; 0 takes 1,000, or all of the samples where they are fewer
 */
public record FidelitySettings(
    @Description("images of the model, and as many of the test and training sets; 0: as there are")
        int samples,
    @Description("how far latents lie from their mean; 1: as trained") double truncation,
    @Description("network that sees the images, a model; empty: features- and the data's name")
        String features,
    @Description("seed of the samples and of choices among the data") long evaluationSeed,
    @Description("neighbours that precision and recall reach to (k)") int neighbours,
    @Description("neighbours that density and coverage reach to (k)") int densityNeighbours,
    @Description("subsets that the kernel distance is averaged over") int kidSubsets,
    @Description("images a subset of the kernel distance; 0: 1,000, or all samples") int kidSize) {

  public FidelitySettings {
    Require.inRange("samples", samples, 0, 100_000);
    Require.inRange("truncation", truncation, 0, 1);
    Require.inRange("neighbours", neighbours, 1, 1000);
    Require.inRange("density_neighbours", densityNeighbours, 1, 1000);
    Require.inRange("kid_subsets", kidSubsets, 1, 100_000);
    Require.inRange("kid_size", kidSize, 0, 100_000);
    Require.that(kidSize != 1, "kid_size", "kid_size must be 0 or at least 2, got 1");
  }

  /** Ten thousand images, and what the papers set. */
  public FidelitySettings() {
    this(0, 1, "", 0, 3, 5, 100, 0);
  }
}

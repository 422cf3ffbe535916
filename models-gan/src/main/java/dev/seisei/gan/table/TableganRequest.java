package dev.seisei.gan.table;

import dev.seisei.core.settings.Description;
import dev.seisei.core.settings.Require;

/**
 * What to ask of an EfficientGAN over tables.
 *
 * @param mode what to do
 * @param n how many rows to draw
 * @param seed of the rows
 * @param row the row to score, a JSON object of values by column
 */
public record TableganRequest(
    @Description("draw normal rows, or score one") Mode mode,
    @Description("how many rows to draw") int n,
    @Description("seed of the random numbers; equal seeds give equal rows") long seed,
    @Description("the row to score: a JSON object of values by column") String row) {

  /** What to do. */
  public enum Mode {
    /** New rows of what is taken for normal. */
    SAMPLE,
    /** How anomalous a row is, and how far each of its columns is from what would be expected. */
    SCORE
  }

  public TableganRequest {
    Require.inRange("n", n, 1, 100_000);
    Require.that(
        mode == Mode.SAMPLE || !row.isBlank(), "row", "row must be given to score it, got none");
    Require.that(
        mode == Mode.SCORE || row.isEmpty(),
        "row",
        "row is used by mode score only; leave it out, or set mode");
  }

  /** Sixteen new rows. */
  public TableganRequest() {
    this(Mode.SAMPLE, 16, 0, "");
  }
}

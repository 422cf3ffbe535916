package dev.seisei.gan.anomaly;

import dev.seisei.core.settings.Description;
import dev.seisei.core.settings.Picture;
import dev.seisei.core.settings.Require;
import org.jspecify.annotations.Nullable;

/**
 * What to ask of a detector of anomalies.
 *
 * @param mode what to do
 * @param n how many images to draw
 * @param seed of what is random
 * @param image the picture to look at
 */
public record AnomalyRequest(
    @Description("draw normal images, inspect a picture, or score it") Mode mode,
    @Description("how many images to draw") int n,
    @Description("seed of the random numbers; equal seeds give equal results") long seed,
    @Description("the picture to inspect or to score") @Nullable Picture image) {

  /** What to do. */
  public enum Mode {
    /** New images of what is taken for normal. */
    SAMPLE,
    /** The picture, the nearest that the generator comes to it, and where they differ. */
    INSPECT,
    /** How anomalous the picture is, as a number. */
    SCORE
  }

  public AnomalyRequest {
    Require.inRange("n", n, 1, 4096);
    Require.that(
        mode == Mode.SAMPLE || image != null,
        "image",
        "image must be given to look at it, got none");
    Require.that(
        mode != Mode.SAMPLE || image == null,
        "image",
        "image is used by modes inspect and score only; leave it out, or set mode");
  }

  /** Sixteen new images. */
  public AnomalyRequest() {
    this(Mode.SAMPLE, 16, 0, null);
  }
}

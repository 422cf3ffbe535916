package dev.seisei.server.pattern;

import dev.seisei.core.settings.Description;
import dev.seisei.core.settings.Require;

/**
 * A request for patterns.
 *
 * @param kind what to make, or how to fail
 */
public record PatternRequest(
    @Description("how many images") int n,
    @Description("equal seeds give equal patterns") long seed,
    @Description("what to make") Kind kind) {
  /** What to make, or how to fail. */
  public enum Kind {
    IMAGES,
    /** Vectors in place of images. */
    VECTORS,
    /** Images, once {@link Gate} is open. */
    HELD,
    /** Refused while it runs. */
    REFUSED,
    /** A failure of the model. */
    FAILING,
    /** More than the device may allocate. */
    LARGE,
    /** More than is left of what may be allocated. */
    CROWDED,
    /** An error of Java's, before it waits. */
    OVERFLOWING
  }

  public PatternRequest {
    Require.inRange("n", n, 1, 100);
  }

  public PatternRequest() {
    this(4, 0, Kind.IMAGES);
  }
}

package dev.seisei.cli.tiny;

import dev.seisei.core.settings.Description;
import dev.seisei.core.settings.Picture;
import dev.seisei.core.settings.Require;
import org.jspecify.annotations.Nullable;

/** What can be asked for. */
public record TinyRequest(
    @Description("How many images.") int n,
    @Description("Equal seeds give equal samples.") long seed,
    @Description("What to make.") Task task,
    @Description("What to weigh.") @Nullable Picture picture) {
  /** What can be made. */
  public enum Task {
    /** Images. */
    SAMPLE,
    /** The size of a picture's file. */
    WEIGH
  }

  public TinyRequest {
    Require.inRange("n", n, 1, 100);
    Require.that(task != Task.WEIGH || picture != null, "picture", "weigh needs a picture");
  }

  public TinyRequest() {
    this(1, 0, Task.SAMPLE, null);
  }
}

package dev.seisei.gan.perception;

import dev.seisei.core.checkpoint.Checkpoint;
import dev.seisei.core.model.GenerationListener;
import dev.seisei.core.model.Generator;
import dev.seisei.core.model.ModelFamily;
import dev.seisei.core.sample.Images;
import dev.seisei.core.sample.Sample;
import dev.seisei.engine.memory.Device;

/** A family that sees nothing. */
public final class BlankFamily implements ModelFamily<BlankFamily.None, BlankFamily.None> {
  /** No settings. */
  public record None() {}

  @Override
  public String id() {
    return "blank";
  }

  @Override
  public String description() {
    return "one black pixel";
  }

  @Override
  public Class<None> configType() {
    return None.class;
  }

  @Override
  public Class<None> requestType() {
    return None.class;
  }

  @Override
  public Generator<None> open(Checkpoint checkpoint, Device device) {
    return new Generator<>() {
      @Override
      public Sample generate(None request, GenerationListener listener) {
        return new Images(1, 1, 1, 1, new float[1]);
      }

      @Override
      public void close() {}
    };
  }
}

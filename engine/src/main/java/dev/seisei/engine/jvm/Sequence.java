package dev.seisei.engine.jvm;

import dev.seisei.engine.kernel.Kernel;
import java.util.List;

/** Kernels one after another. */
final class Sequence implements Kernel {
  private final Kernel[] parts;

  private Sequence(Kernel[] parts) {
    this.parts = parts;
  }

  static Kernel of(List<Kernel> parts) {
    return new Sequence(parts.toArray(Kernel[]::new));
  }

  @Override
  public void run() {
    for (Kernel part : parts) {
      part.run();
    }
  }

  @Override
  public void close() {
    for (Kernel part : parts) {
      part.close();
    }
  }
}

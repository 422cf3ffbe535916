package dev.seisei.engine.onednn;

import dev.seisei.engine.kernel.Strided;

/** An operand of a step: where it lies, and how. */
record Arg(Place place, Strided layout) {
  /** The same layout somewhere else. */
  Arg at(Place other) {
    return new Arg(other, layout);
  }

  Arg with(Strided other) {
    return new Arg(place, other);
  }
}

package dev.seisei.engine.kernel;

import dev.seisei.engine.memory.DType;

/** How a value's elements are stored: as numbers of which type, and where. */
public sealed interface Layout permits Strided, Opaque {
  /** The type of the elements in memory. */
  DType dtype();

  /** Bytes from the first element to the end of the last. */
  long span();
}

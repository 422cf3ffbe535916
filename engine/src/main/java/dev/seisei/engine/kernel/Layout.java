package dev.seisei.engine.kernel;

/** How a value's elements lie in memory. */
public sealed interface Layout permits Strided, Opaque {
  /** Bytes from the first element to the end of the last, for elements of the given size. */
  long span(int elementBytes);
}

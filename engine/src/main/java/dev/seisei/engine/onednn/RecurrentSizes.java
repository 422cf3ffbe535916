package dev.seisei.engine.onednn;

import dev.seisei.engine.kernel.Request;
import dev.seisei.engine.kernel.Strided;
import dev.seisei.engine.memory.DType;

/** How long the sequences of a recurrent layer are, how many, and how wide. */
record RecurrentSizes(long steps, long batch, long features, long units) {
  /** Rows of a block, whose numbers stay in the cache from one product to the next. */
  private static final long ROWS = 256;

  /** From x [N, T, F] and recurrent weights [H, G·H], a layer's first and third input. */
  static RecurrentSizes of(Request request) {
    Strided x = request.in(0).strided();
    return new RecurrentSizes(
        x.extent(1), x.extent(0), x.extent(2), request.in(2).strided().extent(0));
  }

  /** Steps of a block. */
  long block() {
    return Math.min(steps, (ROWS + batch - 1) / batch);
  }

  /** A number of every unit: [N, H]. */
  Strided state(DType dtype) {
    return Strided.dense(dtype, batch, units);
  }

  /** [N, T, width] with the rows of a step together. */
  Strided byTime(DType dtype, long width) {
    return Strided.of(
        dtype, new long[] {batch, steps, width}, new long[] {width, batch * width, 1});
  }

  /** [N, T] with the numbers of a step together. */
  Strided mask() {
    return Strided.of(DType.F32, new long[] {batch, steps}, new long[] {1, batch});
  }

  /** Numbers of all steps that lie {@linkplain #byTime by time}. */
  Series whole(Place place, DType dtype, long width) {
    return Series.dense(place, dtype, steps, batch, width);
  }
}

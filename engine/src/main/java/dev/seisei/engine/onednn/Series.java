package dev.seisei.engine.onednn;

import dev.seisei.engine.kernel.Strided;
import dev.seisei.engine.memory.DType;

/**
 * Rows of numbers for every step of a sequence, of one gate or of several. A gate's rows follow
 * each other step by step.
 *
 * @param gateStride elements from a gate to the next
 * @param held for how many steps there is room; later ones lie over those before
 * @param batch rows of a step
 */
record Series(Place place, DType dtype, long gateStride, long held, long batch, long width) {
  /** Without gaps. */
  static Series dense(Place place, DType dtype, long held, long batch, long width) {
    return new Series(place, dtype, held * batch * width, held, batch, width);
  }

  /** Some gates of some steps: [gates, steps·N, width]. */
  Arg part(long gate, long gates, long step, long steps) {
    long offset = gate * gateStride + step % held * batch * width;
    return new Arg(
        place.after(offset * dtype.bytes()),
        Strided.of(
            dtype, new long[] {gates, steps * batch, width}, new long[] {gateStride, width, 1}));
  }

  /** One gate of some steps: [steps·N, width]. */
  Arg rows(long gate, long step, long steps) {
    Arg part = part(gate, 1, step, steps);
    return part.with(part.layout().dense(steps * batch, width));
  }

  /** What there is for one step: [N, width]. */
  Arg at(long step) {
    return rows(0, step, 1);
  }
}

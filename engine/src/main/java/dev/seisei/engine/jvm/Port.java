package dev.seisei.engine.jvm;

import dev.seisei.engine.kernel.Operand;
import dev.seisei.engine.kernel.Strided;
import dev.seisei.engine.memory.Buffer;

/** Walks a strided operand in row-major order, a block at a time, through a heap array. */
final class Port {
  private final int[] extents;
  private final int[] strides;
  private final int[] index;
  private final Mover mover;
  private int offset;

  /** A port from or to the array of the given mover. */
  Port(Strided layout, Mover mover) {
    Axes axes = Axes.of(layout.shape(), layout.strides());
    int rank = axes.rank();
    this.extents = new int[rank];
    this.strides = new int[rank];
    for (int i = 0; i < rank; i++) {
      extents[i] = axes.extent(i);
      strides[i] = axes.stride(0, i);
    }
    this.index = new int[rank];
    this.mover = mover;
  }

  /** The part of a buffer that an operand covers. */
  static Buffer covered(Buffer buffer, Operand operand) {
    return buffer.slice(0, operand.layout().span());
  }

  /**
   * Moves the next elements to or from the front of the array. After the last element comes the
   * first one again.
   */
  void next(int count) {
    int last = extents.length - 1;
    for (int done = 0; done < count; ) {
      int run = Math.min(count - done, extents[last] - index[last]);
      mover.move(offset, strides[last], done, run);
      done += run;
      index[last] += run;
      offset += run * strides[last];
      for (int i = last; index[i] == extents[i]; i--) {
        offset -= extents[i] * strides[i];
        index[i] = 0;
        if (i == 0) {
          break;
        }
        index[i - 1]++;
        offset += strides[i - 1];
      }
    }
  }
}

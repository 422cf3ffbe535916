package dev.seisei.engine.jvm;

import dev.seisei.engine.kernel.Kernel;
import dev.seisei.engine.kernel.Strided;
import dev.seisei.engine.memory.Buffer;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Copies elements from one regular place to another, in whole runs where there are any. */
final class Copy implements Kernel {
  /** Shorter runs than this are copied element by element. */
  private static final int MIN_RUN_BYTES = 32;

  /** Narrower planes than this are not transposed in tiles. */
  private static final int MIN_TILE = 4;

  /**
   * Elements within a buffer.
   *
   * @param start elements from the buffer's beginning to the first one
   * @param layout strides may be negative
   */
  record Place(Buffer buffer, long start, Strided layout) {
    boolean fitsView(int elementBytes, long limit) {
      return buffer.bytes() <= limit || layout.span() <= limit;
    }

    /** This place in a buffer that a byte buffer can view; where strides are negative it is one. */
    Place narrowed(int elementBytes, long limit) {
      return buffer.bytes() <= limit
          ? this
          : new Place(buffer.slice(start * elementBytes, layout.span()), 0, layout);
    }

    /** A range along one axis. */
    Place range(int axis, long from, long to) {
      long[] shape = layout.shape();
      shape[axis] = to - from;
      return new Place(
          buffer, start + from * layout.stride(axis), layout.with(shape, layout.strides()));
    }
  }

  private enum Way {
    RUNS,
    FILL,
    TILES,
    ELEMENTS
  }

  private final int elementBytes;
  private final Place source;
  private final Place target;
  private final ByteBuffer from;
  private final ByteBuffer to;
  private final Lanes lanes;
  private final Way way;
  private final Axes.Walk outer;
  private final int extent;
  private final int sourceStride;
  private final int targetStride;
  private final int rows;
  private final int rowStride;
  private final int columnStride;

  /** Copies from a place to another of the same shape. */
  static Kernel of(Place source, Place target, int elementBytes) {
    return of(source, target, elementBytes, Integer.MAX_VALUE);
  }

  /** As above, in pieces that lie within spans of so many bytes. */
  static Kernel of(Place source, Place target, int elementBytes, long limit) {
    List<Kernel> pieces = new ArrayList<>();
    split(source, target, elementBytes, limit, pieces);
    return pieces.size() == 1 ? pieces.get(0) : Sequence.of(pieces);
  }

  private static void split(
      Place source, Place target, int elementBytes, long limit, List<Kernel> pieces) {
    if (source.layout.elements() == 0) {
      return;
    }
    boolean sourceFits = source.fitsView(elementBytes, limit);
    if (sourceFits && target.fitsView(elementBytes, limit)) {
      pieces.add(
          new Copy(
              source.narrowed(elementBytes, limit),
              target.narrowed(elementBytes, limit),
              elementBytes));
      return;
    }
    Strided large = sourceFits ? target.layout : source.layout;
    int axis = 0;
    for (int i = 1; i < large.rank(); i++) {
      if ((large.extent(i) - 1) * large.stride(i) > (large.extent(axis) - 1) * large.stride(axis)) {
        axis = i;
      }
    }
    long end = large.extent(axis);
    long half = end / 2;
    split(source.range(axis, 0, half), target.range(axis, 0, half), elementBytes, limit, pieces);
    split(
        source.range(axis, half, end), target.range(axis, half, end), elementBytes, limit, pieces);
  }

  private Copy(Place source, Place target, int elementBytes) {
    this.elementBytes = elementBytes;
    this.source = source;
    this.target = target;
    this.from = source.buffer.asByteBuffer();
    this.to = target.buffer.asByteBuffer();
    this.lanes = Lanes.of(elementBytes, from, to);
    Axes axes =
        Axes.sorted(source.layout.shape(), source.layout.strides(), target.layout.strides());
    int last = axes.rank() - 1;
    this.extent = axes.extent(last);
    this.sourceStride = axes.stride(0, last);
    this.targetStride = axes.stride(1, last);
    int across = rowsOfSource(axes);
    if (targetStride == 1 && sourceStride == 1 && extent * elementBytes >= MIN_RUN_BYTES) {
      this.way = Way.RUNS;
    } else if (targetStride == 1 && sourceStride == 0 && extent * elementBytes >= MIN_RUN_BYTES) {
      this.way = Way.FILL;
    } else if (targetStride == 1 && sourceStride != 0 && across >= 0 && extent >= MIN_TILE) {
      this.way = Way.TILES;
    } else {
      this.way = Way.ELEMENTS;
    }
    boolean tiled = way == Way.TILES;
    this.outer = new Axes.Walk(tiled ? axes.without(across, last) : axes.without(last));
    this.rows = tiled ? axes.extent(across) : 1;
    this.columnStride = tiled ? axes.stride(1, across) : 0;
    this.rowStride = sourceStride;
  }

  /** The axis along which the source's elements are neighbours, if it is not the last; else -1. */
  private static int rowsOfSource(Axes axes) {
    for (int i = 0; i < axes.rank() - 1; i++) {
      if (axes.stride(0, i) == 1 && axes.extent(i) >= MIN_TILE) {
        return i;
      }
    }
    return -1;
  }

  @Override
  public void run() {
    do {
      int s = (int) source.start + outer.offset(0);
      int t = (int) target.start + outer.offset(1);
      switch (way) {
        case RUNS -> to.put(t * elementBytes, from, s * elementBytes, extent * elementBytes);
        case FILL -> lanes.fill(s, t, extent);
        case TILES -> plane(s, t);
        case ELEMENTS -> lanes.strided(s, sourceStride, t, targetStride, extent);
      }
    } while (outer.next());
  }

  private void plane(int s, int t) {
    for (int c = 0; c < rows; c += Lanes.TILE) {
      for (int r = 0; r < extent; r += Lanes.TILE) {
        lanes.transpose(
            s + r * rowStride + c,
            rowStride,
            t + c * columnStride + r,
            columnStride,
            Math.min(Lanes.TILE, extent - r),
            Math.min(Lanes.TILE, rows - c));
      }
    }
  }
}

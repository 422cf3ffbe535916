package dev.seisei.engine.jvm;

import dev.seisei.engine.kernel.Kernel;
import dev.seisei.engine.kernel.Proposal;
import dev.seisei.engine.kernel.Request;
import dev.seisei.engine.kernel.Strided;
import dev.seisei.engine.memory.Buffer;
import dev.seisei.engine.memory.DType;
import java.util.Arrays;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;
import org.jspecify.annotations.Nullable;

/**
 * Adds rows at indices, in the order of the rows, so that equal inputs give equal bits. A small
 * result is summed in the heap and written once; a large one row by row.
 */
abstract class ScatterAddKernel implements Kernel {
  /** A result up to this many elements is summed in the heap. */
  private static final long MAX_HEAP_SUMS = 1 << 18;

  final int row;
  final int rowsPerRead;
  private final Indices indices;
  private final int elements;
  private final boolean inHeap;
  private final BytePointer result;

  static @Nullable Proposal propose(Request request) {
    DType type = request.out().dtype();
    DType indexType = request.in(0).dtype();
    Strided result = request.out().strided();
    long extent = result.extent(0);
    long elements = result.elements();
    boolean supported = type == DType.F32 || type == DType.F64;
    if (!supported
        || request.in(1).dtype() != type
        || !Indices.accepts(indexType)
        || elements * type.bytes() > Integer.MAX_VALUE
        || request.in(1).strided().elements() * type.bytes() > Integer.MAX_VALUE) {
      return null;
    }
    long count = request.in(0).strided().elements();
    int row = extent == 0 ? 0 : (int) (elements / extent);
    return Proposal.dense(
        request,
        elements <= MAX_HEAP_SUMS ? "heap" : "rows",
        (in, out, scratch) -> {
          Indices indices = new Indices("scatter_add", indexType, in.get(0), count, extent);
          Buffer from = in.get(1);
          Buffer to = out.get(0);
          return type == DType.F32
              ? new Floats(indices, extent, row, from, to)
              : new Doubles(indices, extent, row, from, to);
        });
  }

  private ScatterAddKernel(Indices indices, long extent, int row, Buffer to) {
    this.indices = indices;
    this.row = row;
    this.rowsPerRead = Math.max(1, Mover.BLOCK / Math.max(1, row));
    this.elements = (int) extent * row;
    this.inHeap = elements <= MAX_HEAP_SUMS;
    this.result = to.pointer();
  }

  final int sumsLength() {
    return inHeap ? elements : row;
  }

  @Override
  public final void run() {
    if (inHeap) {
      clearSums();
    } else {
      Pointer.memset(result, 0, result.limit());
    }
    int count = indices.count();
    for (int first = 0; first < count; first += rowsPerRead) {
      int n = Math.min(rowsPerRead, count - first);
      read(first, n);
      for (int i = 0; i < n; i++) {
        int at = (int) indices.get(first + i) * row;
        if (inHeap) {
          add(i * row, at);
        } else {
          readSums(at, row);
          add(i * row, 0);
          writeSums(at, row);
        }
      }
    }
    if (inHeap) {
      writeSums(0, elements);
    }
  }

  abstract void clearSums();

  /** Reads whole rows to the front of the rows' array. */
  abstract void read(int first, int count);

  abstract void readSums(int at, int count);

  abstract void writeSums(int at, int count);

  /** Adds a row of the rows' array to a place in the sums' array. */
  abstract void add(int from, int to);

  private static final class Floats extends ScatterAddKernel {
    private final float[] rows;
    private final float[] sums;
    private final Mover read;
    private final Mover readSums;
    private final Mover writeSums;

    Floats(Indices indices, long extent, int row, Buffer from, Buffer to) {
      super(indices, extent, row, to);
      DType type = DType.F32;
      this.rows = new float[rowsPerRead * row];
      this.sums = new float[sumsLength()];
      this.read = Movers.read(type, from, rows);
      this.readSums = Movers.read(type, to, sums);
      this.writeSums = Movers.writeFloats(to, sums);
    }

    @Override
    void clearSums() {
      Arrays.fill(sums, 0);
    }

    @Override
    void read(int first, int count) {
      read.move(first * row, 1, 0, count * row);
    }

    @Override
    void readSums(int at, int count) {
      readSums.move(at, 1, 0, count);
    }

    @Override
    void writeSums(int at, int count) {
      writeSums.move(at, 1, 0, count);
    }

    @Override
    void add(int from, int to) {
      for (int i = 0; i < row; i++) {
        sums[to + i] += rows[from + i];
      }
    }
  }

  private static final class Doubles extends ScatterAddKernel {
    private final double[] rows;
    private final double[] sums;
    private final Mover read;
    private final Mover readSums;
    private final Mover writeSums;

    Doubles(Indices indices, long extent, int row, Buffer from, Buffer to) {
      super(indices, extent, row, to);
      DType type = DType.F64;
      this.rows = new double[rowsPerRead * row];
      this.sums = new double[sumsLength()];
      this.read = Movers.read(type, from, rows);
      this.readSums = Movers.read(type, to, sums);
      this.writeSums = Movers.write(type, to, sums);
    }

    @Override
    void clearSums() {
      Arrays.fill(sums, 0);
    }

    @Override
    void read(int first, int count) {
      read.move(first * row, 1, 0, count * row);
    }

    @Override
    void readSums(int at, int count) {
      readSums.move(at, 1, 0, count);
    }

    @Override
    void writeSums(int at, int count) {
      writeSums.move(at, 1, 0, count);
    }

    @Override
    void add(int from, int to) {
      for (int i = 0; i < row; i++) {
        sums[to + i] += rows[from + i];
      }
    }
  }
}

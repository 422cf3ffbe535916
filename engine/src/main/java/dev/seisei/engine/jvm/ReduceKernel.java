package dev.seisei.engine.jvm;

import dev.seisei.engine.kernel.Kernel;
import dev.seisei.engine.kernel.Proposal;
import dev.seisei.engine.kernel.Request;
import dev.seisei.engine.kernel.Strided;
import dev.seisei.engine.memory.Buffer;
import dev.seisei.engine.memory.DType;
import dev.seisei.engine.op.Reduce;
import org.jspecify.annotations.Nullable;

/**
 * Combines elements along axes, floating-point numbers in double precision. Of long floating-point
 * tensors only the largest and smallest elements are taken: libnd4j passes over NaN there.
 */
abstract class ReduceKernel implements Kernel {
  /** Up to here floating-point numbers are summed and multiplied, too. */
  private static final int MAX_FLOATING = 1024;

  final Reduce.Kind kind;

  /** Over what is kept. */
  private final Axes.Walk outer;

  /** Over what is combined, but for the innermost run. */
  private final Axes.Walk inner;

  private final int extent;
  private final int stride;
  private final boolean empty;

  static @Nullable Proposal propose(Request request, Reduce op) {
    DType type = request.out().dtype();
    Strided source = request.in(0).strided();
    Strided target = request.out().strided();
    boolean extreme = op.kind() == Reduce.Kind.MAX || op.kind() == Reduce.Kind.MIN;
    boolean wide = type == DType.F32 || type == DType.F64;
    if ((wide && !extreme && source.elements() > MAX_FLOATING)
        || (!type.isFloating() && extreme && source.elements() == 0)) {
      return null;
    }
    return Proposal.asAsked(
        request,
        "lines",
        (in, out, scratch) -> {
          if (target.elements() == 0) {
            return () -> {};
          }
          Buffer from = Port.covered(in.get(0), request.in(0));
          Buffer to = Port.covered(out.get(0), request.out());
          return type.isFloating()
              ? new Doubles(op, source, target, type, from, to)
              : new Longs(op, source, target, type, from, to);
        });
  }

  private ReduceKernel(Reduce op, Strided in, Strided out) {
    this.kind = op.kind();
    this.empty = in.elements() == 0;
    long[] combined = new long[in.rank()];
    for (int i = 0; i < combined.length; i++) {
      combined[i] = op.axes().contains(i) ? in.extent(i) : 1;
    }
    Axes axes = Axes.of(combined, in.strides());
    int last = axes.rank() - 1;
    this.extent = axes.extent(last);
    this.stride = axes.stride(0, last);
    this.inner = new Axes.Walk(axes.without(last));
    this.outer = new Axes.Walk(Axes.of(out.shape(), in.strides(), out.strides()));
  }

  @Override
  public final void run() {
    do {
      begin();
      if (!empty) {
        do {
          int at = outer.offset(0) + inner.offset(0);
          for (int done = 0; done < extent; done += Mover.BLOCK) {
            part(at + done * stride, stride, Math.min(Mover.BLOCK, extent - done));
          }
        } while (inner.next());
      }
      finish(outer.offset(1));
    } while (outer.next());
  }

  /** Starts a result. */
  abstract void begin();

  /** Takes some elements in. */
  abstract void part(int at, int stride, int count);

  /** Writes the result. */
  abstract void finish(int at);

  private static final class Doubles extends ReduceKernel {
    private final double[] part = new double[Mover.BLOCK];
    private final double[] result = new double[1];
    private final Mover read;
    private final Mover write;

    Doubles(Reduce op, Strided in, Strided out, DType type, Buffer from, Buffer to) {
      super(op, in, out);
      this.read = Movers.read(type, from, part);
      this.write = Movers.write(type, to, result);
    }

    @Override
    void begin() {
      result[0] =
          switch (kind) {
            case SUM -> 0;
            case PROD -> 1;
            case MAX -> Double.NEGATIVE_INFINITY;
            case MIN -> Double.POSITIVE_INFINITY;
          };
    }

    @Override
    void part(int at, int stride, int count) {
      read.move(at, stride, 0, count);
      double total = result[0];
      switch (kind) {
        case SUM -> {
          for (int i = 0; i < count; i++) {
            total += part[i];
          }
        }
        case PROD -> {
          for (int i = 0; i < count; i++) {
            total *= part[i];
          }
        }
        case MAX -> {
          for (int i = 0; i < count; i++) {
            total = Math.max(total, part[i]);
          }
        }
        case MIN -> {
          for (int i = 0; i < count; i++) {
            total = Math.min(total, part[i]);
          }
        }
      }
      result[0] = total;
    }

    @Override
    void finish(int at) {
      write.move(at, 1, 0, 1);
    }
  }

  private static final class Longs extends ReduceKernel {
    private final long[] part = new long[Mover.BLOCK];
    private final long[] result = new long[1];
    private final Mover read;
    private final Mover write;

    Longs(Reduce op, Strided in, Strided out, DType type, Buffer from, Buffer to) {
      super(op, in, out);
      this.read = Movers.read(type, from, part);
      this.write = Movers.write(type, to, result);
    }

    @Override
    void begin() {
      result[0] =
          switch (kind) {
            case SUM -> 0;
            case PROD -> 1;
            case MAX -> Long.MIN_VALUE;
            case MIN -> Long.MAX_VALUE;
          };
    }

    @Override
    void part(int at, int stride, int count) {
      read.move(at, stride, 0, count);
      long total = result[0];
      switch (kind) {
        case SUM -> {
          for (int i = 0; i < count; i++) {
            total += part[i];
          }
        }
        case PROD -> {
          for (int i = 0; i < count; i++) {
            total *= part[i];
          }
        }
        case MAX -> {
          for (int i = 0; i < count; i++) {
            total = Math.max(total, part[i]);
          }
        }
        case MIN -> {
          for (int i = 0; i < count; i++) {
            total = Math.min(total, part[i]);
          }
        }
      }
      result[0] = total;
    }

    @Override
    void finish(int at) {
      write.move(at, 1, 0, 1);
    }
  }
}

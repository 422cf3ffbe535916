package dev.seisei.engine.jvm;

import dev.seisei.engine.kernel.Kernel;
import dev.seisei.engine.kernel.Proposal;
import dev.seisei.engine.kernel.Request;
import dev.seisei.engine.kernel.Strided;
import dev.seisei.engine.memory.Buffer;
import dev.seisei.engine.memory.DType;
import dev.seisei.engine.op.ArgReduce;

/** Finds the first of the largest or smallest elements; a NaN counts as either. */
abstract class ArgReduceKernel implements Kernel {
  private final Lines lines;
  private final long[] found = new long[1];
  private final Mover write;

  static Proposal propose(Request request, ArgReduce op) {
    DType type = request.in(0).dtype();
    return Proposal.asAsked(
        request,
        "lines",
        (in, out, scratch) -> {
          Strided source = request.in(0).strided();
          Lines lines = new Lines(source, request.out().strided(), op.axis());
          Buffer from = Port.covered(in.get(0), request.in(0));
          Buffer to = Port.covered(out.get(0), request.out());
          if (source.elements() == 0) {
            return () -> {};
          }
          return type.isFloating()
              ? new Doubles(op.largest(), lines, type, from, to)
              : new Longs(op.largest(), lines, type, from, to);
        });
  }

  private ArgReduceKernel(Lines lines, Buffer to) {
    this.lines = lines;
    this.write = Movers.write(DType.I64, to, found);
  }

  @Override
  public final void run() {
    do {
      int best = 0;
      for (int first = 0; first < lines.length(); first += Mover.BLOCK) {
        int count = Math.min(Mover.BLOCK, lines.length() - first);
        best = scan(lines.in() + first * lines.inStride(), lines.inStride(), first, count, best);
      }
      found[0] = best;
      write.move(lines.out(), 1, 0, 1);
    } while (lines.next());
  }

  /**
   * Looks at a part of the line.
   *
   * @param at where it lies
   * @param first which element of the line it begins with; 0 begins another line
   * @param best the index found so far
   * @return the index found now
   */
  abstract int scan(int at, int stride, int first, int count, int best);

  private static final class Doubles extends ArgReduceKernel {
    private final double sign;
    private final double[] part = new double[Mover.BLOCK];
    private final Mover read;
    private double most;

    Doubles(boolean largest, Lines lines, DType type, Buffer from, Buffer to) {
      super(lines, to);
      this.sign = largest ? 1 : -1;
      this.read = Movers.read(type, from, part);
    }

    @Override
    int scan(int at, int stride, int first, int count, int best) {
      read.move(at, stride, 0, count);
      for (int i = 0; i < count; i++) {
        double x = part[i] * sign;
        if (first + i == 0 || x > most || (Double.isNaN(x) && !Double.isNaN(most))) {
          most = x;
          best = first + i;
        }
      }
      return best;
    }
  }

  private static final class Longs extends ArgReduceKernel {
    private final long flip;
    private final long[] part = new long[Mover.BLOCK];
    private final Mover read;
    private long most;

    Longs(boolean largest, Lines lines, DType type, Buffer from, Buffer to) {
      super(lines, to);
      this.flip = largest ? 0 : -1;
      this.read = Movers.read(type, from, part);
    }

    @Override
    int scan(int at, int stride, int first, int count, int best) {
      read.move(at, stride, 0, count);
      for (int i = 0; i < count; i++) {
        long x = part[i] ^ flip; // all bits flipped: the order turned round
        if (first + i == 0 || x > most) {
          most = x;
          best = first + i;
        }
      }
      return best;
    }
  }
}

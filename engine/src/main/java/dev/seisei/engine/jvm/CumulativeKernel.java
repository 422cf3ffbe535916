package dev.seisei.engine.jvm;

import dev.seisei.engine.kernel.Kernel;
import dev.seisei.engine.kernel.Proposal;
import dev.seisei.engine.kernel.Request;
import dev.seisei.engine.kernel.Strided;
import dev.seisei.engine.memory.Buffer;
import dev.seisei.engine.memory.DType;
import dev.seisei.engine.op.Cumulative;
import dev.seisei.engine.op.Reduce;
import java.util.List;

/** Running sums and products; floating-point numbers accumulate in double precision. */
abstract class CumulativeKernel implements Kernel {
  final boolean product;
  final boolean exclusive;
  private final boolean reverse;
  private final Lines lines;

  static Proposal propose(Request request, Cumulative op) {
    DType type = request.out().dtype();
    return Proposal.asAsked(
            request,
            "lines",
            (in, out, scratch) -> {
              Strided source = request.in(0).strided();
              if (source.elements() == 0) {
                return () -> {};
              }
              Lines lines = new Lines(source, request.out().strided(), op.axis());
              Buffer from = Port.covered(in.get(0), request.in(0));
              Buffer to = Port.covered(out.get(0), request.out());
              return type.isFloating()
                  ? new Doubles(op, lines, type, from, to)
                  : new Longs(op, lines, type, from, to);
            })
        .withInPlace(List.of(0));
  }

  private CumulativeKernel(Cumulative op, Lines lines) {
    this.product = op.kind() == Reduce.Kind.PROD;
    this.exclusive = op.exclusive();
    this.reverse = op.reverse();
    this.lines = lines;
  }

  @Override
  public final void run() {
    int end = lines.length() - 1;
    int sign = reverse ? -1 : 1;
    int inStride = lines.inStride() * sign;
    int outStride = lines.outStride() * sign;
    do {
      int in = lines.in() + (reverse ? end * lines.inStride() : 0);
      int out = lines.out() + (reverse ? end * lines.outStride() : 0);
      begin();
      for (int first = 0; first <= end; first += Mover.BLOCK) {
        int count = Math.min(Mover.BLOCK, end + 1 - first);
        part(in + first * inStride, inStride, out + first * outStride, outStride, count);
      }
    } while (lines.next());
  }

  abstract void begin();

  abstract void part(int in, int inStride, int out, int outStride, int count);

  private static final class Doubles extends CumulativeKernel {
    private final double[] numbers = new double[Mover.BLOCK];
    private final Mover read;
    private final Mover write;
    private double total;

    Doubles(Cumulative op, Lines lines, DType type, Buffer from, Buffer to) {
      super(op, lines);
      this.read = Movers.read(type, from, numbers);
      this.write = Movers.write(type, to, numbers);
    }

    @Override
    void begin() {
      total = product ? 1 : 0;
    }

    @Override
    void part(int in, int inStride, int out, int outStride, int count) {
      read.move(in, inStride, 0, count);
      for (int i = 0; i < count; i++) {
        double before = total;
        total = product ? before * numbers[i] : before + numbers[i];
        numbers[i] = exclusive ? before : total;
      }
      write.move(out, outStride, 0, count);
    }
  }

  private static final class Longs extends CumulativeKernel {
    private final long[] numbers = new long[Mover.BLOCK];
    private final Mover read;
    private final Mover write;
    private long total;

    Longs(Cumulative op, Lines lines, DType type, Buffer from, Buffer to) {
      super(op, lines);
      this.read = Movers.read(type, from, numbers);
      this.write = Movers.write(type, to, numbers);
    }

    @Override
    void begin() {
      total = product ? 1 : 0;
    }

    @Override
    void part(int in, int inStride, int out, int outStride, int count) {
      read.move(in, inStride, 0, count);
      for (int i = 0; i < count; i++) {
        long before = total;
        total = product ? before * numbers[i] : before + numbers[i];
        numbers[i] = exclusive ? before : total;
      }
      write.move(out, outStride, 0, count);
    }
  }
}

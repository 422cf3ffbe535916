package dev.seisei.engine.jvm;

import dev.seisei.engine.graph.Op;
import dev.seisei.engine.kernel.Proposal;
import dev.seisei.engine.kernel.Request;
import dev.seisei.engine.memory.DType;
import dev.seisei.engine.op.Binary;
import dev.seisei.engine.op.Cast;
import dev.seisei.engine.op.Clip;
import dev.seisei.engine.op.Compare;
import dev.seisei.engine.op.Logical;
import dev.seisei.engine.op.Power;
import dev.seisei.engine.op.Scale;
import dev.seisei.engine.op.Select;
import dev.seisei.engine.op.Unary;
import java.util.List;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import java.util.function.LongBinaryOperator;
import java.util.function.LongUnaryOperator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Functions of one, two or three elements, with any strides. Blocks of the operands are brought
 * into heap arrays and computed there: floating-point numbers in double precision, integers and
 * truth values as longs; F32 numbers that are compared, and elements that are only chosen, as they
 * are.
 */
final class Elementwise {
  /** Makes the ports and the loop between their arrays. */
  @FunctionalInterface
  private interface Plan {
    Blocks.Loop make(Blocks.Builder ports);
  }

  private Elementwise() {}

  static @Nullable Proposal propose(Request request) {
    Plan plan = plan(request.op(), request);
    if (plan == null) {
      return null;
    }
    int bytes = request.out().dtype().bytes();
    List<Integer> inPlace =
        IntStream.range(0, request.inputs().size())
            .filter(i -> request.in(i).dtype().bytes() == bytes)
            .boxed()
            .toList();
    return Proposal.asAsked(
            request,
            "blocks",
            (in, out, scratch) -> {
              Blocks.Builder ports = new Blocks.Builder(request, in, out.get(0));
              return ports.build(plan.make(ports));
            })
        .withInPlace(inPlace);
  }

  private static @Nullable Plan plan(Op op, Request request) {
    if (op instanceof Select) {
      return select(request.out().dtype().bytes());
    }
    if (op instanceof Logical logical) {
      return logical(logical);
    }
    if (op instanceof Cast) {
      return cast(request.in(0).dtype(), request.out().dtype());
    }
    if (op instanceof Compare compare) {
      DType type = request.in(0).dtype();
      return type == DType.F32
          ? ports ->
              FloatCompare.loop(
                  compare, ports.readFloats(0), ports.readFloats(1), ports.writeBytes())
          : type.isFloating() ? compareDoubles(compare) : compareLongs(compare);
    }
    DType type = request.out().dtype();
    if (!type.isFloating()) {
      return integers(op);
    }
    return doubles(op);
  }

  private static @Nullable Plan doubles(Op op) {
    if (op instanceof Binary binary) {
      DoubleBinaryOperator f = Functions.of(binary);
      return ports -> {
        double[] a = ports.readDoubles(0);
        double[] b = ports.readDoubles(1);
        double[] y = ports.writeDoubles();
        return n -> {
          for (int i = 0; i < n; i++) {
            y[i] = f.applyAsDouble(a[i], b[i]);
          }
        };
      };
    }
    DoubleUnaryOperator f;
    if (op instanceof Unary unary) {
      f = Functions.of(unary);
    } else if (op instanceof Scale scale) {
      f = x -> scale.factor() * x + scale.shift();
    } else if (op instanceof Clip clip) {
      f = x -> Math.min(Math.max(x, clip.low()), clip.high());
    } else if (op instanceof Power power) {
      f = x -> Functions.power(x, power.exponent());
    } else {
      return null;
    }
    return ports -> {
      double[] x = ports.readDoubles(0);
      double[] y = ports.writeDoubles();
      return n -> {
        for (int i = 0; i < n; i++) {
          y[i] = f.applyAsDouble(x[i]);
        }
      };
    };
  }

  private static @Nullable Plan integers(Op op) {
    if (op instanceof Binary binary) {
      LongBinaryOperator f = Functions.ofIntegers(binary);
      return ports -> {
        long[] a = ports.readLongs(0);
        long[] b = ports.readLongs(1);
        long[] y = ports.writeLongs();
        return n -> {
          for (int i = 0; i < n; i++) {
            y[i] = f.applyAsLong(a[i], b[i]);
          }
        };
      };
    }
    if (op instanceof Scale scale) {
      LongUnaryOperator f = Functions.ofIntegers(scale);
      return ports -> {
        long[] x = ports.readLongs(0);
        long[] y = ports.writeLongs();
        return n -> {
          for (int i = 0; i < n; i++) {
            y[i] = f.applyAsLong(x[i]);
          }
        };
      };
    }
    return null;
  }

  private static Plan cast(DType from, DType to) {
    if (!from.isFloating() && !to.isFloating()) {
      return ports -> {
        ports.writeLongs(ports.readLongs(0));
        return n -> {};
      };
    }
    if (to == DType.F32) {
      return ports -> {
        ports.writeFloats(ports.readFloats(0));
        return n -> {};
      };
    }
    return ports -> {
      ports.writeDoubles(ports.readDoubles(0));
      return n -> {};
    };
  }

  private static Plan logical(Logical logical) {
    return ports -> {
      byte[] a = ports.readBytes(0);
      byte[] b = ports.readBytes(1);
      byte[] y = ports.writeBytes();
      return switch (logical) {
        case AND ->
            n -> {
              for (int i = 0; i < n; i++) {
                y[i] = (byte) (a[i] & b[i]);
              }
            };
        case OR ->
            n -> {
              for (int i = 0; i < n; i++) {
                y[i] = (byte) (a[i] | b[i]);
              }
            };
        case XOR ->
            n -> {
              for (int i = 0; i < n; i++) {
                y[i] = (byte) (a[i] ^ b[i]);
              }
            };
      };
    };
  }

  private static Plan select(int elementBytes) {
    return ports -> {
      byte[] c = ports.readBytes(0);
      switch (elementBytes) {
        case 1 -> {
          byte[] a = ports.readBytes(1);
          byte[] b = ports.readBytes(2);
          byte[] y = ports.writeBytes();
          return n -> {
            for (int i = 0; i < n; i++) {
              y[i] = (byte) (b[i] ^ ((a[i] ^ b[i]) & -c[i]));
            }
          };
        }
        case 2 -> {
          short[] a = ports.readShorts(1);
          short[] b = ports.readShorts(2);
          short[] y = ports.writeShorts();
          return n -> {
            for (int i = 0; i < n; i++) {
              y[i] = (short) (b[i] ^ ((a[i] ^ b[i]) & -c[i]));
            }
          };
        }
        case 4 -> {
          int[] a = ports.readInts(1);
          int[] b = ports.readInts(2);
          int[] y = ports.writeInts();
          int[] mask = new int[c.length];
          return n -> {
            for (int i = 0; i < n; i++) {
              mask[i] = -c[i];
            }
            for (int i = 0; i < n; i++) { // apart, so that it is vectorised
              y[i] = b[i] ^ ((a[i] ^ b[i]) & mask[i]);
            }
          };
        }
        default -> {
          long[] a = ports.readRawLongs(1);
          long[] b = ports.readRawLongs(2);
          long[] y = ports.writeRawLongs();
          return n -> {
            for (int i = 0; i < n; i++) {
              y[i] = b[i] ^ ((a[i] ^ b[i]) & -(long) c[i]);
            }
          };
        }
      }
    };
  }

  private static Plan compareDoubles(Compare compare) {
    return ports -> {
      double[] a = ports.readDoubles(0);
      double[] b = ports.readDoubles(1);
      byte[] y = ports.writeBytes();
      return switch (compare) {
        case EQ ->
            n -> {
              for (int i = 0; i < n; i++) {
                y[i] = (byte) (a[i] == b[i] ? 1 : 0);
              }
            };
        case NE ->
            n -> {
              for (int i = 0; i < n; i++) {
                y[i] = (byte) (a[i] != b[i] ? 1 : 0);
              }
            };
        case LT ->
            n -> {
              for (int i = 0; i < n; i++) {
                y[i] = (byte) (a[i] < b[i] ? 1 : 0);
              }
            };
        case LE ->
            n -> {
              for (int i = 0; i < n; i++) {
                y[i] = (byte) (a[i] <= b[i] ? 1 : 0);
              }
            };
        case GT ->
            n -> {
              for (int i = 0; i < n; i++) {
                y[i] = (byte) (a[i] > b[i] ? 1 : 0);
              }
            };
        case GE ->
            n -> {
              for (int i = 0; i < n; i++) {
                y[i] = (byte) (a[i] >= b[i] ? 1 : 0);
              }
            };
      };
    };
  }

  private static Plan compareLongs(Compare compare) {
    return ports -> {
      long[] a = ports.readLongs(0);
      long[] b = ports.readLongs(1);
      byte[] y = ports.writeBytes();
      return switch (compare) {
        case EQ ->
            n -> {
              for (int i = 0; i < n; i++) {
                y[i] = (byte) (a[i] == b[i] ? 1 : 0);
              }
            };
        case NE ->
            n -> {
              for (int i = 0; i < n; i++) {
                y[i] = (byte) (a[i] != b[i] ? 1 : 0);
              }
            };
        case LT ->
            n -> {
              for (int i = 0; i < n; i++) {
                y[i] = (byte) (a[i] < b[i] ? 1 : 0);
              }
            };
        case LE ->
            n -> {
              for (int i = 0; i < n; i++) {
                y[i] = (byte) (a[i] <= b[i] ? 1 : 0);
              }
            };
        case GT ->
            n -> {
              for (int i = 0; i < n; i++) {
                y[i] = (byte) (a[i] > b[i] ? 1 : 0);
              }
            };
        case GE ->
            n -> {
              for (int i = 0; i < n; i++) {
                y[i] = (byte) (a[i] >= b[i] ? 1 : 0);
              }
            };
      };
    };
  }
}

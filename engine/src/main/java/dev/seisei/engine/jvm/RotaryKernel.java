package dev.seisei.engine.jvm;

import dev.seisei.engine.graph.Node;
import dev.seisei.engine.kernel.Kernel;
import dev.seisei.engine.kernel.Proposal;
import dev.seisei.engine.kernel.Request;
import dev.seisei.engine.kernel.Strided;
import dev.seisei.engine.memory.Buffer;
import dev.seisei.engine.memory.DType;
import dev.seisei.engine.op.Composite;
import java.nio.FloatBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Turns pairs of features of a few tokens. For many, the decomposition's passes over all of them
 * are as fast.
 */
final class RotaryKernel implements Kernel {
  /** Elements up to which one pass in Java takes less than several calls of a library. */
  private static final long MOST = 1 << 17;

  private final long[] extents;
  private final FloatBuffer[] operands;
  private final long[][] strides;
  private final boolean interleaved;
  private final float[] x;
  private final float[] cos;
  private final float[] sin;

  private RotaryKernel(Strided[] layouts, boolean interleaved, List<Buffer> in, Buffer out) {
    this.extents = layouts[0].shape();
    this.operands = new FloatBuffer[4];
    this.strides = new long[4][];
    for (int i = 0; i < 4; i++) {
      Buffer buffer = i == 3 ? out : in.get(i);
      operands[i] = buffer.slice(0, layouts[i].span()).asByteBuffer().asFloatBuffer();
      strides[i] = layouts[i].strides();
    }
    this.interleaved = interleaved;
    int size = (int) extents[3];
    this.x = new float[size];
    this.cos = new float[size / 2];
    this.sin = new float[size / 2];
  }

  /** Whether this is a rotation of a few tokens by angles that are the same for all heads. */
  static boolean claims(Node node) {
    if (!(node.op() instanceof Composite composite) || !composite.opName().equals("rotary")) {
      return false;
    }
    boolean floats =
        node.inputs().size() == 3
            && node.outputs().size() == 1
            && node.inputs().stream().allMatch(value -> value.type().dtype() == DType.F32)
            && node.inputs().stream().allMatch(value -> value.shape().isConstant())
            && node.output().type().equals(node.input(0).type());
    if (!floats) {
      return false;
    }
    long[] x = node.input(0).shape().toLongs();
    return x.length == 4
        && x[3] > 0
        && x[3] % 2 == 0
        && x[0] * x[1] * x[2] * x[3] <= MOST
        && areAngles(node.input(1).shape().toLongs(), x)
        && areAngles(node.input(2).shape().toLongs(), x);
  }

  private static boolean areAngles(long[] shape, long[] x) {
    long[] whole = {x[0], x[1], x[2], x[3] / 2};
    for (int i = 1; i <= 4; i++) {
      long extent = i <= shape.length ? shape[shape.length - i] : 1;
      if (extent != whole[4 - i] && (extent != 1 || i == 1)) {
        return false;
      }
    }
    return shape.length <= 4;
  }

  static @Nullable Proposal propose(Request request, Composite composite) {
    Strided x = byRows(request.in(0).strided());
    Strided y = byRows(request.out().strided());
    long[] angles = {x.extent(0), x.extent(1), x.extent(2), x.extent(3) / 2};
    Strided cos = request.in(1).strided().dense();
    Strided sin = request.in(2).strided().dense();
    Strided[] layouts = {x, repeated(cos, angles), repeated(sin, angles), y};
    boolean interleaved = Boolean.TRUE.equals(composite.attributes().get("interleaved"));
    return new Proposal(
        "pairs",
        List.of(x, cos, sin),
        List.of(y),
        0,
        List.of(),
        (in, out, scratch) -> new RotaryKernel(layouts, interleaved, in, out.get(0)));
  }

  /** Angles that have fewer axes than features, the last ones. */
  private static Strided repeated(Strided dense, long[] angles) {
    long[] shape = {1, 1, 1, 1};
    for (int i = 0; i < dense.rank(); i++) {
      shape[shape.length - dense.rank() + i] = dense.extent(i);
    }
    return Strided.dense(dense.dtype(), shape).broadcast(angles);
  }

  /** The layout itself if the elements of a row lie together, else a dense one. */
  private static Strided byRows(Strided layout) {
    return layout.stride(3) == 1 && !layout.repeats() ? layout : layout.dense();
  }

  @Override
  public void run() {
    for (long b = 0; b < extents[0]; b++) {
      for (long t = 0; t < extents[2]; t++) {
        for (long head = 0; head < extents[1]; head++) {
          operands[0].get(at(0, b, head, t), x);
          if (head == 0 || strides[1][1] != 0 || strides[2][1] != 0) {
            operands[1].get(at(1, b, head, t), cos);
            operands[2].get(at(2, b, head, t), sin);
          }
          turn();
          operands[3].put(at(3, b, head, t), x);
        }
      }
    }
  }

  private int at(int operand, long b, long head, long t) {
    long[] stride = strides[operand];
    return (int) (b * stride[0] + head * stride[1] + t * stride[2]);
  }

  private void turn() {
    int half = cos.length;
    for (int i = 0; i < half; i++) {
      int first = interleaved ? 2 * i : i;
      int second = interleaved ? 2 * i + 1 : i + half;
      float a = x[first];
      float b = x[second];
      x[first] = a * cos[i] - b * sin[i];
      x[second] = a * sin[i] + b * cos[i];
    }
  }
}

package dev.seisei.engine.kernel;

import dev.seisei.engine.graph.Op;
import dev.seisei.engine.graph.Shape;
import dev.seisei.engine.graph.TensorType;
import dev.seisei.engine.memory.Buffer;
import dev.seisei.engine.memory.DType;
import dev.seisei.engine.memory.Device;
import dev.seisei.engine.memory.Tensor;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Runs single kernels as a planner would, with operands laid out as a test wants them. */
public final class Rig {
  /** How operands lie in memory. */
  public enum Lay {
    /** Row-major, without gaps. */
    DENSE {
      @Override
      Strided of(long[] shape) {
        return Strided.dense(DType.F32, shape);
      }
    },
    /** The first axis innermost. */
    TURNED {
      @Override
      Strided of(long[] shape) {
        long[] strides = new long[shape.length];
        long stride = 1;
        for (int i = 0; i < shape.length; i++) {
          strides[i] = stride;
          stride *= shape[i];
        }
        return Strided.of(DType.F32, shape, strides);
      }
    },
    /** The last axis is a part of a longer one. */
    ROWS {
      @Override
      Strided of(long[] shape) {
        long[] wider = shape.clone();
        if (wider.length > 0) {
          wider[wider.length - 1] += 3;
        }
        return Strided.of(DType.F32, shape, Strided.dense(DType.F32, wider).strides());
      }
    },
    /** Every second element. */
    GAPS {
      @Override
      Strided of(long[] shape) {
        long[] strides = Strided.dense(DType.F32, shape).strides();
        return Strided.of(DType.F32, shape, Arrays.stream(strides).map(s -> 2 * s).toArray());
      }
    };

    abstract Strided of(long[] shape);
  }

  private static final byte MARK = 0x5A;

  private Rig() {}

  /** The request that an operation on operands laid out so amounts to. */
  public static Request request(Op op, Lay in, Lay out, Tensor... inputs) {
    List<TensorType> types =
        Arrays.stream(inputs).map(t -> new TensorType(t.dtype(), Shape.of(t.shape()))).toList();
    TensorType result = op.infer(types).get(0);
    List<Operand> operands = types.stream().map(type -> operand(type, in)).toList();
    return new Request(
        op, op == Move.CLEAR ? List.of() : operands, List.of(operand(result, out)), List.of());
  }

  private static Operand operand(TensorType type, Lay lay) {
    return new Operand(lay.of(type.shape().toLongs()).of(type.dtype()), false);
  }

  /** The result, with all operands laid out alike; fails if the provider has no kernel. */
  public static Tensor run(KernelProvider provider, Op op, Lay lay, Tensor... inputs) {
    return run(provider, op, lay, lay, inputs);
  }

  /** The result; fails if the provider has no kernel. */
  public static Tensor run(KernelProvider provider, Op op, Lay in, Lay out, Tensor... inputs) {
    Tensor result = tryRun(provider, request(op, in, out, inputs), inputs);
    if (result == null) {
      throw new AssertionError(provider.name() + " has no kernel for " + op);
    }
    return result;
  }

  /**
   * The result, or null if the provider has no kernel. The kernel runs twice, so that what it keeps
   * must not matter, and may write nothing between the elements of its output.
   */
  public static @Nullable Tensor tryRun(
      KernelProvider provider, Request request, Tensor... inputs) {
    return tryRun(provider, request, -1, inputs);
  }

  /**
   * As {@link #tryRun(KernelProvider, Request, Tensor...)}, but once and over one of the inputs.
   *
   * @param over the input's index, or -1
   */
  public static @Nullable Tensor tryRun(
      KernelProvider provider, Request request, int over, Tensor... inputs) {
    Proposal proposal = provider.propose(request);
    if (proposal == null) {
      return null;
    }
    List<Buffer> in = new ArrayList<>();
    for (int i = 0; i < request.inputs().size(); i++) {
      in.add(place(inputs[i], (Strided) proposal.inputs().get(i)));
    }
    Strided layout = (Strided) proposal.outputs().get(0);
    DType type = request.out().dtype();
    Buffer out = over < 0 ? marked(layout.span()) : in.get(over);
    Buffer scratch = Device.CPU.allocate(proposal.scratchBytes());
    try (Kernel kernel = proposal.binder().bind(in, List.of(out), scratch)) {
      kernel.run();
      if (over < 0) {
        kernel.run();
        checkGaps(out, layout, type);
      }
    }
    Tensor result = read(out, layout, type);
    in.forEach(Buffer::close);
    out.close();
    scratch.close();
    return result;
  }

  private static Buffer marked(long size) {
    Buffer buffer = Device.CPU.allocate(size);
    ByteBuffer bytes = buffer.asByteBuffer();
    for (int i = 0; i < size; i++) {
      bytes.put(i, MARK);
    }
    return buffer;
  }

  private static void checkGaps(Buffer out, Strided layout, DType type) {
    ByteBuffer bytes = out.asByteBuffer();
    boolean[] used = new boolean[(int) layout.span() / layout.dtype().bytes()];
    each(layout, (i, at) -> used[(int) at] = true);
    for (int i = 0; i < used.length; i++) {
      for (int b = 0; b < type.bytes() && !used[i]; b++) {
        if (bytes.get(i * type.bytes() + b) != MARK) {
          throw new AssertionError("wrote between the elements, at element " + i);
        }
      }
    }
  }

  private static Buffer place(Tensor tensor, Strided layout) {
    Buffer buffer = Device.CPU.allocate(layout.span());
    Tensor flat = flat(buffer, layout, tensor.dtype());
    each(layout, (i, at) -> copy(tensor, i, flat, at));
    return buffer;
  }

  private static Tensor read(Buffer buffer, Strided layout, DType type) {
    Tensor result = Tensor.zeros(Device.CPU, type, layout.shape());
    Tensor flat = flat(buffer, layout, type);
    each(layout, (i, at) -> copy(flat, at, result, i));
    return result;
  }

  private static Tensor flat(Buffer buffer, Strided layout, DType type) {
    return Tensor.view(buffer, type, layout.span() / layout.dtype().bytes());
  }

  private static void copy(Tensor from, long i, Tensor to, long j) {
    int bytes = from.dtype().bytes();
    for (int b = 0; b < bytes; b++) {
      to.bytes().put((int) j * bytes + b, from.bytes().get((int) i * bytes + b));
    }
  }

  /** Takes an element's row-major number and its place. */
  private interface Visitor {
    void visit(long number, long at);
  }

  private static void each(Strided layout, Visitor visitor) {
    long elements = layout.elements();
    long[] index = new long[layout.rank()];
    for (long i = 0; i < elements; i++) {
      visitor.visit(i, layout.offset(index));
      for (int axis = index.length - 1; axis >= 0 && ++index[axis] == layout.extent(axis); axis--) {
        index[axis] = 0;
      }
    }
  }
}

package dev.seisei.engine.jvm;

import dev.seisei.engine.graph.Dim;
import dev.seisei.engine.graph.Op;
import dev.seisei.engine.jvm.Copy.Place;
import dev.seisei.engine.kernel.Kernel;
import dev.seisei.engine.kernel.Move;
import dev.seisei.engine.kernel.Proposal;
import dev.seisei.engine.kernel.Request;
import dev.seisei.engine.kernel.Strided;
import dev.seisei.engine.memory.DType;
import dev.seisei.engine.memory.Device;
import dev.seisei.engine.memory.Tensor;
import dev.seisei.engine.op.Broadcast;
import dev.seisei.engine.op.Concat;
import dev.seisei.engine.op.Leaf;
import dev.seisei.engine.op.Pad;
import dev.seisei.engine.op.Permute;
import dev.seisei.engine.op.Reshape;
import dev.seisei.engine.op.Reverse;
import dev.seisei.engine.op.Slice;
import dev.seisei.engine.op.StopGradient;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;
import org.jspecify.annotations.Nullable;

/**
 * Operations that move elements and compute nothing: each is a few {@linkplain Copy copies}, with
 * any strides on both sides.
 */
final class Moves {
  private Moves() {}

  static @Nullable Proposal propose(Request request) {
    Op op = request.op();
    DType type = request.out().dtype();
    if (!isMove(op) || request.inputs().stream().anyMatch(input -> input.dtype() != type)) {
      return null;
    }
    if (op instanceof Reshape) {
      Strided flat = Strided.dense(type, request.out().strided().elements());
      return Proposal.dense(
          request,
          "copy",
          (in, out, scratch) ->
              Copy.of(new Place(in.get(0), 0, flat), new Place(out.get(0), 0, flat), type.bytes()));
    }
    return Proposal.asAsked(
        request,
        "copy",
        (in, out, scratch) -> {
          List<Place> sources = new ArrayList<>();
          for (int i = 0; i < in.size(); i++) {
            sources.add(new Place(in.get(i), 0, request.in(i).strided()));
          }
          return kernel(op, type, sources, new Place(out.get(0), 0, request.out().strided()));
        });
  }

  private static boolean isMove(Op op) {
    return op instanceof Move
        || op instanceof StopGradient
        || op instanceof Reshape
        || op instanceof Permute
        || op instanceof Broadcast
        || op instanceof Slice
        || op instanceof Reverse
        || op instanceof Pad
        || op instanceof Concat
        || op instanceof Leaf.Fill
        || op instanceof Leaf.Iota;
  }

  private static Kernel kernel(Op op, DType type, List<Place> sources, Place target) {
    int bytes = type.bytes();
    if (op == Move.CLEAR) {
      return fill(0, type, target);
    }
    if (op instanceof Leaf.Fill fill) {
      return fill(fill.number(), type, target);
    }
    if (op instanceof Leaf.Iota) {
      return iota(type, target);
    }
    if (op instanceof Concat concat) {
      return concat(concat.axis(), sources, target, bytes);
    }
    Place source = sources.get(0);
    if (op instanceof Permute permute) {
      return Copy.of(at(source, 0, source.layout().permute(permute.order())), target, bytes);
    }
    if (op instanceof Broadcast) {
      long[] shape = target.layout().shape();
      return Copy.of(at(source, 0, source.layout().broadcast(shape)), target, bytes);
    }
    if (op instanceof Slice slice) {
      long[] begin = longs(slice.begin());
      long[] step = slice.step().stream().mapToLong(s -> s).toArray();
      Strided box = source.layout().slice(target.layout().shape(), step);
      return Copy.of(at(source, source.layout().offset(begin), box), target, bytes);
    }
    if (op instanceof Reverse reverse) {
      return Copy.of(reversed(source, reverse.axes()), target, bytes);
    }
    if (op instanceof Pad pad) {
      long[] step = pad.interior().stream().mapToLong(i -> i + 1).toArray();
      Strided box = target.layout().slice(source.layout().shape(), step);
      long start = target.layout().offset(longs(pad.before()));
      return Sequence.of(
          List.of(fill(0, type, target), Copy.of(source, at(target, start, box), bytes)));
    }
    return Copy.of(source, target, bytes);
  }

  private static Place at(Place place, long offset, Strided layout) {
    return new Place(place.buffer(), place.start() + offset, layout);
  }

  private static long[] longs(List<Dim> dims) {
    return dims.stream().mapToLong(Dim::value).toArray();
  }

  private static Place reversed(Place source, List<Integer> axes) {
    long[] strides = source.layout().strides();
    long start = 0;
    for (int axis : axes) {
      start += (source.layout().extent(axis) - 1) * strides[axis];
      strides[axis] = -strides[axis];
    }
    return at(source, start, source.layout().with(source.layout().shape(), strides));
  }

  private static Kernel concat(int axis, List<Place> sources, Place target, int bytes) {
    List<Kernel> copies = new ArrayList<>();
    long offset = 0;
    for (Place source : sources) {
      long end = offset + source.layout().extent(axis);
      copies.add(Copy.of(source, target.range(axis, offset, end), bytes));
      offset = end;
    }
    return Sequence.of(copies);
  }

  private static Kernel fill(double number, DType type, Place target) {
    if (target.layout().isDense() && Double.doubleToRawLongBits(number) == 0) {
      long bytes = target.layout().span();
      BytePointer pointer = target.buffer().pointer();
      return () -> Pointer.memset(pointer, 0, bytes);
    }
    Tensor element = Tensor.zeros(Device.CPU, type, 1);
    element.setDouble(0, number);
    long[] shape = target.layout().shape();
    Strided everywhere = target.layout().with(shape, new long[shape.length]);
    return new Owning(
        Copy.of(new Place(element.buffer(), 0, everywhere), target, type.bytes()), element);
  }

  private static Kernel iota(DType type, Place target) {
    long extent = target.layout().elements();
    Tensor numbers = Tensor.zeros(Device.CPU, type, extent);
    for (long i = 0; i < extent; i++) {
      numbers.setDouble(i, (double) i);
    }
    return new Owning(
        Copy.of(new Place(numbers.buffer(), 0, Strided.dense(type, extent)), target, type.bytes()),
        numbers);
  }

  /** A kernel with a tensor of its own. */
  private record Owning(Kernel kernel, Tensor tensor) implements Kernel {
    @Override
    public void run() {
      kernel.run();
    }

    @Override
    public void close() {
      kernel.close();
      tensor.close();
    }
  }
}

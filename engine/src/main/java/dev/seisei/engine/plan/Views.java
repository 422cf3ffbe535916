package dev.seisei.engine.plan;

import dev.seisei.engine.graph.Dim;
import dev.seisei.engine.graph.Op;
import dev.seisei.engine.graph.Shape;
import dev.seisei.engine.kernel.Strided;
import dev.seisei.engine.op.Broadcast;
import dev.seisei.engine.op.Permute;
import dev.seisei.engine.op.Reshape;
import dev.seisei.engine.op.Slice;
import dev.seisei.engine.op.StopGradient;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Operations that only look at the same memory in another way. */
final class Views {
  private Views() {}

  static boolean isView(Op op) {
    return op instanceof Reshape
        || op instanceof Permute
        || op instanceof Broadcast
        || op instanceof Slice
        || op instanceof StopGradient;
  }

  /** Where the result of a view lies; null if the elements must be copied first. */
  static @Nullable Placement apply(Op op, Placement input, Shape result) {
    Strided layout = input.strided();
    if (op instanceof Reshape) {
      Strided reshaped = layout.reshape(result.toLongs());
      return reshaped == null ? null : input.with(reshaped);
    } else if (op instanceof Permute permute) {
      return input.with(layout.permute(permute.order()));
    } else if (op instanceof Broadcast) {
      return input.with(layout.broadcast(result.toLongs()));
    } else if (op instanceof Slice slice) {
      return slice(input, numbers(slice.begin()), numbers(slice.size()), slice.step());
    } else if (op instanceof StopGradient) {
      return input;
    }
    throw new IllegalArgumentException(op.opName() + " is not a view");
  }

  /** A box of a placement. */
  static Placement slice(Placement whole, long[] begin, long[] size, List<Long> step) {
    Strided layout = whole.strided();
    long[] steps = step.stream().mapToLong(Long::longValue).toArray();
    return new Placement(
        whole.root(),
        whole.offset() + layout.offset(begin) * layout.dtype().bytes(),
        layout.slice(size, steps));
  }

  static long[] numbers(List<Dim> dims) {
    return dims.stream().mapToLong(Dim::value).toArray();
  }
}

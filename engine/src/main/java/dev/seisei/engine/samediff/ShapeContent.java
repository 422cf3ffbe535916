package dev.seisei.engine.samediff;

import dev.seisei.engine.graph.Dim;
import dev.seisei.engine.graph.Op;
import dev.seisei.engine.graph.Value;
import dev.seisei.engine.op.Binary;
import dev.seisei.engine.op.Cast;
import dev.seisei.engine.op.Concat;
import dev.seisei.engine.op.Gather;
import dev.seisei.engine.op.Leaf;
import dev.seisei.engine.op.Reduce;
import dev.seisei.engine.op.Reshape;
import dev.seisei.engine.op.Reverse;
import dev.seisei.engine.op.Scale;
import dev.seisei.engine.op.Slice;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * What an integer value of rank 0 or 1 contains, as far as it is known without running anything:
 * shape arithmetic, folded over symbolic dimensions.
 */
final class ShapeContent {
  private ShapeContent() {}

  /**
   * The elements.
   *
   * @throws IllegalArgumentException if they depend on what the graph is run with
   */
  static List<Dim> require(Value value, String purpose) {
    List<Dim> content = of(value);
    if (content == null) {
      throw new IllegalArgumentException(
          "the "
              + purpose
              + " is computed while running (by "
              + value.op().opName()
              + "); it must follow from shapes and constants");
    }
    return content;
  }

  /** The elements, or null if they are not known. */
  static @Nullable List<Dim> of(Value value) {
    Op op = value.op();
    if (value.shape().rank() > 1) {
      return null;
    }
    if (op instanceof Leaf.Fill fill) {
      Dim count = value.shape().elements();
      return count.isConstant() && fill.number() == Math.rint(fill.number())
          ? Collections.nCopies(Math.toIntExact(count.value()), Dim.of((long) fill.number()))
          : null;
    } else if (op instanceof Leaf.Extent extent) {
      return List.of(extent.dim());
    } else if (op instanceof Leaf.Iota iota) {
      return iota.extent().isConstant()
          ? LongStream.range(0, iota.extent().value()).mapToObj(Dim::of).toList()
          : null;
    } else if (op instanceof Leaf.Constant constant) {
      List<Dim> elements = new ArrayList<>();
      for (double element : constant.tensor().toDoubles()) {
        elements.add(Dim.of((long) element));
      }
      return elements;
    } else if (op instanceof Cast || op instanceof Reshape) {
      Value from = value.node().input(0);
      return of(from);
    } else if (op instanceof Scale scale) {
      return map(
          of(value.node().input(0)),
          dim -> dim.times((long) scale.factor()).plus((long) scale.shift()));
    } else if (op instanceof Concat) {
      List<Dim> joined = new ArrayList<>();
      for (Value part : value.node().inputs()) {
        List<Dim> content = of(part);
        if (content == null) {
          return null;
        }
        joined.addAll(content);
      }
      return joined;
    } else if (op instanceof Slice slice) {
      return slice(slice, of(value.node().input(0)));
    } else if (op instanceof Reverse) {
      List<Dim> content = of(value.node().input(0));
      if (content == null) {
        return null;
      }
      List<Dim> reversed = new ArrayList<>(content);
      Collections.reverse(reversed);
      return reversed;
    } else if (op instanceof Gather) {
      List<Dim> table = of(value.node().input(0));
      List<Dim> indices = of(value.node().input(1));
      return table == null || indices == null
          ? null
          : indices.stream().map(i -> table.get(Math.toIntExact(i.value()))).toList();
    } else if (op instanceof Reduce reduce) {
      return reduce(reduce, of(value.node().input(0)));
    } else if (op instanceof Binary binary) {
      return binary(binary, of(value.node().input(0)), of(value.node().input(1)));
    }
    return null;
  }

  private static @Nullable List<Dim> map(@Nullable List<Dim> content, UnaryOperator<Dim> change) {
    return content == null ? null : content.stream().map(change).toList();
  }

  private static @Nullable List<Dim> slice(Slice slice, @Nullable List<Dim> content) {
    if (content == null || slice.begin().isEmpty()) {
      return content;
    }
    List<Dim> result = new ArrayList<>();
    for (long i = 0; i < slice.size().get(0).value(); i++) {
      long at = slice.begin().get(0).value() + i * slice.step().get(0);
      result.add(content.get(Math.toIntExact(at)));
    }
    return result;
  }

  private static @Nullable List<Dim> reduce(Reduce reduce, @Nullable List<Dim> content) {
    if (content == null) {
      return null;
    }
    return switch (reduce.kind()) {
      case SUM -> List.of(content.stream().reduce(Dim.ZERO, Dim::plus));
      case PROD -> List.of(content.stream().reduce(Dim.ONE, Dim::times));
      case MAX, MIN -> null;
    };
  }

  private static @Nullable List<Dim> binary(
      Binary binary, @Nullable List<Dim> a, @Nullable List<Dim> b) {
    if (a == null || b == null) {
      return null;
    }
    int count = Math.max(a.size(), b.size());
    List<Dim> result = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Dim x = a.get(a.size() == 1 ? 0 : i);
      Dim y = b.get(b.size() == 1 ? 0 : i);
      switch (binary) {
        case ADD -> result.add(x.plus(y));
        case SUB -> result.add(x.minus(y));
        case MUL -> result.add(x.times(y));
        case DIV, FLOOR_DIV -> result.add(x.floorDiv(y));
        default -> {
          return null;
        }
      }
    }
    return result;
  }
}

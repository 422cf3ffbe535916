package dev.seisei.engine.samediff;

import dev.seisei.engine.graph.Dim;
import dev.seisei.engine.graph.Node;
import dev.seisei.engine.graph.Op;
import dev.seisei.engine.graph.Value;
import dev.seisei.engine.op.Binary;
import dev.seisei.engine.op.Broadcast;
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
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * What an integer value contains, row-major, as far as it is known without running anything: shape
 * arithmetic, folded over symbolic dimensions.
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
    Node node = value.node();
    if (op instanceof Leaf leaf) {
      return leaf(leaf, value);
    } else if (op instanceof Cast || op instanceof Reshape) {
      return of(node.input(0));
    } else if (op instanceof Scale scale) {
      return scale(scale, of(node.input(0)));
    } else if (op instanceof Binary binary) {
      return binary(binary, of(node.input(0)), of(node.input(1)));
    } else if (op instanceof Concat concat && concat.axis() == 0) {
      return concat(node.inputs());
    } else if (op instanceof Broadcast) {
      return broadcast(value, of(node.input(0)));
    } else if (op instanceof Gather) {
      return gather(of(node.input(0)), of(node.input(1)));
    }
    if (node.inputs().size() != 1 || node.input(0).shape().rank() != 1) {
      return null;
    }
    List<Dim> content = of(node.input(0));
    if (content == null) {
      return null;
    } else if (op instanceof Slice slice) {
      return slice(slice, content);
    } else if (op instanceof Reverse) {
      List<Dim> reversed = new ArrayList<>(content);
      Collections.reverse(reversed);
      return reversed;
    } else if (op instanceof Reduce reduce) {
      return reduce(reduce, content);
    }
    return null;
  }

  private static @Nullable List<Dim> leaf(Leaf leaf, Value value) {
    if (leaf instanceof Leaf.Fill fill) {
      Dim count = value.shape().elements();
      return count.isConstant() && isWhole(fill.number())
          ? Collections.nCopies(Math.toIntExact(count.value()), Dim.of((long) fill.number()))
          : null;
    } else if (leaf instanceof Leaf.Extent extent) {
      return List.of(extent.dim());
    } else if (leaf instanceof Leaf.Iota iota) {
      return iota.extent().isConstant()
          ? LongStream.range(0, iota.extent().value()).mapToObj(Dim::of).toList()
          : null;
    } else if (leaf instanceof Leaf.Constant constant) {
      List<Dim> elements = new ArrayList<>();
      for (double element : constant.tensor().toDoubles()) {
        if (!isWhole(element)) {
          return null;
        }
        elements.add(Dim.of((long) element));
      }
      return elements;
    }
    return null;
  }

  private static boolean isWhole(double number) {
    return number == Math.rint(number);
  }

  private static @Nullable List<Dim> scale(Scale scale, @Nullable List<Dim> content) {
    if (content == null || !isWhole(scale.factor()) || !isWhole(scale.shift())) {
      return null;
    }
    return content.stream()
        .map(dim -> dim.times((long) scale.factor()).plus((long) scale.shift()))
        .toList();
  }

  private static @Nullable List<Dim> concat(List<Value> parts) {
    List<Dim> joined = new ArrayList<>();
    for (Value part : parts) {
      List<Dim> content = of(part);
      if (content == null) {
        return null;
      }
      joined.addAll(content);
    }
    return joined;
  }

  private static @Nullable List<Dim> broadcast(Value value, @Nullable List<Dim> content) {
    Dim count = value.shape().elements();
    return content != null && content.size() == 1 && count.isConstant()
        ? Collections.nCopies(Math.toIntExact(count.value()), content.get(0))
        : null;
  }

  private static @Nullable List<Dim> gather(
      @Nullable List<Dim> table, @Nullable List<Dim> indices) {
    return table == null || indices == null || !indices.stream().allMatch(Dim::isConstant)
        ? null
        : indices.stream().map(i -> table.get(Math.toIntExact(i.value()))).toList();
  }

  private static @Nullable List<Dim> slice(Slice slice, List<Dim> content) {
    Dim begin = slice.begin().get(0);
    Dim size = slice.size().get(0);
    if (!begin.isConstant() || !size.isConstant()) {
      return null;
    }
    List<Dim> result = new ArrayList<>();
    for (long i = 0; i < size.value(); i++) {
      result.add(content.get(Math.toIntExact(begin.value() + i * slice.step().get(0))));
    }
    return result;
  }

  private static @Nullable List<Dim> reduce(Reduce reduce, List<Dim> content) {
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
      Dim element = binary(binary, a.get(a.size() == 1 ? 0 : i), b.get(b.size() == 1 ? 0 : i));
      if (element == null) {
        return null;
      }
      result.add(element);
    }
    return result;
  }

  private static @Nullable Dim binary(Binary binary, Dim x, Dim y) {
    boolean known = x.isConstant() && y.isConstant();
    return switch (binary) {
      case ADD -> x.plus(y);
      case SUB -> x.minus(y);
      case MUL -> x.times(y);
      case DIV, FLOOR_DIV -> x.floorDiv(y);
      case FLOOR_MOD -> x.minus(x.floorDiv(y).times(y));
      case MAX -> known ? Dim.of(Math.max(x.value(), y.value())) : x.equals(y) ? x : null;
      case MIN -> known ? Dim.of(Math.min(x.value(), y.value())) : x.equals(y) ? x : null;
      case POW, ATAN2 -> null;
    };
  }
}

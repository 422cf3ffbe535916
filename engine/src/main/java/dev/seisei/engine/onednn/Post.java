package dev.seisei.engine.onednn;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_ATTR_MULTIPLE_POST_OP_BASE;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_BIAS;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC_1;

import dev.seisei.engine.kernel.Strided;
import dev.seisei.engine.memory.DType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.bytedeco.dnnl.global.dnnl.algorithm;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.post_ops;

/** What a primitive applies to its result before writing it. */
sealed interface Post {
  void append(post_ops list);

  /** A function of one element, with oneDNN's two parameters. */
  record Function(algorithm kind, float alpha, float beta) implements Post {
    @Override
    public void append(post_ops list) {
      list.append_eltwise(kind, alpha, beta);
    }
  }

  /** A function of two elements; the second operand is an argument of its own. */
  record Operand(algorithm kind, Strided layout) implements Post {
    @Override
    public void append(post_ops list) {
      list.append_binary(kind, Dnnl.describe(layout));
    }
  }

  /**
   * Adds one number to each column, or channel, before anything else. Products and convolutions
   * take it as an argument, and add it faster than an operand.
   *
   * @param layout as the primitive takes it
   */
  record Bias(Strided layout) implements Post {
    @Override
    public void append(post_ops list) {}
  }

  /** The layout of the bias, if these begin with one; else that of nothing. */
  static memory.desc bias(List<Post> posts) {
    return !posts.isEmpty() && posts.get(0) instanceof Bias bias
        ? Dnnl.describe(bias.layout())
        : new memory.desc();
  }

  /** The operands' layouts by oneDNN's numbers for them, in the order of the post-operations. */
  static Map<Integer, Strided> operands(List<Post> posts) {
    Map<Integer, Strided> operands = new LinkedHashMap<>();
    int index = 0;
    for (Post post : posts) {
      if (post instanceof Bias bias) {
        operands.put(DNNL_ARG_BIAS, bias.layout()); // no post-operation to oneDNN
        continue;
      }
      if (post instanceof Operand operand) {
        operands.put(
            DNNL_ARG_ATTR_MULTIPLE_POST_OP_BASE * (index + 1) | DNNL_ARG_SRC_1, operand.layout());
      }
      index++;
    }
    return operands;
  }

  /** The same with a first operand as bias, if it is one number for each column. */
  static List<Post> withColumnBias(List<Post> posts) {
    return !posts.isEmpty()
            && posts.get(0) instanceof Operand first
            && isBias(first, first.layout().rank() - 1)
        ? startingWith(new Bias(first.layout()), posts)
        : posts;
  }

  /** The same with a first operand as bias, if it is one number for each channel. */
  static List<Post> withChannelBias(List<Post> posts) {
    return !posts.isEmpty() && posts.get(0) instanceof Operand first && isBias(first, 1)
        ? startingWith(new Bias(first.layout().dense(first.layout().extent(1))), posts)
        : posts;
  }

  /** Whether an operand is added and repeats itself along all axes but one. */
  private static boolean isBias(Operand operand, int axis) {
    Strided layout = operand.layout();
    return operand.kind() == algorithm.binary_add
        && layout.dtype() == DType.F32
        && layout.extent(axis) > 1
        && layout.stride(axis) == 1
        && IntStream.range(0, layout.rank())
            .allMatch(i -> i == axis || Layouts.isSingle(layout, i));
  }

  private static List<Post> startingWith(Bias bias, List<Post> posts) {
    List<Post> result = new ArrayList<>(posts);
    result.set(0, bias);
    return result;
  }

  /** Adds what the result's memory holds already. */
  record Accumulate() implements Post {
    @Override
    public void append(post_ops list) {
      list.append_sum();
    }
  }
}

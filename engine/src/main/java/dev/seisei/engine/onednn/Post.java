package dev.seisei.engine.onednn;

import dev.seisei.engine.kernel.Strided;
import org.bytedeco.dnnl.global.dnnl.algorithm;
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

  /** Adds what the result's memory holds already. */
  record Accumulate() implements Post {
    @Override
    public void append(post_ops list) {
      list.append_sum();
    }
  }
}

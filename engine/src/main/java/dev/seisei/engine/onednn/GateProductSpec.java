package dev.seisei.engine.onednn;

import dev.seisei.engine.kernel.Strided;
import java.util.List;
import org.bytedeco.dnnl.memory;
import org.jspecify.annotations.Nullable;

/**
 * Products of rows with the weights of some gates: [G, M, K] · [G, K, N]. Of one gate, a product of
 * plain matrices, for which oneDNN has more.
 *
 * @param rows may have stride 0 on its first axis
 * @param weights how the weights lie; null to let oneDNN choose
 */
record GateProductSpec(Strided rows, @Nullable Blocked weights, Strided result, List<Post> posts)
    implements Spec {
  @Override
  public @Nullable Primitive create() {
    boolean single = result.extent(0) == 1;
    Strided left = single ? matrix(rows) : rows;
    Strided product = single ? matrix(result) : result;
    List<Post> applied = single ? posts.stream().map(GateProductSpec::ofMatrix).toList() : posts;
    long[] shape = product.shape();
    shape[shape.length - 2] = rows.extent(2);
    memory.desc second = weights != null ? weights.description() : Dnnl.anyhow(shape, rows.dtype());
    return MatMulSpec.create(left, second, null, product, applied);
  }

  private static Strided matrix(Strided layout) {
    return layout.with(
        new long[] {layout.extent(1), layout.extent(2)},
        new long[] {layout.stride(1), layout.stride(2)});
  }

  private static Post ofMatrix(Post post) {
    if (post instanceof Post.Bias bias) {
      return new Post.Bias(matrix(bias.layout()));
    }
    return post instanceof Post.Operand operand
        ? new Post.Operand(operand.kind(), matrix(operand.layout()))
        : post;
  }
}

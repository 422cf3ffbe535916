package dev.seisei.engine.onednn;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WEIGHTS;

import dev.seisei.engine.kernel.Strided;
import java.util.List;
import java.util.Map;
import org.bytedeco.dnnl.matmul;
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
    memory.desc source = Dnnl.describe(left);
    memory.desc destination = Dnnl.describe(product);
    long[] shape = product.shape();
    shape[shape.length - 2] = rows.extent(2);
    matmul.primitive_desc description =
        new matmul.primitive_desc(
            Dnnl.ENGINE,
            source,
            weights != null
                ? weights.description()
                : new memory.desc(shape, Dnnl.type(rows.dtype()), memory.format_tag.any),
            destination,
            Dnnl.attributes(applied),
            true);
    return description.asBoolean()
        ? Primitive.of(
            description,
            new matmul(description),
            ElementwiseSpecs.withOperands(
                Map.of(
                    DNNL_ARG_SRC,
                    source,
                    DNNL_ARG_WEIGHTS,
                    description.weights_desc(),
                    DNNL_ARG_DST,
                    destination),
                applied),
            result.elements() * rows.extent(2))
        : null;
  }

  private static Strided matrix(Strided layout) {
    return layout.with(
        new long[] {layout.extent(1), layout.extent(2)},
        new long[] {layout.stride(1), layout.stride(2)});
  }

  private static Post ofMatrix(Post post) {
    return post instanceof Post.Operand operand
        ? new Post.Operand(operand.kind(), matrix(operand.layout()))
        : post;
  }
}

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
 * A matrix product; leading axes that an operand repeats have stride 0 there.
 *
 * @param packed whether oneDNN chooses how the second operand lies
 */
record MatMulSpec(Strided a, Strided b, Strided result, List<Post> posts, boolean packed)
    implements Spec {
  @Override
  public @Nullable Primitive create() {
    memory.desc first = Dnnl.describe(a);
    memory.desc second =
        packed
            ? new memory.desc(b.shape(), Dnnl.type(b.dtype()), memory.format_tag.any)
            : Dnnl.describe(b);
    memory.desc destination = Dnnl.describe(result);
    matmul.primitive_desc description =
        new matmul.primitive_desc(
            Dnnl.ENGINE, first, second, destination, Dnnl.attributes(posts), true);
    return description.asBoolean()
        ? Primitive.of(
            description,
            new matmul(description),
            ElementwiseSpecs.withOperands(
                Map.of(
                    DNNL_ARG_SRC,
                    first,
                    DNNL_ARG_WEIGHTS,
                    description.weights_desc(),
                    DNNL_ARG_DST,
                    destination),
                posts),
            result.elements() * a.extent(a.rank() - 1))
        : null;
  }
}

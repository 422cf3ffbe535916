package dev.seisei.engine.onednn;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;

import dev.seisei.engine.kernel.Strided;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.bytedeco.dnnl.global.dnnl.algorithm;
import org.bytedeco.dnnl.global.dnnl.prop_kind;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.pooling_forward;
import org.jspecify.annotations.Nullable;

/** The sum of each block of some pixels of images. */
record BlockSumSpec(Strided x, Strided y, long factor) implements Spec {
  @Override
  public @Nullable Primitive create() {
    memory.desc source = Dnnl.describe(x);
    memory.desc destination = Dnnl.describe(y);
    int axes = x.rank() - 2;
    long[] factors = LongStream.generate(() -> factor).limit(axes).toArray();
    long elements = LongStream.of(factors).reduce(1, (a, b) -> a * b);
    Post sum = new Post.Function(algorithm.eltwise_linear, elements, 0);
    pooling_forward.primitive_desc description =
        new pooling_forward.primitive_desc(
            Dnnl.ENGINE,
            prop_kind.forward_inference,
            algorithm.pooling_avg_exclude_padding,
            source,
            destination,
            factors,
            factors,
            new long[axes],
            new long[axes],
            new long[axes],
            Dnnl.attributes(List.of(sum)),
            true);
    return description.asBoolean()
        ? Primitive.of(
            description,
            new pooling_forward(description),
            Map.of(DNNL_ARG_SRC, source, DNNL_ARG_DST, destination),
            x.elements())
        : null;
  }
}

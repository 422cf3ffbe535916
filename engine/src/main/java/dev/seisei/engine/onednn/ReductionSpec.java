package dev.seisei.engine.onednn;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;

import dev.seisei.engine.kernel.Strided;
import dev.seisei.engine.memory.DType;
import java.util.List;
import java.util.Map;
import org.bytedeco.dnnl.global.dnnl.algorithm;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.reduction;
import org.jspecify.annotations.Nullable;

/** Combines the elements of each row of a matrix. */
record ReductionSpec(algorithm kind, Strided matrix) implements Spec {
  @Override
  public @Nullable Primitive create() {
    memory.desc source = Dnnl.describe(matrix);
    memory.desc destination = Dnnl.describe(Strided.dense(DType.F32, matrix.extent(0), 1));
    reduction.primitive_desc description =
        new reduction.primitive_desc(
            Dnnl.ENGINE, kind, source, destination, 0, 0, Dnnl.attributes(List.of()), true);
    return description.asBoolean()
        ? Primitive.of(
            description,
            new reduction(description),
            Map.of(DNNL_ARG_SRC, source, DNNL_ARG_DST, destination),
            matrix.elements())
        : null;
  }
}

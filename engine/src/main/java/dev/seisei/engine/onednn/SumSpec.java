package dev.seisei.engine.onednn;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_MULTIPLE_SRC;

import dev.seisei.engine.kernel.Strided;
import dev.seisei.engine.memory.DType;
import java.util.List;
import java.util.Map;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.memory_desc_vector;
import org.bytedeco.dnnl.sum;
import org.jspecify.annotations.Nullable;

/** a·x + b·y of some consecutive float32 elements; the result may lie over x. */
record SumSpec(float a, float b, long elements) implements Spec {
  /** oneDNN's number for an operand. */
  static int operand(int index) {
    return DNNL_ARG_MULTIPLE_SRC + index;
  }

  @Override
  public @Nullable Primitive create() {
    memory.desc layout = Dnnl.describe(Strided.dense(DType.F32, elements));
    sum.primitive_desc description =
        new sum.primitive_desc(
            Dnnl.ENGINE,
            layout,
            new float[] {a, b},
            new memory_desc_vector(layout, layout),
            Dnnl.attributes(List.of()),
            true);
    return description.asBoolean()
        ? Primitive.of(
            description,
            new sum(description),
            Map.of(operand(0), layout, operand(1), layout, DNNL_ARG_DST, layout),
            elements)
        : null;
  }
}

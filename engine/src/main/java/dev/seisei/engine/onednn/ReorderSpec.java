package dev.seisei.engine.onednn;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_FROM;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_TO;

import dev.seisei.engine.kernel.Strided;
import java.util.List;
import java.util.Map;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.reorder;
import org.jspecify.annotations.Nullable;

/** Copies elements from one layout to another; the source may repeat some. */
record ReorderSpec(Strided from, Strided to) implements Spec {
  @Override
  public @Nullable Primitive create() {
    // Unlike elsewhere, an axis that repeats elements keeps its extent here.
    memory.desc source = new memory.desc(from.shape(), memory.data_type.f32, from.strides());
    memory.desc destination = new memory.desc(to.shape(), memory.data_type.f32, to.strides());
    reorder.primitive_desc description =
        new reorder.primitive_desc(
            Dnnl.ENGINE, source, Dnnl.ENGINE, destination, Dnnl.attributes(List.of()), true);
    return description.asBoolean()
        ? Primitive.of(
            description,
            new reorder(description),
            Map.of(DNNL_ARG_FROM, source, DNNL_ARG_TO, destination),
            to.elements())
        : null;
  }
}

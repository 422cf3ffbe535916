package dev.seisei.engine.onednn;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_FROM;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_TO;

import dev.seisei.engine.kernel.Layout;
import dev.seisei.engine.kernel.Opaque;
import dev.seisei.engine.kernel.Strided;
import java.util.List;
import java.util.Map;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.reorder;
import org.jspecify.annotations.Nullable;

/** Copies elements from one layout to another; the source may repeat some. */
record ReorderSpec(Layout from, Layout to) implements Spec {
  @Override
  public @Nullable Primitive create() {
    return create(describe(from), describe(to), to.span() / to.dtype().bytes());
  }

  /** Copies so many elements. */
  static @Nullable Primitive create(memory.desc source, memory.desc destination, long elements) {
    reorder.primitive_desc description =
        new reorder.primitive_desc(
            Dnnl.ENGINE, source, Dnnl.ENGINE, destination, Dnnl.attributes(List.of()), true);
    return description.asBoolean()
        ? Primitive.of(
            description,
            new reorder(description),
            Map.of(DNNL_ARG_FROM, source, DNNL_ARG_TO, destination),
            elements)
        : null;
  }

  /** Unlike elsewhere, an axis that repeats elements keeps its extent. */
  private static memory.desc describe(Layout layout) {
    if (layout instanceof Strided strided) {
      return Dnnl.describe(strided.shape(), strided.dtype(), strided.strides());
    }
    if (layout instanceof Opaque opaque && opaque.key() instanceof Blocked blocked) {
      return blocked.description();
    }
    throw new IllegalArgumentException("not a layout of this provider: " + layout);
  }
}

package dev.seisei.engine.onednn;

import dev.seisei.engine.kernel.Opaque;
import dev.seisei.engine.memory.DType;
import java.util.Objects;
import org.bytedeco.dnnl.memory;
import org.jspecify.annotations.Nullable;

/** A layout in blocks, as oneDNN chose it for an operand of a primitive. */
final class Blocked {
  private final memory.desc description;

  Blocked(memory.desc description) {
    this.description = description;
  }

  memory.desc description() {
    return description;
  }

  /** As a layout of elements of the given type. */
  Opaque layout(DType dtype) {
    return new Opaque(OneDnnProvider.NAME, this, dtype, description.get_size());
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Blocked that && description.equals(that.description);
  }

  @Override
  public int hashCode() {
    return Objects.hash(description.get_ndims(), description.get_size());
  }
}

package dev.seisei.engine.plan;

import dev.seisei.engine.kernel.Layout;
import dev.seisei.engine.kernel.Strided;
import dev.seisei.engine.memory.Buffer;

/**
 * Where a value lies.
 *
 * @param offset bytes from the root's start to the first element
 */
record Placement(Root root, long offset, Layout layout) {
  Strided strided() {
    if (layout instanceof Strided strided) {
      return strided;
    }
    throw new IllegalStateException("an opaque layout has no strides");
  }

  Placement with(Layout other) {
    return new Placement(root, offset, other);
  }

  /** The first byte in the root. */
  long begin() {
    return offset;
  }

  /** The byte after the last. */
  long end() {
    return offset + layout.span();
  }

  /** The memory from the first element on. */
  Buffer memory() {
    return root.buffer().slice(offset, root.bytes - offset);
  }
}

package dev.seisei.engine.kernel;

import dev.seisei.engine.memory.DType;

/**
 * An input or output as a provider sees it.
 *
 * @param constant whether it holds the same elements in every run, as long as no parameter changes
 * @param read whether anything reads it; a kernel may leave an output that nothing reads unwritten,
 *     and propose a layout without elements for it
 */
public record Operand(Layout layout, boolean constant, boolean read) {
  /** An operand that something reads. */
  public Operand(Layout layout, boolean constant) {
    this(layout, constant, true);
  }

  /** The type of the elements in memory. */
  public DType dtype() {
    return layout.dtype();
  }

  /** The extents, where the layout is strided. */
  public Strided strided() {
    if (layout instanceof Strided strided) {
      return strided;
    }
    throw new IllegalStateException("an opaque layout has no strides");
  }
}

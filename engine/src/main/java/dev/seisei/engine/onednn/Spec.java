package dev.seisei.engine.onednn;

import org.jspecify.annotations.Nullable;

/** Everything that defines a primitive; equal specifications share one. */
interface Spec {
  /**
   * Makes the primitive; null if oneDNN has none for this.
   *
   * @throws Dnnl.Refused if oneDNN takes no elements that lie as specified
   */
  @Nullable Primitive create();
}

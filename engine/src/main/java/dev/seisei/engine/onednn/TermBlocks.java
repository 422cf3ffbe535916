package dev.seisei.engine.onednn;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_FROM;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_TO;

import dev.seisei.engine.kernel.Strided;
import java.util.Map;

/**
 * Some of the terms of a product's sums: rows of its weights [K, N].
 *
 * @param first the first of them
 * @param count how many
 */
record TermBlocks(Blocked blocks, long first, long count) implements PackedWeights.Part {
  @Override
  public boolean pack(Recipe recipe, Strided weights, Place to) {
    Strided rows = weights.with(new long[] {count, weights.extent(1)}, weights.strides());
    Primitive primitive =
        Primitives.findBearable(new ReorderSpec(rows, blocks.layout(weights.dtype())));
    if (primitive == null) {
      return false;
    }
    long offset = first * weights.stride(0) * weights.dtype().bytes();
    recipe.add(primitive, Map.of(DNNL_ARG_FROM, Place.input(0).after(offset), DNNL_ARG_TO, to));
    return true;
  }
}

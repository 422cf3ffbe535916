package dev.seisei.engine.onednn;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_FROM;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_TO;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WEIGHTS;

import dev.seisei.engine.kernel.Strided;
import java.util.List;
import java.util.Map;
import org.bytedeco.dnnl.memory;
import org.bytedeco.javacpp.LongPointer;
import org.jspecify.annotations.Nullable;

/**
 * Weights of a recurrent layer, [K, G·H], gate by gate and in the blocks that a product wants.
 *
 * @param blocks [gates, K, H], or transposed [gates, H, K]; of one gate, a matrix
 * @param gates which gates, in the product's order
 */
record GateBlocks(Blocked blocks, List<Integer> gates, boolean transposed)
    implements PackedWeights.Part {
  /** As the product of some rows [G, M, K] wants them, whose result is [G, M, N]. */
  static GateBlocks wanted(Arg rows, Arg result, List<Integer> gates, boolean transposed) {
    GateProductSpec product = new GateProductSpec(rows.layout(), null, result.layout(), List.of());
    Primitive primitive = Primitives.find(product);
    if (primitive == null) {
      throw new IllegalStateException("oneDNN has no way to compute " + product);
    }
    return new GateBlocks(
        new Blocked(primitive.layout(DNNL_ARG_WEIGHTS)), List.copyOf(gates), transposed);
  }

  /** One part for each of some gates, as products of rows [1, M, K] want them. */
  static List<GateBlocks> each(Arg rows, Arg result, List<Integer> gates) {
    return gates.stream().map(gate -> wanted(rows, result, List.of(gate), false)).toList();
  }

  /** Whether the blocks are of one matrix, without an axis of gates. */
  private boolean isMatrix() {
    return blocks.description().get_ndims() == 2;
  }

  /** Gates that follow each other on both sides are moved together. */
  @Override
  public boolean pack(Recipe recipe, Strided weights, Place to) {
    for (int from = 0, end; from < gates.size(); from = end) {
      end = from + 1;
      while (end < gates.size() && gates.get(end) == gates.get(end - 1) + 1) {
        end++;
      }
      Strided source = view(weights, end - from);
      Primitive primitive = Primitives.find(new Packing(source, blocks, from));
      if (primitive == null) {
        return false;
      }
      long units = source.extent(source.rank() - (transposed ? 2 : 1));
      long offset = gates.get(from) * units * weights.stride(1) * weights.dtype().bytes();
      recipe.add(primitive, Map.of(DNNL_ARG_FROM, Place.input(0).after(offset), DNNL_ARG_TO, to));
    }
    return true;
  }

  /** [K, G·H] as [gates, K, H], or transposed [gates, H, K]; as a matrix, if the blocks are. */
  private Strided view(Strided weights, int gates) {
    LongPointer shape = blocks.description().get_dims();
    int axis = isMatrix() ? 0 : 1;
    long[] extents = {shape.get(axis), shape.get(axis + 1)};
    long units = extents[transposed ? 0 : 1];
    Strided matrix =
        weights.with(
            extents,
            transposed ? new long[] {weights.stride(1), weights.stride(0)} : weights.strides());
    return isMatrix() ? matrix : Layouts.insert(matrix, 0, gates, units * weights.stride(1));
  }

  /** Brings some gates into their places among the blocks. */
  private record Packing(Strided from, Blocked to, int first) implements Spec {
    @Override
    public @Nullable Primitive create() {
      memory.desc source = Dnnl.describe(from.shape(), from.dtype(), from.strides());
      long[] offsets = new long[from.rank()];
      offsets[0] = from.rank() == 3 ? first : 0;
      memory.desc destination = to.description().submemory_desc(from.shape(), offsets, true);
      return ReorderSpec.create(source, destination, from.elements());
    }
  }
}

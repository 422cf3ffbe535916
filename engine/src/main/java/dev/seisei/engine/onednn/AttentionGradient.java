package dev.seisei.engine.onednn;

import dev.seisei.engine.memory.DType;
import dev.seisei.engine.op.Scale;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The gradient of attention, block by block: with P = softmax(S) and S = scale·q·kᵀ + mask, dv =
 * Pᵀ·dy, dP = dy·vᵀ, dS from P and dP, dq = scale·dS·k and dk = scale·dSᵀ·q.
 */
final class AttentionGradient {
  private final Recipe recipe;
  private final AttentionBlocks blocks;
  private final Arg dy;
  private final Arg products;
  private final Arg slopes;
  private final Map<Integer, Arg> wanted = new HashMap<>();

  AttentionGradient(Recipe recipe, AttentionBlocks blocks, Arg dy) {
    this.recipe = recipe;
    this.blocks = blocks;
    this.dy = dy;
    this.products = blocks.temporary(DType.F32);
    this.slopes = blocks.temporary(dy.layout().dtype());
  }

  /** Asks for the gradient of q (0), k (1) or v (2). */
  void wants(int input, Arg result) {
    wanted.put(input, result);
  }

  /** Adds a block; returns false if there is no good way. */
  boolean add(AttentionBlocks.Block block) {
    Arg exact = blocks.exactProbabilities(block);
    Arg probabilities = exact == null ? null : blocks.rounded(exact);
    if (exact == null || probabilities == null) {
      return false;
    }
    Arg given = block.queries(dy);
    if (!toKeys(2, probabilities, given, block, List.of())) {
      return false;
    }
    if (!wanted.containsKey(0) && !wanted.containsKey(1)) {
      return true;
    }
    Arg dp = products.with(block.pairs(DType.F32));
    Arg ds = slopes.with(block.pairs(slopes.layout().dtype()));
    List<Applied> scale = List.of(new Applied(new Scale(blocks.scale(), 0), null));
    return MatMulKernels.multiply(
            recipe, given, AttentionBlocks.transposed(block.keys(blocks.v())), dp, List.of())
        && SoftmaxKernels.gradient(recipe, false, exact, dp, ds)
        && toQueries(ds, block, scale)
        && toKeys(1, ds, block.queries(blocks.q()), block, scale);
  }

  private boolean toQueries(Arg ds, AttentionBlocks.Block block, List<Applied> scale) {
    Arg dq = wanted.get(0);
    return dq == null
        || MatMulKernels.multiply(recipe, ds, block.keys(blocks.k()), block.queries(dq), scale);
  }

  /** Adds up over the blocks of the same keys, of which the first sees them all. */
  private boolean toKeys(
      int input, Arg pairs, Arg rows, AttentionBlocks.Block block, List<Applied> posts) {
    @Nullable Arg result = wanted.get(input);
    if (result == null) {
      return true;
    }
    Arg left = AttentionBlocks.transposed(pairs);
    boolean first = block.query() + block.queries() == rowsInAll();
    return first
        ? MatMulKernels.multiply(recipe, left, rows, block.keys(result), posts)
        : MatMulKernels.accumulate(recipe, left, rows, block.keys(result), posts);
  }

  private long rowsInAll() {
    return dy.layout().extent(2);
  }
}

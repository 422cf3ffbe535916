package dev.seisei.engine.onednn;

import dev.seisei.engine.graph.TensorType;
import dev.seisei.engine.kernel.Proposal;
import dev.seisei.engine.kernel.Request;
import dev.seisei.engine.memory.DType;
import dev.seisei.engine.op.Composite;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Attention to remembered tokens: (q, k, v, keys, values, cells, positions, pages). */
final class CachedAttentionKernels {
  /** Elements of a cache that one view of memory reaches. */
  private static final long MOST = Integer.MAX_VALUE / DType.F32.bytes();

  private CachedAttentionKernels() {}

  static boolean claims(Composite composite) {
    return composite.opName().equals("cached_attention");
  }

  /**
   * The extents of one attention.
   *
   * @param rows N
   * @param heads H
   * @param keyHeads Hk
   * @param size D
   * @param pages P
   * @param pageSize S
   * @param tablePages M
   * @param window how many tokens one sees; M·S if all
   */
  record Sizes(
      int rows,
      int heads,
      int keyHeads,
      int size,
      int pages,
      int pageSize,
      int tablePages,
      int window,
      float scale) {
    /** Heads that share a key. */
    int share() {
      return heads / keyHeads;
    }

    /** Tokens of the longest sequence. */
    int tokens() {
      return tablePages * pageSize;
    }
  }

  /** Whether operands are as their definition says; what the numbers in them are is not known. */
  static boolean fits(Composite composite, List<TensorType> inputs, List<TensorType> outputs) {
    if (inputs.size() != 8 || inputs.stream().anyMatch(type -> !type.shape().isConstant())) {
      return false;
    }
    List<long[]> in = inputs.stream().map(type -> type.shape().toLongs()).toList();
    long[] q = in.get(0);
    long[] keys = in.get(3);
    long[] pages = in.get(7);
    if (q.length != 4 || keys.length != 4 || pages.length != 2) {
      return false;
    }
    long n = q[0];
    long size = keys[2];
    List<long[]> expected =
        List.of(
            new long[] {n, (long) composite.number("heads"), 1, size},
            new long[] {n, keys[1], 1, size},
            new long[] {n, keys[1], 1, size},
            keys,
            new long[] {keys[0], keys[1], keys[3], size},
            new long[] {n},
            new long[] {n},
            new long[] {n, pages[1]});
    for (int i = 0; i < expected.size(); i++) {
      if (!Arrays.equals(in.get(i), expected.get(i))) {
        return false;
      }
    }
    return composite.number("key_heads") == keys[1]
        && q[1] % keys[1] == 0
        && composite.number("window") >= 0
        && Arrays.stream(keys).allMatch(extent -> extent > 0)
        && keys[3] % CachedAttentionKernel.STEP == 0
        && elements(keys) <= MOST
        && pages[1] > 0
        && pages[1] * keys[3] <= 1 << 24
        && outputs.equals(List.of(inputs.get(0), inputs.get(3), inputs.get(4)));
  }

  private static long elements(long[] shape) {
    return Arrays.stream(shape).reduce(1, Math::multiplyExact);
  }

  static @Nullable Proposal propose(Request request, Composite composite) {
    if (request.inputs().stream().anyMatch(operand -> operand.dtype() != DType.F32)) {
      return null;
    }
    long[] q = request.in(0).strided().shape();
    long[] keys = request.in(3).strided().shape();
    int tablePages = (int) request.in(7).strided().extent(1);
    int tokens = tablePages * (int) keys[3];
    int window = (int) Math.min(composite.number("window"), tokens);
    Sizes sizes =
        new Sizes(
            (int) q[0],
            (int) q[1],
            (int) keys[1],
            (int) keys[2],
            (int) keys[0],
            (int) keys[3],
            tablePages,
            window == 0 ? tokens : window,
            (float) composite.number("scale"));
    if (!PageProducts.exist(sizes)) {
      return null;
    }
    return Proposal.dense(
            request,
            "brg_matmul pages",
            (in, out, scratch) -> new CachedAttentionKernel(sizes, in, out, scratch))
        .withScratch(CachedAttentionKernel.scratchBytes(sizes))
        .withOverwrites(List.of(new Proposal.Overwrite(3, 1), new Proposal.Overwrite(4, 2)));
  }
}

package dev.seisei.engine.onednn;

import dev.seisei.engine.kernel.Strided;
import dev.seisei.engine.memory.DType;
import dev.seisei.engine.op.Binary;
import dev.seisei.engine.op.Composite;
import dev.seisei.engine.op.Scale;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Attention cut into blocks of some heads and some queries, whose scores fit into the cache. */
final class AttentionBlocks {
  /** Scores of a block: 1 MB of float32, of which each of two cores holds half. */
  private static final long MOST = 1 << 18;

  /** Queries of a block under a causal mask, which leaves out the keys behind the last of them. */
  private static final long CAUSAL_QUERIES = 128;

  private final Recipe recipe;
  private final List<Arg> operands;
  private final double scale;
  private final boolean causal;
  private final List<Block> blocks;
  private final Arg scores;
  private final Arg probabilities;

  /**
   * @param operands q [B, H, Tq, D], k [B, Hk, Tk, D], v [B, Hk, Tk, Dv], and a mask if there is
   *     one
   */
  AttentionBlocks(Recipe recipe, Composite composite, List<Arg> operands) {
    this.recipe = recipe;
    this.operands = operands;
    this.scale = composite.number("scale");
    this.causal = Boolean.TRUE.equals(composite.attributes().get("causal"));
    this.blocks = cut();
    this.scores = temporary(DType.F32);
    DType dtype = q().layout().dtype();
    this.probabilities = dtype == DType.F32 ? scores : temporary(dtype);
  }

  /**
   * A part of the work.
   *
   * @param image the first of some sequences
   * @param head the first of some heads
   * @param query the first of some queries
   * @param keys how many keys they may see
   * @param share how many heads share a key
   */
  record Block(
      long image,
      long images,
      long head,
      long heads,
      long query,
      long queries,
      long keys,
      long share) {
    /** The block's part of what there is for each query. */
    Arg queries(Arg x) {
      return part(x, head, heads, query, queries);
    }

    /** The block's part of what there is for each key. */
    Arg keys(Arg x) {
      if (share == 1) {
        return part(x, head, heads, 0, keys);
      }
      Arg one = part(x, head / share, 1, 0, keys);
      Strided layout = one.layout();
      return one.with(layout.broadcast(images, heads, keys, layout.extent(3)));
    }

    private Arg part(Arg x, long firstHead, long count, long first, long rows) {
      Strided layout = x.layout();
      long offset = layout.offset(image, firstHead, first, 0) * layout.dtype().bytes();
      return new Arg(
          x.place().after(offset),
          layout.with(new long[] {images, count, rows, layout.extent(3)}, layout.strides()));
    }

    /** Elements for each query and key. */
    Strided pairs(DType dtype) {
      return Strided.dense(dtype, images, heads, queries, keys);
    }
  }

  /** The blocks; those of the same heads follow each other, and the last queries come first. */
  List<Block> all() {
    return blocks;
  }

  Arg q() {
    return operands.get(0);
  }

  Arg k() {
    return operands.get(1);
  }

  Arg v() {
    return operands.get(2);
  }

  double scale() {
    return scale;
  }

  /** Whether several blocks have the same keys. */
  boolean sharesKeys() {
    return blocks.get(0).queries() < q().layout().extent(2);
  }

  /** Memory for one number for each query and key of any block. */
  Arg temporary(DType dtype) {
    long most = blocks.stream().mapToLong(block -> block.pairs(dtype).elements()).max().orElse(0);
    return recipe.temporary(Strided.dense(dtype, most));
  }

  private List<Block> cut() {
    long batch = q().layout().extent(0);
    long heads = q().layout().extent(1);
    long share = heads / k().layout().extent(1);
    long queries = q().layout().extent(2);
    long keys = k().layout().extent(2);
    boolean triangle = causal && queries <= keys && operands.size() == 3;
    long rows = Math.min(queries, Math.max(16, MOST / keys));
    rows = triangle ? Math.min(rows, CAUSAL_QUERIES) : rows;
    long pairs = Math.max(1, MOST / (rows * keys));
    long someHeads = divisor(share == 1 ? heads : share, pairs);
    long images = someHeads == heads && share == 1 ? divisor(batch, pairs / heads) : 1;
    List<Block> result = new ArrayList<>();
    for (long image = 0; image < batch; image += images) {
      for (long head = 0; head < heads; head += someHeads) {
        List<Block> column = new ArrayList<>();
        for (long query = 0; query < queries; query += rows) {
          long some = Math.min(rows, queries - query);
          long seen = triangle ? query + some + keys - queries : keys;
          column.add(new Block(image, images, head, someHeads, query, some, seen, share));
        }
        Collections.reverse(column);
        result.addAll(column);
      }
    }
    return result;
  }

  /** The largest divisor that is not larger than a limit. */
  private static long divisor(long number, long limit) {
    for (long d = Math.min(number, limit); d > 1; d--) {
      if (number % d == 0) {
        return d;
      }
    }
    return 1;
  }

  /**
   * Adds softmax(scale·q·kᵀ + mask) in the type in which products take it, or returns null if there
   * is no good way.
   */
  @Nullable Arg probabilities(Block block) {
    return probabilities(block, probabilities.with(block.pairs(q().layout().dtype())));
  }

  /** The same in float32. */
  @Nullable Arg exactProbabilities(Block block) {
    return probabilities(block, scores.with(block.pairs(DType.F32)));
  }

  /** Probabilities as products take them. */
  @Nullable Arg rounded(Arg exact) {
    Arg result = probabilities.with(exact.layout().of(q().layout().dtype()));
    return result.equals(exact) || new Elementwise(recipe).copy(exact, result) ? result : null;
  }

  private @Nullable Arg probabilities(Block block, Arg result) {
    Arg sums = scores.with(block.pairs(DType.F32));
    List<Applied> posts = new ArrayList<>(List.of(new Applied(new Scale(scale, 0), null)));
    if (operands.size() > 3) {
      posts.add(new Applied(Binary.ADD, mask(block)));
    }
    if (causal) {
      posts.add(new Applied(Binary.ADD, causalMask(block)));
    }
    return MatMulKernels.multiply(
                recipe, block.queries(q()), transposed(block.keys(k())), sums, posts)
            && SoftmaxKernels.forward(recipe, false, sums, result)
        ? result
        : null;
  }

  static Arg transposed(Arg x) {
    return x.with(x.layout().permute(List.of(0, 1, 3, 2)));
  }

  /** The part of the mask, whose axes of extent 1 are repeated. */
  private Arg mask(Block block) {
    Arg mask = operands.get(3);
    Strided layout = mask.layout();
    while (layout.rank() < 4) {
      layout = Layouts.insert(layout, 0, 1, layout.elements());
    }
    long image = layout.extent(0) > 1 ? block.image() : 0;
    long head = layout.extent(1) > 1 ? block.head() : 0;
    long query = layout.extent(2) > 1 ? block.query() : 0;
    long offset = layout.offset(image, head, query, 0) * layout.dtype().bytes();
    long[] shape = block.pairs(DType.F32).shape();
    long[] strides = layout.strides();
    for (int axis = 0; axis < 4; axis++) {
      strides[axis] = layout.extent(axis) == 1 ? 0 : strides[axis];
    }
    return new Arg(mask.place().after(offset), layout.with(shape, strides));
  }

  private Arg causalMask(Block block) {
    long shift = block.query() + k().layout().extent(2) - q().layout().extent(2);
    // In bfloat16 oneDNN misreads a matrix that all heads of several sequences share.
    boolean narrow = q().layout().dtype() == DType.BF16;
    long copies = narrow && block.images() > 1 ? block.heads() : 1;
    Strided layout = Strided.dense(DType.F32, 1, copies, block.queries(), block.keys());
    return new Arg(
        Place.constant(new CausalMasks.Key(block.queries(), block.keys(), shift, copies)),
        layout.broadcast(block.pairs(DType.F32).shape()));
  }
}

package dev.seisei.engine.onednn;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WEIGHTS;

import dev.seisei.engine.kernel.Strided;
import dev.seisei.engine.memory.DType;
import java.util.List;
import java.util.Map;
import org.bytedeco.dnnl.matmul;
import org.bytedeco.dnnl.memory;
import org.jspecify.annotations.Nullable;

/**
 * A matrix product; leading axes that an operand repeats have stride 0 there.
 *
 * @param packed whether oneDNN chooses how the second operand lies
 */
record MatMulSpec(Strided a, Strided b, Strided result, List<Post> posts, boolean packed)
    implements Spec {
  /** Multiplications from which copying blocks of both operands pays. */
  private static final long MANY_MULTIPLICATIONS = 1 << 28;

  /** 1/rows + 1/columns from which oneDNN's older code does not copy. */
  private static final double FEW_ROWS_OR_COLUMNS = 0.0038;

  /** Terms of a sum, and multiplications, from which the older code pays where it does not copy. */
  private static final long MANY_TERMS = 256;

  private static final long SOME_MULTIPLICATIONS = 1 << 20;

  private static final long FEW_ROWS = 16;

  /** Rows up to which weights are packed as for few. */
  private static final long MANY_ROWS = 1024;

  /** Elements of which one in each multiple evicts another from the caches: 2 KB. */
  private static final long CONFLICTING = 512;

  @Override
  public @Nullable Primitive create() {
    return packed
        ? create(a, packedWeights(), null, result, posts)
        : create(a, Dnnl.describe(b), b, result, posts);
  }

  /**
   * The second operand as a product of {@link #FEW_ROWS} rows likes it best, which others do about
   * as well with: so it is packed once for products of any number of rows, and a row of the result
   * has the same bits however many there are.
   */
  private memory.desc packedWeights() {
    memory.desc anyhow = Dnnl.anyhow(b.shape(), b.dtype());
    if (a.extent(0) > MANY_ROWS) {
      return anyhow;
    }
    matmul.primitive_desc few =
        describe(
            Dnnl.describe(Strided.dense(a.dtype(), FEW_ROWS, a.extent(1))),
            anyhow,
            Dnnl.describe(Strided.dense(result.dtype(), FEW_ROWS, b.extent(1))),
            List.of());
    return few.asBoolean() ? few.weights_desc() : anyhow;
  }

  /**
   * A product with a second operand that lies as described.
   *
   * @param b how the second operand lies in rows or columns; null if oneDNN packed it
   */
  static @Nullable Primitive create(
      Strided a, memory.desc second, @Nullable Strided b, Strided result, List<Post> posts) {
    memory.desc first = Dnnl.describe(a);
    memory.desc destination = Dnnl.describe(result);
    matmul.primitive_desc description = describe(first, second, destination, posts);
    if (!description.asBoolean()) {
      return null;
    }
    if (isForOlderCode(a, b, result) && !skipToOlderCode(description)) {
      description = describe(first, second, destination, posts);
    }
    return Primitive.of(
        description,
        new matmul(description),
        ElementwiseSpecs.withOperands(
            Map.of(
                DNNL_ARG_SRC,
                first,
                DNNL_ARG_WEIGHTS,
                description.weights_desc(),
                DNNL_ARG_DST,
                destination),
            posts),
        result.elements() * a.extent(a.rank() - 1));
  }

  private static matmul.primitive_desc describe(
      memory.desc first, memory.desc second, memory.desc destination, List<Post> posts) {
    return new matmul.primitive_desc(
        Dnnl.ENGINE, first, second, Post.bias(posts), destination, Dnnl.attributes(posts), true);
  }

  /**
   * Whether this is a product for oneDNN's older code, {@code gemm:jit}, which it offers second.
   *
   * <p>Where vectors have 512 bits, that code is 1.04 to 1.3 times as fast if the first operand
   * lies by columns, as in gradients of weights, and as fast otherwise. (Found over 351 and 332
   * products of random extents on two cores; eight in ten were within these bounds.)
   *
   * <p>Where they have 256 bits, it copies blocks of both operands first, which makes large
   * products 1.05 to 2 times as fast, the more so if nothing is packed. Where the result has few
   * rows or columns it does not copy, and still adds up long sums 1.05 to 1.3 times as fast, unless
   * terms lie apart by multiples of 2 KB: their cache lines evict each other, and it takes twice
   * the time. (Found over 1,900 such products.)
   *
   * <p>Below a million multiplications neither is the faster.
   */
  static boolean isForOlderCode(Strided a, @Nullable Strided b, Strided result) {
    if (a.dtype() != DType.F32 || result.rank() > 2) {
      return false;
    }
    long rows = result.extent(0);
    long columns = result.extent(1);
    long terms = a.extent(1);
    long multiplications = rows * columns * terms;
    if (Dnnl.HAS_AVX512) {
      return multiplications >= SOME_MULTIPLICATIONS && a.stride(1) != 1;
    }
    if (1.0 / rows + 1.0 / columns < FEW_ROWS_OR_COLUMNS) {
      return multiplications >= MANY_MULTIPLICATIONS;
    }
    return b != null
        && multiplications >= SOME_MULTIPLICATIONS
        && terms >= MANY_TERMS
        && a.stride(1) % CONFLICTING != 0
        && b.stride(0) % CONFLICTING != 0;
  }

  private static boolean skipToOlderCode(matmul.primitive_desc description) {
    while (!description.impl_info_str().getString().startsWith("gemm:jit")) {
      if (!description.next_impl()) {
        return false;
      }
    }
    return true;
  }
}

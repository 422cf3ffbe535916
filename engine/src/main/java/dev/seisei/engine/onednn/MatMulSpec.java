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
  /** Columns, terms of a sum, and multiplications from which copying both operands pays. */
  private static final long MANY_COLUMNS = 256;

  private static final long MANY_TERMS = 384;
  private static final long MANY_MULTIPLICATIONS = 1 << 21;

  @Override
  public @Nullable Primitive create() {
    return create(a, packed ? Dnnl.anyhow(b.shape(), b.dtype()) : Dnnl.describe(b), result, posts);
  }

  /**
   * A product with a second operand that lies as described.
   *
   * <p>Where vectors have 256 bits, oneDNN 3.11 likes best the code that reads operands where they
   * lie, and slows down to half when those are matrices with long rows. It also has code that
   * copies blocks of both first, which then is 1.1 to 2 times as fast.
   */
  static @Nullable Primitive create(
      Strided a, memory.desc second, Strided result, List<Post> posts) {
    memory.desc first = Dnnl.describe(a);
    memory.desc destination = Dnnl.describe(result);
    matmul.primitive_desc description = describe(first, second, destination, posts);
    if (!description.asBoolean()) {
      return null;
    }
    if (isBestCopied(a, result) && !skipToCopying(description)) {
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
        Dnnl.ENGINE, first, second, destination, Dnnl.attributes(posts), true);
  }

  /** Whether this is a product for the code that copies blocks of its operands. */
  static boolean isBestCopied(Strided a, Strided result) {
    long rows = result.extent(result.rank() - 2);
    long columns = result.extent(result.rank() - 1);
    long terms = a.extent(a.rank() - 1);
    return !Dnnl.HAS_AVX512
        && a.dtype() == DType.F32
        && columns >= MANY_COLUMNS
        && terms >= MANY_TERMS
        && rows * columns * terms >= MANY_MULTIPLICATIONS;
  }

  private static boolean skipToCopying(matmul.primitive_desc description) {
    while (!description.impl_info_str().getString().startsWith("gemm:jit")) {
      if (!description.next_impl()) {
        return false;
      }
    }
    return true;
  }
}

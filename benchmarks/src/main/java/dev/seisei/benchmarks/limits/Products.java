package dev.seisei.benchmarks.limits;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WEIGHTS;

import java.util.List;
import org.bytedeco.dnnl.IntMemoryMap;
import org.bytedeco.dnnl.matmul;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.primitive_attr;
import org.bytedeco.javacpp.PointerScope;

/**
 * The fastest matrix products that oneDNN has, of all that it has: any size among these, any code
 * for it, the second operand as that code likes it best or row-major.
 */
final class Products {
  private static final List<Size> SIZES =
      List.of(
          new Size(512, 512, 512),
          new Size(1024, 1024, 1024),
          new Size(2048, 2048, 1024),
          new Size(4096, 512, 1024),
          new Size(2048, 1536, 384));

  private record Size(long m, long n, long k) {
    double operations() {
      return 2.0 * m * n * k;
    }

    @Override
    public String toString() {
      return m + "×" + k + " · " + k + "×" + n;
    }
  }

  private final Operands operands = new Operands();

  /** Measures. */
  @SuppressWarnings("try") // the scope frees what is made within it
  Best best(Numbers numbers) {
    Best best = Best.NONE;
    for (Size size : SIZES) {
      for (boolean packed : new boolean[] {true, false}) {
        try (PointerScope scope = new PointerScope()) {
          matmul.primitive_desc description = describe(numbers, size, packed);
          best =
              best.orFastest(
                  description, size, size.operations(), () -> seconds(size, description));
        }
      }
    }
    return best;
  }

  private matmul.primitive_desc describe(Numbers numbers, Size size, boolean packed) {
    return new matmul.primitive_desc(
        operands.cpu(),
        new memory.desc(new long[] {size.m, size.k}, numbers.first(), memory.format_tag.ab),
        new memory.desc(
            new long[] {size.k, size.n},
            numbers.second(),
            packed ? memory.format_tag.any : memory.format_tag.ab),
        new memory.desc(new long[] {size.m, size.n}, numbers.result(), memory.format_tag.ab),
        new primitive_attr(),
        true);
  }

  private double seconds(Size size, matmul.primitive_desc description) {
    IntMemoryMap arguments = new IntMemoryMap();
    arguments.put(DNNL_ARG_SRC, operands.filled(description.src_desc(), size.m, size.k));
    arguments.put(DNNL_ARG_WEIGHTS, operands.filled(description.weights_desc(), size.k, size.n));
    arguments.put(DNNL_ARG_DST, new memory(description.dst_desc(), operands.cpu()));
    return operands.seconds(new matmul(description), arguments);
  }
}

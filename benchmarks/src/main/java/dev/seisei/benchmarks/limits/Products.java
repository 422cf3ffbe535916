package dev.seisei.benchmarks.limits;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_FROM;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_TO;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WEIGHTS;

import java.util.List;
import java.util.Random;
import org.bytedeco.dnnl.IntMemoryMap;
import org.bytedeco.dnnl.engine;
import org.bytedeco.dnnl.matmul;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.primitive_attr;
import org.bytedeco.dnnl.reorder;
import org.bytedeco.dnnl.stream;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.FloatPointer;
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

  /** Types of numbers that are multiplied. */
  enum Precision {
    F32(memory.data_type.f32, memory.data_type.f32, memory.data_type.f32),
    BF16(memory.data_type.bf16, memory.data_type.bf16, memory.data_type.f32),
    INT8(memory.data_type.u8, memory.data_type.s8, memory.data_type.s32);

    private final memory.data_type first;
    private final memory.data_type second;
    private final memory.data_type result;

    Precision(memory.data_type first, memory.data_type second, memory.data_type result) {
      this.first = first;
      this.second = second;
      this.result = result;
    }
  }

  private final engine cpu = new engine(engine.kind.cpu, 0);
  private final stream queue = new stream(cpu);

  /**
   * The best of what was tried.
   *
   * @param giga operations a second, in thousands of millions: a multiplication with its addition
   *     is two; NaN if there is only code of the reference
   * @param how the size and the code
   */
  record Best(double giga, String how) {}

  /** Measures. */
  @SuppressWarnings("try") // the scope frees what is made within it
  Best best(Precision precision) {
    Best best = new Best(Double.NaN, "no instructions for it");
    for (Size size : SIZES) {
      for (boolean packed : new boolean[] {true, false}) {
        try (PointerScope scope = new PointerScope()) {
          matmul.primitive_desc description = describe(precision, size, packed);
          boolean more = description.asBoolean();
          while (more) {
            String code = description.impl_info_str().getString();
            if (!code.contains("ref")) {
              double giga = size.operations() / seconds(precision, size, description) / 1e9;
              if (!(giga <= best.giga())) {
                best = new Best(giga, size + ", " + code);
              }
            }
            more = description.next_impl();
          }
        }
      }
    }
    return best;
  }

  private matmul.primitive_desc describe(Precision precision, Size size, boolean packed) {
    return new matmul.primitive_desc(
        cpu,
        new memory.desc(new long[] {size.m, size.k}, precision.first, memory.format_tag.ab),
        new memory.desc(
            new long[] {size.k, size.n},
            precision.second,
            packed ? memory.format_tag.any : memory.format_tag.ab),
        new memory.desc(new long[] {size.m, size.n}, precision.result, memory.format_tag.ab),
        new primitive_attr(),
        true);
  }

  private double seconds(Precision precision, Size size, matmul.primitive_desc description) {
    IntMemoryMap arguments = new IntMemoryMap();
    arguments.put(
        DNNL_ARG_SRC, filled(description.src_desc(), new long[] {size.m, size.k}, precision));
    arguments.put(
        DNNL_ARG_WEIGHTS,
        filled(description.weights_desc(), new long[] {size.k, size.n}, precision));
    arguments.put(DNNL_ARG_DST, new memory(description.dst_desc(), cpu));
    matmul product = new matmul(description);
    return Stopwatch.seconds(
        () -> {
          product.execute(queue, arguments);
          queue._wait();
        });
  }

  /** Numbers as they are in networks: zeros would cost less power. */
  private memory filled(memory.desc layout, long[] shape, Precision precision) {
    memory filled = new memory(layout, cpu);
    Random random = new Random(1);
    int elements = Math.toIntExact(shape[0] * shape[1]);
    memory source;
    if (precision == Precision.INT8) {
      byte[] bytes = new byte[elements];
      for (int i = 0; i < elements; i++) {
        bytes[i] = (byte) random.nextInt(128);
      }
      source =
          new memory(
              new memory.desc(shape, layout.get_data_type(), memory.format_tag.ab),
              cpu,
              new BytePointer(bytes));
    } else {
      float[] floats = new float[elements];
      for (int i = 0; i < elements; i++) {
        floats[i] = (float) random.nextGaussian();
      }
      source =
          new memory(
              new memory.desc(shape, memory.data_type.f32, memory.format_tag.ab),
              cpu,
              new FloatPointer(floats));
    }
    IntMemoryMap arguments = new IntMemoryMap();
    arguments.put(DNNL_ARG_FROM, source);
    arguments.put(DNNL_ARG_TO, filled);
    new reorder(source, filled).execute(queue, arguments);
    queue._wait();
    return filled;
  }
}

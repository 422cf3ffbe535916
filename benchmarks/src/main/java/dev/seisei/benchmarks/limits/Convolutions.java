package dev.seisei.benchmarks.limits;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WEIGHTS;

import java.util.List;
import org.bytedeco.dnnl.IntMemoryMap;
import org.bytedeco.dnnl.convolution_forward;
import org.bytedeco.dnnl.global.dnnl.algorithm;
import org.bytedeco.dnnl.global.dnnl.prop_kind;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.primitive_attr;
import org.bytedeco.javacpp.PointerScope;

/**
 * The fastest convolutions that oneDNN has, with 3·3 taps: any size among these, any code for it,
 * images with their channels innermost or as that code likes them best.
 */
final class Convolutions {
  private static final long TAPS = 3;
  private static final long[] ONE = {1, 1};

  /** The work of each is about the same: 1.2 billion multiplications. */
  private static final List<Size> SIZES =
      List.of(new Size(32, 64, 32), new Size(32, 128, 16), new Size(32, 256, 8));

  private record Size(long images, long channels, long extent) {
    long[] image() {
      return new long[] {images, channels, extent, extent};
    }

    long[] weights() {
      return new long[] {channels, channels, TAPS, TAPS};
    }

    /** Taps on the padding included, as in plans. */
    double operations() {
      return 2.0 * images * extent * extent * channels * channels * TAPS * TAPS;
    }

    @Override
    public String toString() {
      return "%d images of %d·%d, %d channels".formatted(images, extent, extent, channels);
    }
  }

  private final Operands operands = new Operands();

  /** Measures. */
  @SuppressWarnings("try") // the scope frees what is made within it
  Best best(Numbers numbers) {
    Best best = Best.NONE;
    for (Size size : SIZES) {
      for (memory.format_tag images :
          new memory.format_tag[] {memory.format_tag.any, memory.format_tag.nhwc}) {
        try (PointerScope scope = new PointerScope()) {
          convolution_forward.primitive_desc description = describe(numbers, size, images);
          best =
              best.orFastest(
                  description, size, size.operations(), () -> seconds(size, description));
        }
      }
    }
    return best;
  }

  private convolution_forward.primitive_desc describe(
      Numbers numbers, Size size, memory.format_tag images) {
    return new convolution_forward.primitive_desc(
        operands.cpu(),
        prop_kind.forward_training,
        algorithm.convolution_direct,
        new memory.desc(size.image(), numbers.first(), images),
        new memory.desc(size.weights(), numbers.second(), memory.format_tag.any),
        new memory.desc(size.image(), numbers.result(), images),
        ONE,
        ONE,
        ONE,
        new primitive_attr(),
        true);
  }

  private double seconds(Size size, convolution_forward.primitive_desc description) {
    IntMemoryMap arguments = new IntMemoryMap();
    arguments.put(DNNL_ARG_SRC, operands.filled(description.src_desc(), size.image()));
    arguments.put(DNNL_ARG_WEIGHTS, operands.filled(description.weights_desc(), size.weights()));
    arguments.put(DNNL_ARG_DST, new memory(description.dst_desc(), operands.cpu()));
    return operands.seconds(new convolution_forward(description), arguments);
  }
}

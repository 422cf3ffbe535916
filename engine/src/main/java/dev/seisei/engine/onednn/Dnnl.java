package dev.seisei.engine.onednn;

import static org.bytedeco.dnnl.global.dnnl.get_effective_cpu_isa;

import dev.seisei.engine.kernel.Strided;
import dev.seisei.engine.memory.DType;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import org.bytedeco.dnnl.engine;
import org.bytedeco.dnnl.global.dnnl.scratchpad_mode;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.post_ops;
import org.bytedeco.dnnl.primitive_attr;
import org.bytedeco.dnnl.stream;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerScope;

/**
 * The one CPU engine and its stream, on which a primitive has run to its end when {@code execute}
 * returns. Touching this class starts native code.
 */
final class Dnnl {
  static final engine ENGINE = keep(new engine(engine.kind.cpu, 0));
  static final stream STREAM = keep(new stream(ENGINE));

  /** Whether vectors have 512 bits. */
  static final boolean HAS_AVX512 = get_effective_cpu_isa().toString().matches("avx(512|10).*");

  /**
   * Whether tanh is looked up element by element, at 4 ns each, as on processors without AVX-512.
   * The logistic function is five times faster there.
   */
  static final boolean SLOW_TANH = !HAS_AVX512;

  /** Whether there are instructions for products of bfloat16. */
  static final boolean MULTIPLIES_BF16 =
      get_effective_cpu_isa().toString().matches("avx512_core_(bf16|fp16|amx).*|avx10.*");

  /** Whether there are instructions for products of 8-bit integers. */
  static final boolean MULTIPLIES_INT8 =
      get_effective_cpu_isa()
          .toString()
          .matches("avx2_vnni.*|avx512_core_(vnni|bf16|fp16|amx).*|avx10.*");

  private Dnnl() {}

  /** Takes an object out of the caller's hands: an open scope of theirs does not free it. */
  static <P extends Pointer> P keep(P object) {
    object.retainReference();
    return object;
  }

  /**
   * Makes something of native objects, of which those not {@linkplain #keep kept} are freed at once
   * and not by the garbage collector.
   */
  @SuppressWarnings("try") // an open scope acts on what is made meanwhile
  static <T> T scoped(Supplier<T> maker) {
    try (PointerScope scope = new PointerScope()) {
      return maker.get();
    }
  }

  /** Describes elements; an axis of stride 0 gets extent 1. */
  static memory.desc describe(Strided layout) {
    int rank = Math.max(layout.rank(), 1);
    long[] shape = new long[rank];
    long[] strides = new long[rank];
    long inner = 1;
    for (int i = rank - 1; i >= 0; i--) {
      boolean single = layout.rank() == 0 || layout.stride(i) == 0;
      shape[i] = single ? 1 : layout.extent(i);
      strides[i] = single ? inner : layout.stride(i);
      inner = Math.max(inner, strides[i] * shape[i]);
    }
    return describe(shape, layout.dtype(), strides);
  }

  /**
   * Describes elements where they lie.
   *
   * @throws Refused if oneDNN takes no elements that lie so: each axis, of whole strides, must fit
   *     between two elements of the next one outwards
   */
  static memory.desc describe(long[] shape, DType dtype, long[] strides) {
    memory.desc description = new memory.desc(shape, type(dtype), strides, true);
    if (!description.asBoolean()) {
      throw new Refused(
          "oneDNN takes no elements of shape "
              + Arrays.toString(shape)
              + " and strides "
              + Arrays.toString(strides));
    }
    return description;
  }

  /** There is no primitive for elements that lie like this. */
  static final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1;

    private Refused(String message) {
      super(message);
    }
  }

  /** Numbers as oneDNN takes them. */
  static long[] longs(List<Long> numbers) {
    return numbers.stream().mapToLong(Long::longValue).toArray();
  }

  /** Elements that may lie as oneDNN likes best. */
  static memory.desc anyhow(long[] shape, DType dtype) {
    return new memory.desc(shape, type(dtype), memory.format_tag.any);
  }

  /**
   * oneDNN's name of a type.
   *
   * @throws IllegalArgumentException for a type that no kernel here takes
   */
  static memory.data_type type(DType dtype) {
    return switch (dtype) {
      case F32 -> memory.data_type.f32;
      case BF16 -> memory.data_type.bf16;
      case I8 -> memory.data_type.s8;
      case U8 -> memory.data_type.u8;
      default -> throw new IllegalArgumentException("no kernels for elements of " + dtype);
    };
  }

  /** Attributes of a primitive that is lent its working memory. */
  static primitive_attr attributes(Iterable<Post> posts) {
    primitive_attr attributes = new primitive_attr();
    attributes.set_scratchpad_mode(scratchpad_mode.user);
    post_ops list = new post_ops();
    for (Post post : posts) {
      post.append(list);
    }
    attributes.set_post_ops(list);
    return attributes;
  }
}

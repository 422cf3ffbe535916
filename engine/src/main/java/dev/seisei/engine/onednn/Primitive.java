package dev.seisei.engine.onednn;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SCRATCHPAD;

import java.util.HashMap;
import java.util.Map;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.primitive;
import org.bytedeco.dnnl.primitive_desc_base;

/**
 * A primitive, ready to run on any memory of the layouts it was made for.
 *
 * @param implementation oneDNN's name for the code behind it, such as {@code brg_matmul:avx2}
 * @param layouts how the memory of each argument is laid out, by oneDNN's number for it
 * @param scratchBytes working memory needed while running
 * @param work how many elements it visits, about
 */
record Primitive(
    primitive code,
    String implementation,
    Map<Integer, memory.desc> layouts,
    long scratchBytes,
    long work) {
  /** Elements up to which oneDNN's plain loops are good enough. */
  private static final long FEW = 4096;

  static Primitive of(
      primitive_desc_base description,
      primitive code,
      Map<Integer, memory.desc> arguments,
      long work) {
    Map<Integer, memory.desc> layouts = new HashMap<>(arguments);
    memory.desc scratch = description.scratchpad_desc();
    layouts.put(DNNL_ARG_SCRATCHPAD, scratch);
    layouts.values().forEach(Dnnl::keep);
    return new Primitive(
        Dnnl.keep(code),
        description.impl_info_str().getString(),
        layouts,
        scratch.get_size(),
        work);
  }

  /** How the memory of an argument is laid out. */
  memory.desc layout(int argument) {
    memory.desc layout = layouts.get(argument);
    if (layout == null) {
      throw new IllegalStateException(implementation + " takes no argument " + argument);
    }
    return layout;
  }

  /** Whether this runs generated code. */
  boolean isFast() {
    return !implementation.contains("ref");
  }

  /** Whether this may be used where nothing better is found. */
  boolean isBearable() {
    return isFast() || work <= FEW;
  }
}

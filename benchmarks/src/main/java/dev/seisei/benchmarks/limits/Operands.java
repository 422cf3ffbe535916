package dev.seisei.benchmarks.limits;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_FROM;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_TO;

import java.util.Random;
import org.bytedeco.dnnl.IntMemoryMap;
import org.bytedeco.dnnl.engine;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.primitive;
import org.bytedeco.dnnl.reorder;
import org.bytedeco.dnnl.stream;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.FloatPointer;

/** What oneDNN's code is tried on. */
final class Operands {
  private final engine cpu = new engine(engine.kind.cpu, 0);
  private final stream queue = new stream(cpu);

  engine cpu() {
    return cpu;
  }

  /** The median time of one execution, in seconds. */
  double seconds(primitive code, IntMemoryMap arguments) {
    return Stopwatch.seconds(
        () -> {
          code.execute(queue, arguments);
          queue._wait();
        });
  }

  /**
   * Numbers as they are in networks: zeros would cost less power.
   *
   * @param layout where they lie, and in which type
   * @param shape two extents, or four
   */
  memory filled(memory.desc layout, long... shape) {
    Random random = new Random(1);
    long count = 1;
    for (long extent : shape) {
      count *= extent;
    }
    int elements = Math.toIntExact(count);
    memory.format_tag rows = shape.length == 2 ? memory.format_tag.ab : memory.format_tag.abcd;
    memory.data_type type = layout.get_data_type();
    memory source;
    if (type == memory.data_type.u8 || type == memory.data_type.s8) {
      byte[] bytes = new byte[elements];
      for (int i = 0; i < elements; i++) {
        bytes[i] = (byte) random.nextInt(128);
      }
      source = new memory(new memory.desc(shape, type, rows), cpu, new BytePointer(bytes));
    } else {
      float[] floats = new float[elements];
      for (int i = 0; i < elements; i++) {
        floats[i] = (float) random.nextGaussian();
      }
      source =
          new memory(
              new memory.desc(shape, memory.data_type.f32, rows), cpu, new FloatPointer(floats));
    }
    memory filled = new memory(layout, cpu);
    IntMemoryMap arguments = new IntMemoryMap();
    arguments.put(DNNL_ARG_FROM, source);
    arguments.put(DNNL_ARG_TO, filled);
    new reorder(source, filled).execute(queue, arguments);
    queue._wait();
    return filled;
  }
}

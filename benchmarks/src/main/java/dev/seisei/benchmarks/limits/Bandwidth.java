package dev.seisei.benchmarks.limits;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_FROM;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_TO;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WEIGHTS;

import java.util.Arrays;
import org.bytedeco.dnnl.IntMemoryMap;
import org.bytedeco.dnnl.engine;
import org.bytedeco.dnnl.global.dnnl.algorithm;
import org.bytedeco.dnnl.matmul;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.primitive_attr;
import org.bytedeco.dnnl.reduction;
import org.bytedeco.dnnl.reorder;
import org.bytedeco.dnnl.stream;
import org.bytedeco.javacpp.FloatPointer;

/** How fast memory is, of which more is touched than any cache holds. */
public final class Bandwidth {
  /** 1 GiB of floats, as a matrix. */
  private static final long ROWS = 1 << 14;

  private static final long COLUMNS = 1 << 14;
  private static final double BYTES = ROWS * COLUMNS * 4.0;

  private final engine cpu = new engine(engine.kind.cpu, 0);
  private final stream queue = new stream(cpu);
  private final memory.desc matrix =
      new memory.desc(new long[] {ROWS, COLUMNS}, memory.data_type.f32, memory.format_tag.ab);
  private final memory source = ones(matrix);

  /** Memory that is there, with numbers that are multiplied and added at the usual speed. */
  private memory ones(memory.desc layout) {
    memory ones = new memory(layout, cpu);
    FloatPointer floats = new FloatPointer(ones.get_data_handle());
    float[] row = new float[(int) COLUMNS];
    Arrays.fill(row, 1);
    long count = layout.get_size() / Float.BYTES;
    for (long i = 0; i < count; i += row.length) {
      floats.position(i).put(row, 0, (int) Math.min(row.length, count - i));
    }
    return ones;
  }

  /** GB/s of reading: by a sum over each row, or a product with a vector, as in decoding. */
  public double read() {
    return Math.max(multiplied(), added());
  }

  private double added() {
    memory.desc sums =
        new memory.desc(new long[] {ROWS, 1}, memory.data_type.f32, memory.format_tag.ab);
    reduction adding =
        new reduction(
            new reduction.primitive_desc(cpu, algorithm.reduction_sum, matrix, sums, 0, 0));
    IntMemoryMap arguments = new IntMemoryMap();
    arguments.put(DNNL_ARG_SRC, source);
    arguments.put(DNNL_ARG_DST, new memory(sums, cpu));
    return BYTES
        / 1e9
        / Stopwatch.seconds(
            () -> {
              adding.execute(queue, arguments);
              queue._wait();
            });
  }

  private double multiplied() {
    memory.desc vector =
        new memory.desc(new long[] {COLUMNS, 1}, memory.data_type.f32, memory.format_tag.ab);
    memory.desc result =
        new memory.desc(new long[] {ROWS, 1}, memory.data_type.f32, memory.format_tag.ab);
    matmul product =
        new matmul(
            new matmul.primitive_desc(cpu, matrix, vector, result, new primitive_attr(), false));
    IntMemoryMap arguments = new IntMemoryMap();
    arguments.put(DNNL_ARG_SRC, source);
    arguments.put(DNNL_ARG_WEIGHTS, ones(vector));
    arguments.put(DNNL_ARG_DST, new memory(result, cpu));
    return BYTES
        / 1e9
        / Stopwatch.seconds(
            () -> {
              product.execute(queue, arguments);
              queue._wait();
            });
  }

  /** GB/s of copying: what is read and what is written, added up. */
  double copy() {
    memory target = ones(matrix);
    reorder copying = new reorder(source, target);
    IntMemoryMap arguments = new IntMemoryMap();
    arguments.put(DNNL_ARG_FROM, source);
    arguments.put(DNNL_ARG_TO, target);
    return 2
        * BYTES
        / 1e9
        / Stopwatch.seconds(
            () -> {
              copying.execute(queue, arguments);
              queue._wait();
            });
  }
}

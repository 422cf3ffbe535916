package dev.seisei.core.model;

import dev.seisei.engine.graph.Graph;
import dev.seisei.engine.memory.Device;
import dev.seisei.engine.memory.Tensor;
import dev.seisei.engine.param.ParameterStore;
import dev.seisei.engine.plan.Plan;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * A plan of fixed batch size whose rows do not depend on each other, run over any number of rows.
 *
 * <p>The size is always the same, so that a row's result is the same, bit for bit, whatever rows
 * are beside it. Not thread-safe.
 */
public final class RowPlan implements AutoCloseable {
  private final Plan plan;
  private final int size;

  /**
   * @param size rows of a run
   */
  public RowPlan(Graph graph, ParameterStore parameters, Device device, int size) {
    this.plan = Plan.of(graph).parameters(parameters).device(device).bind("batch", size).compile();
    this.size = size;
  }

  /** Rows of a run. */
  public int size() {
    return size;
  }

  /** The memory of an input, [size, ...]: to be filled before {@link #run()}. */
  public Tensor input(String name) {
    return plan.input(name);
  }

  /** The names of all inputs and outputs. */
  Set<String> names() {
    Set<String> names = new TreeSet<>(plan.inputs());
    names.addAll(plan.outputs());
    return names;
  }

  /** An input or an output. */
  Tensor tensor(String name) {
    return plan.inputs().contains(name) ? plan.input(name) : plan.output(name);
  }

  /** One run over what the inputs hold. */
  public void run() {
    plan.run();
  }

  /** The memory of an output, [size, ...]: valid after a run, until the next one. */
  public Tensor output(String name) {
    return plan.output(name);
  }

  /**
   * The outputs for any number of rows.
   *
   * @param rows how many
   * @param inputs by name: float arrays or int arrays of rows
   * @return by name, row after row
   */
  public Map<String, float[]> run(int rows, Map<String, ?> inputs) {
    Map<String, float[]> outputs = new HashMap<>();
    for (String name : plan.outputs()) {
      outputs.put(name, new float[Math.multiplyExact(rows, width(plan.output(name)))]);
    }
    for (int from = 0; from < rows; from += size) {
      int count = Math.min(size, rows - from);
      for (Map.Entry<String, ?> input : inputs.entrySet()) {
        fill(plan.input(input.getKey()), input.getValue(), from, count);
      }
      plan.run();
      for (Map.Entry<String, float[]> output : outputs.entrySet()) {
        Tensor result = plan.output(output.getKey());
        int width = width(result);
        result.bytes().asFloatBuffer().get(output.getValue(), from * width, count * width);
      }
    }
    return outputs;
  }

  private static int width(Tensor tensor) {
    return Math.toIntExact(tensor.elements() / tensor.shape()[0]);
  }

  private static void fill(Tensor input, Object values, int from, int count) {
    int width = width(input);
    if (values instanceof float[] floats) {
      input.bytes().asFloatBuffer().put(floats, from * width, count * width);
    } else if (values instanceof int[] ints) {
      input.bytes().asIntBuffer().put(ints, from * width, count * width);
    } else {
      throw new IllegalArgumentException("rows are floats or ints, got " + values.getClass());
    }
  }

  @Override
  public void close() {
    plan.close();
  }
}

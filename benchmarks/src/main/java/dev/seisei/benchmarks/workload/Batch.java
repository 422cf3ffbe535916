package dev.seisei.benchmarks.workload;

import dev.seisei.engine.memory.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** The inputs of one step, by the names of their placeholders. */
public final class Batch implements AutoCloseable {
  private final Map<String, Tensor> inputs = new LinkedHashMap<>();

  /** Adds an input, which closes with the batch. */
  Batch with(String name, Tensor values) {
    inputs.put(name, values);
    return this;
  }

  /** The names of all inputs. */
  public Set<String> names() {
    return inputs.keySet();
  }

  /**
   * The input of that name.
   *
   * @throws IllegalArgumentException if there is none, naming those there are
   */
  public Tensor get(String name) {
    Tensor values = inputs.get(name);
    if (values == null) {
      throw new IllegalArgumentException("the batch has no " + name + "; it has " + names());
    }
    return values;
  }

  @Override
  public void close() {
    inputs.values().forEach(Tensor::close);
  }
}

package dev.seisei.benchmarks.samediff;

import dev.seisei.benchmarks.workload.Batch;
import dev.seisei.engine.nd4j.Nd4jTensors;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.VariableType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A graph's placeholders, and the arrays that are in them. */
final class Feed implements AutoCloseable {
  private final List<String> placeholders;
  private final Map<String, INDArray> arrays = new HashMap<>();

  Feed(SameDiff graph) {
    placeholders =
        graph.variables().stream()
            .filter(variable -> variable.getVariableType() == VariableType.PLACEHOLDER)
            .map(SDVariable::name)
            .toList();
  }

  void fill(Batch batch) {
    close();
    for (String placeholder : placeholders) {
      arrays.put(placeholder, Nd4jTensors.view(batch.get(placeholder)).dup());
    }
  }

  Map<String, INDArray> arrays() {
    return arrays;
  }

  @Override
  public void close() {
    arrays.values().forEach(INDArray::close);
    arrays.clear();
  }
}

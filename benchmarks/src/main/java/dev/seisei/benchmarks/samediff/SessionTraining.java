package dev.seisei.benchmarks.samediff;

import dev.seisei.benchmarks.peers.Network;
import dev.seisei.benchmarks.workload.Batch;
import dev.seisei.benchmarks.workload.Objective;
import dev.seisei.benchmarks.workload.Training;
import dev.seisei.benchmarks.workload.Workload;
import dev.seisei.engine.nn.GraphParams;
import dev.seisei.engine.samediff.GraphImport;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.AdamUpdater;
import org.nd4j.linalg.learning.config.Adam;

/**
 * A training step in SameDiff's session: a graph for each objective, over the same weights, and
 * ND4J's Adam on each.
 */
final class SessionTraining implements Network {
  /** A weight, and Adam's memory of its gradients. */
  private record Trained(INDArray values, INDArray state, AdamUpdater adam) {}

  /** A graph, and what it trains. */
  private record Stage(
      Objective objective, SameDiff graph, Feed feed, Map<String, Trained> trained) {}

  private final List<Stage> stages = new ArrayList<>();
  private final Map<String, INDArray> weights = new LinkedHashMap<>();
  private final double[] losses;
  private int steps;

  SessionTraining(Workload workload) {
    for (Objective objective : workload.objectives()) {
      stages.add(stage(workload, objective));
    }
    losses = new double[stages.size()];
  }

  private Stage stage(Workload workload, Objective objective) {
    SameDiff graph = SameDiff.create();
    SessionParams params = new SessionParams(new GraphParams(graph, Training.SEED));
    workload.loss(objective, params, new SessionLayers(graph)).rename(objective.name());
    for (String state : GraphImport.states(graph).keySet()) {
      graph.convertToConstant(graph.getVariable(state));
    }
    Map<String, Trained> trained = new LinkedHashMap<>();
    for (String name : GraphImport.parameters(graph).keySet()) {
      SDVariable variable = graph.getVariable(name);
      INDArray shared = weights.computeIfAbsent(name, first -> variable.getArr());
      graph.associateArrayWithVariable(shared, variable);
      if (objective.trains(name)) {
        trained.put(name, trained(shared));
      }
    }
    graph.setLossVariables(objective.name());
    graph.createGradFunction();
    return new Stage(objective, graph, new Feed(graph), trained);
  }

  private static Trained trained(INDArray values) {
    AdamUpdater updater =
        new AdamUpdater(
            new Adam(Training.LEARNING_RATE, Training.BETA1, Training.BETA2, Training.EPSILON));
    INDArray state = Nd4j.zeros(DataType.FLOAT, 1, 2 * values.length());
    updater.setStateViewArray(state, values.shape(), 'c', true);
    return new Trained(values, state, updater);
  }

  @Override
  public void fill(Batch batch) {
    stages.forEach(stage -> stage.feed.fill(batch));
  }

  @Override
  public void run() {
    for (int i = 0; i < losses.length; i++) {
      losses[i] = step(stages.get(i));
    }
    steps++;
  }

  private double step(Stage stage) {
    String loss = stage.objective.name();
    var results =
        stage.graph.calculateGradientsAndOutputs(
            stage.feed.arrays(), List.of(loss), stage.trained.keySet());
    stage.trained.forEach(
        (name, weight) -> {
          INDArray gradient = Objects.requireNonNull(results.getGradients().get(name), name);
          INDArray dense = gradient.ordering() == 'c' ? gradient : gradient.dup('c');
          weight.adam.applyUpdater(dense, steps, 0); // turns the gradient into the change
          weight.values.subi(dense);
          gradient.close();
          if (dense != gradient) {
            dense.close();
          }
        });
    try (INDArray value = Objects.requireNonNull(results.getOutputs().get(loss), loss)) {
      return value.getDouble(0);
    }
  }

  @Override
  public double[] values() {
    return losses.clone();
  }

  @Override
  public void close() {
    for (Stage stage : stages) {
      stage.feed.close();
      stage.trained.values().forEach(weight -> weight.state.close());
    }
    weights.values().forEach(INDArray::close);
  }
}

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
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.AdamUpdater;
import org.nd4j.linalg.learning.config.Adam;

/**
 * A training step in SameDiff's session: a graph for each objective, and ND4J's Adam on each. A
 * graph copies what arrays it is given, so that each has weights of its own, and a step of one is
 * carried over to the others.
 */
final class SessionTraining implements Network {
  /** A weight, and Adam's memory of its gradients. */
  private record Trained(INDArray values, INDArray state, AdamUpdater adam) {}

  /** A graph, its weights, and which of them it trains. */
  private record Stage(
      Objective objective,
      SameDiff graph,
      Feed feed,
      Map<String, INDArray> weights,
      Map<String, Trained> trained) {}

  private final List<Stage> stages = new ArrayList<>();
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
    Map<String, INDArray> weights = new LinkedHashMap<>();
    Map<String, Trained> trained = new LinkedHashMap<>();
    for (String name : GraphImport.parameters(graph).keySet()) {
      INDArray values = graph.getVariable(name).getArr();
      weights.put(name, values);
      if (objective.trains(name)) {
        trained.put(name, trained(values));
      }
    }
    graph.setLossVariables(objective.name());
    graph.createGradFunction();
    return new Stage(objective, graph, new Feed(graph), weights, trained);
  }

  private static Trained trained(INDArray values) {
    AdamUpdater updater =
        new AdamUpdater(
            new Adam(Training.LEARNING_RATE, Training.BETA1, Training.BETA2, Training.EPSILON));
    INDArray state = Nd4j.zeros(DataType.FLOAT, 1, 2 * values.length());
    updater.setStateViewArray(state, values.shape(), 'c', true);
    return new Trained(values, state, updater);
  }

  /**
   * Also frees what the last run left. The garbage collector alone does that, which is in no hurry,
   * because the arrays are outside Java's heap: processes grew by 4 to 6 GB a run until the system
   * ended them, and runs took up to three times as long.
   */
  @Override
  public void fill(Batch batch) {
    System.gc();
    stages.forEach(stage -> stage.feed.fill(batch));
  }

  @Override
  public void run() {
    for (int i = 0; i < losses.length; i++) {
      losses[i] = step(stages.get(i));
      carryOver(stages.get(i));
    }
    steps++;
  }

  private void carryOver(Stage from) {
    for (Stage to : stages) {
      if (!to.objective.equals(from.objective)) {
        from.trained.forEach(
            (name, weight) -> {
              INDArray copy = to.weights.get(name);
              if (copy != null) {
                copy.assign(weight.values);
              }
            });
      }
    }
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
      stage.weights.values().forEach(INDArray::close);
    }
  }
}

package dev.seisei.examples;

import dev.seisei.engine.graph.Graph;
import dev.seisei.engine.memory.Tensor;
import dev.seisei.engine.nn.Activations;
import dev.seisei.engine.nn.CrossEntropy;
import dev.seisei.engine.nn.Norms;
import dev.seisei.engine.nn.Projections;
import dev.seisei.engine.optim.Optimizer;
import dev.seisei.engine.optim.Training;
import dev.seisei.engine.param.ParameterStore;
import dev.seisei.engine.param.State;
import dev.seisei.engine.plan.Plan;
import dev.seisei.engine.samediff.GraphImport;
import java.util.Map;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The worked example of docs/engine.md: one block of a classifier from a SameDiff graph to {@code
 * explain()}.
 */
public final class FromGraphToPlan {
  private FromGraphToPlan() {}

  private static SameDiff classifier() {
    SameDiff sd = SameDiff.create();
    SDVariable x = sd.placeHolder("x", DataType.FLOAT, -1, 64);
    SDVariable labels = sd.placeHolder("labels", DataType.INT32, -1);
    SDVariable gain = sd.var("gain", Nd4j.ones(DataType.FLOAT, 64));
    SDVariable shift = sd.var("shift", Nd4j.zeros(DataType.FLOAT, 64));
    SDVariable up = sd.var("up", Nd4j.rand(DataType.FLOAT, 64, 256).subi(0.5).muli(0.2));
    SDVariable bias = sd.var("bias", Nd4j.zeros(DataType.FLOAT, 256));
    SDVariable out = sd.var("out", Nd4j.rand(DataType.FLOAT, 256, 10).subi(0.5).muli(0.2));
    SDVariable normed = Norms.layerNorm(x, gain, shift, 1e-5);
    SDVariable hidden = Activations.geluTanh(Projections.linear(normed, up, bias));
    CrossEntropy.sparse(Projections.linear(hidden, out), labels, 10).mean("loss");
    return sd;
  }

  /** The classifier's training step for batches of 32. */
  static Plan compile() {
    SameDiff sd = classifier();
    Graph forward = GraphImport.of(sd).graph("loss");
    ParameterStore parameters = ParameterStore.of(GraphImport.parameters(sd));
    State state = new State();
    Graph step =
        Training.of(forward, "loss", parameters, state)
            .optimizer(new Optimizer.Sgd(0.9, false))
            .graph();
    return Plan.of(step).parameters(parameters).state(state).bind("batch", 32).compile();
  }

  /** Prints the imported graph, the plan, and the loss of three steps. */
  public static void main(String[] args) {
    System.out.println("graph");
    GraphImport.of(classifier()).graph("loss").nodes().forEach(n -> System.out.println("  " + n));
    try (Plan plan = compile()) {
      float[] x = new float[32 * 64];
      int[] labels = new int[32];
      for (int i = 0; i < x.length; i++) {
        x[i] = (float) Math.sin(i);
        labels[i / 64] = i / 64 % 10;
      }
      for (int step = 0; step < 3; step++) {
        plan.run(Map.of("x", Tensor.of(x, 32, 64), "labels", Tensor.of(labels, 32)));
        System.out.printf("step %d loss %.4f%n", step, plan.output("loss").getDouble(0));
      }
      System.out.println(plan.explain());
    }
  }
}

package dev.seisei.benchmarks.plan;

import dev.seisei.benchmarks.gpt.GptWorkload;
import dev.seisei.benchmarks.gpt.SeiseiPeer;
import dev.seisei.engine.graph.Graph;
import dev.seisei.engine.graph.Shape;
import dev.seisei.engine.graph.Value;
import dev.seisei.engine.memory.DType;
import dev.seisei.engine.op.Ops;
import dev.seisei.engine.op.Unary;
import dev.seisei.engine.optim.Training;
import dev.seisei.engine.param.ParameterStore;
import dev.seisei.engine.param.State;
import dev.seisei.engine.plan.Plan;
import dev.seisei.engine.samediff.GraphImport;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import org.nd4j.autodiff.samediff.SameDiff;

/**
 * Prints what a plan costs beside its arithmetic: microseconds an operation where operations do
 * next to nothing, and seconds to compile the training step of a GPT of 12 layers.
 */
public final class PlanCosts {
  private static final int OPERATIONS = 1000;

  private PlanCosts() {}

  public static void main(String[] args) {
    System.out.printf(Locale.ROOT, "products of 8×8:    %.2f µs an operation%n", products());
    System.out.printf(Locale.ROOT, "sums of 16 numbers: %.2f µs an operation%n", sums());
    for (int i = 0; i < 3; i++) {
      System.out.printf(Locale.ROOT, "compile 12 layers:  %.2f s%n", compile());
    }
  }

  private static double products() {
    Value x = Ops.input("x", DType.F32, Shape.of(8, 8));
    Value y = x;
    for (int i = 0; i < OPERATIONS; i++) {
      y = Ops.matmul(y, x);
    }
    return microsAnOperation(y);
  }

  private static double sums() {
    Value x = Ops.input("x", DType.F32, Shape.of(16));
    Value y = x;
    for (int i = 0; i < OPERATIONS; i++) {
      y = Ops.add(y, Ops.unary(Unary.SQUARE, y));
    }
    return microsAnOperation(y);
  }

  private static double microsAnOperation(Value y) {
    try (Plan plan = Plan.of(Graph.of(Map.of("y", y))).compile()) {
      for (int i = 0; i < 200; i++) {
        plan.run();
      }
      long[] nanos = new long[201];
      for (int i = 0; i < nanos.length; i++) {
        long start = System.nanoTime();
        plan.run();
        nanos[i] = System.nanoTime() - start;
      }
      Arrays.sort(nanos);
      return nanos[nanos.length / 2] / 1e3 / plan.kernels();
    }
  }

  /** From the SameDiff graph to the plan: import, gradients, optimizer, lowering. */
  private static double compile() {
    SameDiff graph = SeiseiPeer.network(new GptWorkload(12, 128, 4, 64, 16, 65, 1));
    try (ParameterStore parameters = ParameterStore.of(GraphImport.parameters(graph));
        State state = new State()) {
      long start = System.nanoTime();
      Graph forward = GraphImport.of(graph).graph("loss");
      Graph step = Training.of(forward, "loss", parameters, state).graph();
      Plan.of(step).parameters(parameters).state(state).compile().close();
      return (System.nanoTime() - start) / 1e9;
    }
  }
}

package dev.seisei.engine.kernel;

import dev.seisei.engine.graph.Graph;
import dev.seisei.engine.graph.Node;
import dev.seisei.engine.graph.Shape;
import dev.seisei.engine.graph.TensorType;
import dev.seisei.engine.graph.Value;
import dev.seisei.engine.kernel.KernelExamples.Example;
import dev.seisei.engine.kernel.Rig.Lay;
import dev.seisei.engine.memory.DType;
import dev.seisei.engine.memory.Tensor;
import dev.seisei.engine.op.Leaf;
import dev.seisei.engine.reference.GraphInterpreter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Compares a provider's kernels with the plain definition of the operations. */
public final class KernelParity {
  private static final Lay[][] LAYS = {
    {Lay.DENSE, Lay.DENSE},
    {Lay.TURNED, Lay.DENSE},
    {Lay.DENSE, Lay.TURNED},
    {Lay.ROWS, Lay.GAPS},
    {Lay.GAPS, Lay.ROWS}
  };

  private KernelParity() {}

  /**
   * Runs an example in several layouts, and fails where the provider computes something else, or
   * has a kernel for some layouts only.
   */
  public static void check(KernelProvider provider, Example example) {
    Tensor[] inputs = example.tensors();
    if (!offers(provider, example)) {
      return;
    }
    Tensor expected = expected(example);
    Set<List<Layout>> tried = new HashSet<>();
    for (Lay[] lay : LAYS) {
      Proposal proposal =
          Objects.requireNonNull(
              provider.propose(Rig.request(example.op(), lay[0], lay[1], inputs)));
      List<Layout> layouts = new ArrayList<>(proposal.inputs());
      layouts.addAll(proposal.outputs());
      if (!tried.add(layouts)) {
        continue; // asks for other layouts than those offered, and has had them
      }
      Tensor actual = Rig.run(provider, example.op(), lay[0], lay[1], inputs);
      compare(expected, actual, provider.name() + " " + lay[0] + " " + lay[1] + " " + example);
    }
  }

  /** Whether the provider has a kernel for dense operands. */
  public static boolean offers(KernelProvider provider, Example example) {
    return provider.propose(Rig.request(example.op(), Lay.DENSE, Lay.DENSE, example.tensors()))
        != null;
  }

  private static Tensor expected(Example example) {
    List<Value> values = new ArrayList<>();
    Map<String, Tensor> leaves = new HashMap<>();
    for (Tensor input : example.inputs()) {
      String key = "x" + values.size();
      TensorType type = new TensorType(input.dtype(), Shape.of(input.shape()));
      values.add(Node.of(new Leaf.Input(key, type), List.of()).output());
      leaves.put(key, input);
    }
    Value result = Node.of(example.op(), values).output();
    return Objects.requireNonNull(
        GraphInterpreter.run(Graph.of(Map.of("y", result)), leaves).get("y"));
  }

  private static void compare(Tensor expected, Tensor actual, String what) {
    double tolerance = tolerance(expected.dtype());
    for (long i = 0; i < expected.elements(); i++) {
      double e = expected.getDouble(i);
      double a = actual.getDouble(i);
      boolean equal =
          e == a
              || (Double.isNaN(e) && Double.isNaN(a))
              || Math.abs(e - a) <= tolerance * (1 + Math.abs(e));
      if (!equal) {
        throw new AssertionError(what + ": element " + i + " is " + a + ", expected " + e);
      }
    }
  }

  private static double tolerance(DType type) {
    return switch (type) {
      case F64 -> 1e-12;
      case F32 -> 3e-6;
      case F16 -> 2e-3;
      case BF16 -> 1e-2;
      default -> 0;
    };
  }
}

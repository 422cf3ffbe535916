package dev.seisei.engine.plan;

import dev.seisei.engine.graph.Graph;
import dev.seisei.engine.graph.Node;
import dev.seisei.engine.graph.TensorType;
import dev.seisei.engine.graph.Value;
import dev.seisei.engine.kernel.KernelProvider;
import dev.seisei.engine.op.Binary;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Orders a graph's nodes into steps and lets a step take over the functions applied to its result,
 * if nobody else reads that result and a provider can do both at once.
 */
final class Fusion {
  private final List<KernelProvider> providers;
  private final Map<Value, Integer> uses = new HashMap<>();
  private final Map<Value, Step> producers = new HashMap<>();
  private final Set<Step> steps = new LinkedHashSet<>();

  private Fusion(List<KernelProvider> providers) {
    this.providers = providers;
  }

  static List<Step> steps(Graph graph, List<KernelProvider> providers) {
    Fusion fusion = new Fusion(providers);
    List<Node> nodes = graph.nodes();
    graph.roots().forEach(fusion::use);
    nodes.forEach(node -> node.inputs().forEach(fusion::use));
    nodes.forEach(fusion::add);
    return new ArrayList<>(fusion.steps);
  }

  private void use(Value value) {
    uses.merge(value, 1, Integer::sum);
  }

  private void add(Node node) {
    if (fuse(node)) {
      return;
    }
    Step step = new Step(node.op(), node.inputs(), node.outputs());
    steps.add(step);
    node.outputs().forEach(output -> producers.put(output, step));
  }

  private boolean fuse(Node node) {
    int operands = node.inputs().size();
    if (node.outputs().size() != 1 || operands < 1 || operands > 2) {
      return false;
    }
    // The operand computed last is taken first: its result is still in the cache.
    List<Integer> order =
        IntStream.range(0, operands)
            .boxed()
            .sorted(Comparator.comparing((Integer i) -> node.input(i).node().id()).reversed())
            .toList();
    for (int index : order) {
      if (fuse(node, index)) {
        return true;
      }
    }
    return false;
  }

  private boolean fuse(Node node, int index) {
    Value result = node.input(index);
    Step step = producers.get(result);
    boolean ordered = node.op() == Binary.SUB || node.op() == Binary.DIV;
    if (step == null
        || step.outputs.size() != 1
        || uses.getOrDefault(result, 0) != 1
        || !result.type().equals(node.output().type())
        || (ordered && index != 0)) {
      return false;
    }
    List<Value> others = node.inputs().size() == 2 ? List.of(node.input(1 - index)) : List.of();
    TensorType operand = others.isEmpty() ? null : others.get(0).type();
    for (KernelProvider provider : providers) {
      if (provider.fuses(step.op, result.type(), step.postOps, node.op(), operand)) {
        // The step moves to where its last operand is ready; only this node was waiting for it.
        steps.remove(step);
        step.fuse(node.op(), others, node.outputs());
        steps.add(step);
        producers.put(node.output(), step);
        return true;
      }
    }
    return false;
  }
}

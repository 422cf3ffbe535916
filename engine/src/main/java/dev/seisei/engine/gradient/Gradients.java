package dev.seisei.engine.gradient;

import dev.seisei.engine.graph.Graph;
import dev.seisei.engine.graph.Node;
import dev.seisei.engine.graph.Op;
import dev.seisei.engine.graph.Value;
import dev.seisei.engine.op.Composite;
import dev.seisei.engine.op.Leaf;
import dev.seisei.engine.op.Ops;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Reverse-mode differentiation. Gradients are ordinary values of the same graph, so they can be
 * differentiated again.
 */
public final class Gradients {
  private Gradients() {}

  /**
   * Gradients of a scalar with respect to some values.
   *
   * @return one a value, of its type; zeros where the loss does not depend on it
   * @throws IllegalArgumentException if the loss is not a floating-point scalar, or an operation
   *     between has no gradient
   */
  public static List<Value> of(Value loss, List<Value> wrt) {
    if (loss.shape().rank() != 0 || !loss.type().dtype().isFloating()) {
      throw new IllegalArgumentException(
          "the loss must be a floating-point scalar, got "
              + loss.type()
              + "; weight and average it first");
    }
    List<@Nullable Value> found = pullBack(List.of(loss), List.of(Ops.onesLike(loss)), wrt);
    List<Value> gradients = new ArrayList<>();
    for (int i = 0; i < wrt.size(); i++) {
      Value gradient = found.get(i);
      gradients.add(gradient != null ? gradient : Ops.zerosLike(wrt.get(i)));
    }
    return gradients;
  }

  /**
   * The vector-Jacobian product: gradients with respect to the sources, given those with respect to
   * the targets.
   *
   * @return one a source; null where no target depends on it
   */
  public static List<@Nullable Value> pullBack(
      List<Value> targets, List<Value> seeds, List<Value> sources) {
    Map<Value, List<Value>> contributions = new HashMap<>();
    for (int i = 0; i < targets.size(); i++) {
      contribute(contributions, targets.get(i), seeds.get(i));
    }
    Set<Value> borders = new HashSet<>(sources);
    Set<Value> reached = new HashSet<>(sources);
    List<Node> nodes = dependents(targets, reached);
    Collections.reverse(nodes);
    for (Node node : nodes) {
      List<@Nullable Value> outer = new ArrayList<>();
      for (Value output : node.outputs()) {
        outer.add(borders.contains(output) ? null : total(contributions, output));
      }
      if (outer.stream().allMatch(gradient -> gradient == null)) {
        continue;
      }
      List<@Nullable Value> inner = differentiate(node, outer, reached);
      for (int i = 0; i < inner.size(); i++) {
        Value gradient = inner.get(i);
        if (gradient != null) {
          contribute(contributions, node.input(i), gradient);
        }
      }
    }
    List<@Nullable Value> result = new ArrayList<>();
    for (Value source : sources) {
      result.add(total(contributions, source));
    }
    return result;
  }

  private static void contribute(
      Map<Value, List<Value>> contributions, Value value, Value gradient) {
    contributions.computeIfAbsent(value, v -> new ArrayList<>()).add(gradient);
  }

  private static @Nullable Value total(Map<Value, List<Value>> contributions, Value value) {
    List<Value> parts = contributions.get(value);
    return parts == null ? null : Ops.total(parts);
  }

  /**
   * The nodes through which the targets depend on the sources, inputs before readers. Adds what
   * they compute to the sources.
   */
  private static List<Node> dependents(Collection<Value> targets, Set<Value> reached) {
    List<Node> result = new ArrayList<>();
    for (Node node : Graph.nodes(targets)) {
      if (node.inputs().stream().anyMatch(reached::contains)) {
        result.add(node);
        reached.addAll(node.outputs());
      }
    }
    return result;
  }

  private static List<@Nullable Value> differentiate(
      Node node, List<@Nullable Value> outer, Set<Value> reached) {
    Op op = node.op();
    if (op instanceof Composite composite && composite.type().fusedGradient()) {
      return fused(composite, node, outer, reached);
    }
    Optional<List<@Nullable Value>> rule = op.gradient(node, outer);
    if (rule.isPresent()) {
      return rule.get();
    }
    List<Integer> given =
        IntStream.range(0, outer.size()).filter(i -> outer.get(i) != null).boxed().toList();
    List<Value> seeds = new ArrayList<>();
    for (Value gradient : outer) {
      if (gradient != null) {
        seeds.add(gradient);
      }
    }
    return pullBack(
        inputs ->
            op.decompose(inputs)
                .orElseThrow(
                    () ->
                        new IllegalArgumentException(
                            "operation "
                                + op.opName()
                                + " has no gradient; stop the gradient before it")),
        node.inputs(),
        given,
        seeds);
  }

  /**
   * The vector-Jacobian product of a function of values: gradients with respect to its arguments,
   * given those with respect to its results at {@code given}.
   *
   * <p>The function is differentiated over stand-ins. Over the arguments themselves it might be
   * simplified to something that reaches behind them, or an argument that is given twice would be
   * counted twice.
   */
  static List<@Nullable Value> pullBack(
      UnaryOperator<List<Value>> function,
      List<Value> arguments,
      List<Integer> given,
      List<Value> seeds) {
    Map<Value, Value> back = new HashMap<>();
    List<Value> standIns = standIns("argument", arguments, back);
    List<Value> seedStandIns = standIns("seed", seeds, back);
    List<Value> results = function.apply(standIns);
    List<@Nullable Value> found =
        pullBack(given.stream().map(results::get).toList(), seedStandIns, standIns);
    Map<Value, Value> renewed =
        Graph.rewrite(
            found.stream().filter(Objects::nonNull).toList(),
            back,
            (inner, inputs) -> Ops.apply(inner.op(), inputs));
    List<@Nullable Value> gradients = new ArrayList<>();
    for (Value gradient : found) {
      gradients.add(gradient == null ? null : renewed.get(gradient));
    }
    return gradients;
  }

  private static List<Value> standIns(String name, List<Value> values, Map<Value, Value> back) {
    List<Value> standIns = new ArrayList<>();
    for (Value value : values) {
      Value standIn = Ops.apply(new Leaf.Input(name + " " + standIns.size(), value.type()));
      standIns.add(standIn);
      back.put(standIn, value);
    }
    return standIns;
  }

  /** Asks only for what leads to a source: a mask or a network's input may need none. */
  private static List<@Nullable Value> fused(
      Composite composite, Node node, List<@Nullable Value> outer, Set<Value> reached) {
    List<Value> inputs = new ArrayList<>(node.inputs());
    inputs.addAll(node.outputs());
    List<Integer> given = new ArrayList<>();
    for (int i = 0; i < outer.size(); i++) {
      Value gradient = outer.get(i);
      if (gradient != null) {
        given.add(i);
        inputs.add(gradient);
      }
    }
    List<Integer> wanted =
        IntStream.range(0, node.inputs().size())
            .filter(i -> node.input(i).type().dtype().isFloating())
            .filter(i -> reached.contains(node.input(i)))
            .boxed()
            .toList();
    @Nullable Value[] result = new @Nullable Value[node.inputs().size()];
    if (wanted.isEmpty()) {
      return Arrays.asList(result);
    }
    List<Value> gradients = Ops.apply(new CompositeGradient(composite, given, wanted), inputs);
    for (int i = 0; i < wanted.size(); i++) {
      result[wanted.get(i)] = gradients.get(i);
    }
    return Arrays.asList(result);
  }
}

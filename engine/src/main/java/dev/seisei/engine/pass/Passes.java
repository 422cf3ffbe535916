package dev.seisei.engine.pass;

import dev.seisei.engine.graph.Dim;
import dev.seisei.engine.graph.Graph;
import dev.seisei.engine.graph.Node;
import dev.seisei.engine.graph.Op;
import dev.seisei.engine.graph.Shape;
import dev.seisei.engine.graph.Value;
import dev.seisei.engine.op.Binary;
import dev.seisei.engine.op.Clip;
import dev.seisei.engine.op.Composite;
import dev.seisei.engine.op.Leaf;
import dev.seisei.engine.op.Ops;
import dev.seisei.engine.op.Power;
import dev.seisei.engine.op.Reshape;
import dev.seisei.engine.op.Scale;
import dev.seisei.engine.op.Unary;
import dev.seisei.engine.op.UnaryGradient;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Passes from graph to graph. Dead code needs none: a graph is what its results reach. */
public final class Passes {
  private Passes() {}

  /**
   * Gives symbolic dimensions their extents; means over them become multiplications by a number.
   *
   * @throws IllegalArgumentException if a symbol has no extent, naming it
   */
  public static Graph bind(Graph graph, Map<String, Long> extents) {
    for (String symbol : graph.symbols()) {
      if (!extents.containsKey(symbol)) {
        throw new IllegalArgumentException(
            "dimension " + symbol + " has no extent; bind it, as these are: " + extents);
      }
    }
    return graph.rewrite(
        (node, inputs) ->
            Ops.apply(node.op().bind(dim -> dim.substitute(s -> extent(extents, s))), inputs));
  }

  private static @Nullable Dim extent(Map<String, Long> extents, String symbol) {
    Long extent = extents.get(symbol);
    return extent == null ? null : Dim.of(extent);
  }

  /** Replaces every operation by its decomposition, except those to keep whole. */
  public static Graph expand(Graph graph, Predicate<Node> keep) {
    return graph.rewrite((node, inputs) -> expand(node.op(), inputs, keep));
  }

  private static List<Value> expand(Op op, List<Value> inputs, Predicate<Node> keep) {
    List<Value> whole = Ops.apply(op, inputs);
    if (whole.stream().anyMatch(value -> value.op() != op) || keep.test(whole.get(0).node())) {
      return whole;
    }
    // Over stand-ins: over the inputs themselves it might be simplified to something behind them,
    // and what lies behind would be visited again and again.
    Map<Value, Value> back = new HashMap<>();
    List<Value> standIns = new ArrayList<>();
    for (Value input : inputs) {
      Value standIn = Ops.apply(new Leaf.Input("operand " + standIns.size(), input.type()));
      standIns.add(standIn);
      back.put(standIn, input);
    }
    Optional<List<Value>> parts = op.decompose(standIns);
    if (parts.isEmpty()) {
      return whole;
    }
    Map<Value, Value> expanded =
        Graph.rewrite(parts.get(), back, (node, renewed) -> expand(node.op(), renewed, keep));
    return parts.get().stream().map(expanded::get).toList();
  }

  /**
   * Moves reshapes behind functions of single elements: f(reshape(x), y) becomes reshape(f(x,
   * reshape(y))), so that f meets the product that computed x and can be fused with it.
   */
  public static Graph sinkReshapes(Graph graph) {
    return graph.rewrite(
        (node, inputs) -> {
          Value reshaped = isElementwise(node.op()) ? firstReshaped(inputs) : null;
          if (reshaped == null) {
            return Ops.apply(node.op(), inputs);
          }
          Shape inner = reshaped.node().input(0).shape();
          List<Value> moved = inputs.stream().map(input -> Ops.reshape(input, inner)).toList();
          Op op = node.op() instanceof Composite composite ? reshaped(composite, inner) : node.op();
          Value result = Ops.apply(op, moved).get(0);
          return List.of(Ops.reshape(result, reshaped.shape()));
        });
  }

  private static boolean isElementwise(Op op) {
    return op instanceof Unary
        || op instanceof UnaryGradient
        || op instanceof Scale
        || op instanceof Power
        || op instanceof Clip
        || op instanceof Binary
        || (op instanceof Composite composite && isActivation(composite));
  }

  /** Whether a composite is a function of single elements of one operand. */
  private static boolean isActivation(Composite composite) {
    if (composite.parameters().size() != 1 || composite.results().size() != 1) {
      return false;
    }
    Shape shape = composite.parameters().get(0).shape();
    return Graph.nodes(composite.results()).stream()
        .allMatch(
            node ->
                node.op() instanceof Leaf leaf
                    ? leaf instanceof Leaf.Input || isFill(leaf, shape)
                    : isElementwise(node.op()) && node.output().shape().equals(shape));
  }

  private static boolean isFill(Leaf leaf, Shape shape) {
    return leaf instanceof Leaf.Fill && leaf.type().shape().equals(shape);
  }

  /** A function of single elements, for operands of another shape. */
  private static Composite reshaped(Composite composite, Shape shape) {
    Value parameter = composite.parameters().get(0);
    Value renewed =
        Ops.apply(new Leaf.Input("x", parameter.type().withShape(shape)), List.of()).get(0);
    Map<Value, Value> map =
        Graph.rewrite(
            composite.results(),
            Map.of(parameter, renewed),
            (node, inputs) ->
                Ops.apply(
                    node.op() instanceof Leaf.Fill fill
                        ? new Leaf.Fill(fill.number(), fill.type().withShape(shape))
                        : node.op(),
                    inputs));
    return new Composite(
        composite.type(),
        composite.attributes(),
        List.of(renewed),
        composite.results().stream().map(map::get).toList());
  }

  /** An operand that is a reshape of something computed, if all operands have one shape. */
  private static @Nullable Value firstReshaped(List<Value> inputs) {
    Shape shape = inputs.get(0).shape();
    if (!inputs.stream().allMatch(input -> input.shape().equals(shape))) {
      return null;
    }
    return inputs.stream()
        .filter(input -> input.op() instanceof Reshape)
        .filter(input -> !(input.node().input(0).op() instanceof Leaf))
        .findFirst()
        .orElse(null);
  }

  /** Computes once what equal nodes computed several times. */
  public static Graph mergeEqual(Graph graph) {
    record Computation(Op op, List<Value> inputs) {}
    Map<Computation, List<Value>> seen = new HashMap<>();
    return graph.rewrite(
        (node, inputs) ->
            seen.computeIfAbsent(
                new Computation(node.op(), inputs), c -> Ops.apply(c.op(), c.inputs())));
  }
}

package dev.seisei.engine.op;

import dev.seisei.engine.graph.Dim;
import dev.seisei.engine.graph.Graph;
import dev.seisei.engine.graph.Op;
import dev.seisei.engine.graph.TensorType;
import dev.seisei.engine.graph.Value;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * An operation defined by its decomposition. Type and attributes say what it computes; the body
 * says how, if no provider knows better. Two composites are equal if type and attributes are.
 */
public final class Composite implements Op {
  private final CompositeType type;
  private final Map<String, Object> attributes;
  private final List<Value> parameters;
  private final List<Value> results;

  /**
   * @param attributes what the body depends on beside its inputs: numbers, strings, booleans
   * @param parameters leaves that stand for the inputs in the body
   * @param results what the body computes from them
   */
  public Composite(
      CompositeType type,
      Map<String, Object> attributes,
      List<Value> parameters,
      List<Value> results) {
    this.type = type;
    this.attributes = Map.copyOf(attributes);
    this.parameters = List.copyOf(parameters);
    this.results = List.copyOf(results);
  }

  public CompositeType type() {
    return type;
  }

  public Map<String, Object> attributes() {
    return attributes;
  }

  /** Leaves that stand for the inputs in the body. */
  public List<Value> parameters() {
    return parameters;
  }

  /** What the body computes from the parameters. */
  public List<Value> results() {
    return results;
  }

  public int outputCount() {
    return results.size();
  }

  /** A numeric attribute. */
  public double number(String key) {
    Object value = attributes.get(key);
    if (!(value instanceof Number number)) {
      throw new IllegalArgumentException(opName() + " has no number " + key + ", but " + value);
    }
    return number.doubleValue();
  }

  @Override
  public String opName() {
    return type.name();
  }

  @Override
  public List<TensorType> infer(List<TensorType> inputs) {
    List<TensorType> expected = parameters.stream().map(Value::type).toList();
    Check.that(inputs.equals(expected), "was written for inputs " + expected);
    return results.stream().map(Value::type).toList();
  }

  @Override
  public Optional<List<Value>> decompose(List<Value> inputs) {
    Map<Value, Value> fixed = new HashMap<>();
    for (int i = 0; i < inputs.size(); i++) {
      fixed.put(parameters.get(i), inputs.get(i));
    }
    Map<Value, Value> map =
        Graph.rewrite(results, fixed, (node, renewed) -> Ops.apply(node.op(), renewed));
    return Optional.of(results.stream().map(map::get).toList());
  }

  @Override
  public Op bind(UnaryOperator<Dim> dims) {
    Map<Value, Value> map =
        Graph.rewrite(results, Map.of(), (node, inputs) -> Ops.apply(node.op().bind(dims), inputs));
    Graph.rewrite(parameters, Map.of(), (node, inputs) -> Ops.apply(node.op().bind(dims), inputs))
        .forEach(map::putIfAbsent);
    return new Composite(
        type,
        attributes,
        parameters.stream().map(map::get).toList(),
        results.stream().map(map::get).toList());
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Composite that
        && type.equals(that.type)
        && attributes.equals(that.attributes);
  }

  @Override
  public int hashCode() {
    return type.hashCode() * 31 + attributes.hashCode();
  }

  @Override
  public String toString() {
    return attributes.isEmpty() ? opName() : opName() + attributes;
  }
}

package dev.seisei.engine.graph;

import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

/**
 * An operation applied to values. Immutable; equality is identity.
 *
 * <p>Nodes are numbered as they are made, and an input is always made before its reader: sorting by
 * {@link #id} is a topological order that keeps the order of writing.
 */
public final class Node {
  private static final AtomicLong NEXT_ID = new AtomicLong();

  private final long id = NEXT_ID.getAndIncrement();
  private final Op op;
  private final List<Value> inputs;
  private final List<Value> outputs;

  private Node(Op op, List<Value> inputs, List<TensorType> types) {
    this.op = op;
    this.inputs = List.copyOf(inputs);
    this.outputs =
        IntStream.range(0, types.size()).mapToObj(i -> new Value(this, i, types.get(i))).toList();
  }

  /**
   * Applies an operation.
   *
   * @throws IllegalArgumentException if the inputs do not fit the operation, naming it
   */
  public static Node of(Op op, List<Value> inputs) {
    List<TensorType> types = inputs.stream().map(Value::type).toList();
    try {
      return new Node(op, inputs, op.infer(types));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "operation " + op.opName() + " of " + types + ": " + e.getMessage(), e);
    }
  }

  public long id() {
    return id;
  }

  public Op op() {
    return op;
  }

  public List<Value> inputs() {
    return inputs;
  }

  public Value input(int index) {
    return inputs.get(index);
  }

  public List<Value> outputs() {
    return outputs;
  }

  /** The only output. */
  public Value output() {
    if (outputs.size() != 1) {
      throw new IllegalStateException(op.opName() + " has " + outputs.size() + " outputs");
    }
    return outputs.get(0);
  }

  @Override
  public String toString() {
    return op + inputs.stream().map(Value::type).toList().toString();
  }
}

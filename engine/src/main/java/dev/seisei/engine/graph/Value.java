package dev.seisei.engine.graph;

/** One result of a node. Immutable; equality is identity. */
public final class Value {
  private final Node node;
  private final int index;
  private final TensorType type;

  Value(Node node, int index, TensorType type) {
    this.node = node;
    this.index = index;
    this.type = type;
  }

  /** The node that computes this value. */
  public Node node() {
    return node;
  }

  /** Which of the node's outputs this is. */
  public int index() {
    return index;
  }

  public TensorType type() {
    return type;
  }

  public Shape shape() {
    return type.shape();
  }

  /** The operation that computes this value. */
  public Op op() {
    return node.op();
  }

  @Override
  public String toString() {
    return node.op().opName() + "#" + node.id() + ":" + type;
  }
}

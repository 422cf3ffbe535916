package dev.seisei.engine.plan;

import dev.seisei.engine.graph.Graph;
import dev.seisei.engine.graph.Node;
import dev.seisei.engine.graph.Op;
import dev.seisei.engine.graph.Value;
import dev.seisei.engine.memory.ByteSize;
import dev.seisei.engine.op.Composite;
import dev.seisei.engine.op.Convolution;
import dev.seisei.engine.op.ConvolutionInputGradient;
import dev.seisei.engine.op.ConvolutionWeightGradient;
import dev.seisei.engine.op.Leaf;
import dev.seisei.engine.op.MatMul;
import java.util.IdentityHashMap;
import java.util.List;

/**
 * Roughly how long operations take, to compare what it would cost to compute them again. Of a
 * machine that multiplies at 100 GFLOPS and reads and writes 20 GB/s: what matters is the relation
 * of the two, which is much the same on all processors.
 */
final class Costs {
  private static final double FLOPS_PER_NANO = 100;
  private static final double BYTES_PER_NANO = 20;

  /** How many times longer than passing over its operands an expensive operation takes. */
  private static final double EXPENSIVE = 6;

  private final IdentityHashMap<Op, Double> composites = new IdentityHashMap<>();

  /** Nanoseconds. */
  double of(Node node) {
    Op op = node.op();
    if (op instanceof Leaf || Views.isView(op)) {
      return 0;
    }
    double moving = moving(node);
    if (op instanceof Composite composite) {
      // By identity: composites that are equal may be of other shapes.
      Double known = composites.get(op);
      double inside = known != null ? known : inside(composite);
      composites.put(op, inside);
      return Math.max(moving, inside);
    }
    return Math.max(moving, products(node) / FLOPS_PER_NANO);
  }

  private double inside(Composite composite) {
    return Graph.nodes(composite.results()).stream().mapToDouble(this::of).sum();
  }

  /** Whether an operation takes much longer than its operands and results take to move. */
  boolean isExpensive(Node node) {
    return of(node) > EXPENSIVE * moving(node);
  }

  private static double moving(Node node) {
    return (bytes(node.inputs()) + bytes(node.outputs())) / BYTES_PER_NANO;
  }

  private static double bytes(List<Value> values) {
    return values.stream().mapToDouble(Costs::bytes).sum();
  }

  /** Bytes of a value with all its bits, dense. */
  static double bytes(Value value) {
    return ByteSize.of(value.type().dtype(), value.shape().toLongs());
  }

  private static double elements(Value value) {
    return bytes(value) / value.type().dtype().bytes();
  }

  /** Floating-point operations of products. */
  private static double products(Node node) {
    if (node.op() instanceof MatMul) {
      return 2 * elements(node.output()) * node.input(0).shape().dim(-1).value();
    } else if (node.op() instanceof Convolution) {
      return 2 * elements(node.output()) * perChannel(node.input(1));
    } else if (node.op() instanceof ConvolutionInputGradient) {
      return 2 * elements(node.input(0)) * perChannel(node.input(1));
    } else if (node.op() instanceof ConvolutionWeightGradient) {
      return 2 * elements(node.input(1)) * perChannel(node.output());
    }
    return 0;
  }

  /** Weights of a convolution for each of its output channels. */
  private static double perChannel(Value weights) {
    return elements(weights) / Math.max(1, weights.shape().dim(0).value());
  }
}

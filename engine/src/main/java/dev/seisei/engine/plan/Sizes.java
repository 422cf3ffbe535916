package dev.seisei.engine.plan;

import dev.seisei.engine.graph.Graph;
import dev.seisei.engine.graph.Node;
import dev.seisei.engine.graph.Value;
import dev.seisei.engine.memory.ByteSize;
import dev.seisei.engine.memory.DType;
import dev.seisei.engine.memory.Device;
import dev.seisei.engine.memory.MemoryLimitException;
import dev.seisei.engine.op.Leaf;
import java.util.HashSet;
import java.util.Set;

/**
 * Refuses graphs with values that no plan could hold, before kernels are looked for: descriptions
 * and tables of kernels grow with the values, and their sizes are not checked again.
 */
final class Sizes {
  private Sizes() {}

  /**
   * @param graph bound and expanded
   * @throws IllegalArgumentException if a size is more than a 64-bit number can say
   * @throws MemoryLimitException if one value is larger than all that may be allocated
   */
  static void check(Graph graph, Precision precision, Device device) {
    Set<Value> read = new HashSet<>(graph.roots());
    graph.nodes().forEach(node -> read.addAll(node.inputs()));
    for (Node node : graph.nodes()) {
      for (Value value : node.outputs()) {
        long bytes = bytes(node, value);
        boolean narrow = precision == Precision.BF16 && value.type().dtype() == DType.F32;
        if (read.contains(value) && isStored(node) && bytes >> (narrow ? 1 : 0) > limit(device)) {
          throw new MemoryLimitException(
              node.op().opName()
                  + " → "
                  + value.type()
                  + " alone takes "
                  + ByteSize.show(bytes)
                  + ", and the engine may use "
                  + ByteSize.show(limit(device))
                  + ". Take a smaller batch or shape, or raise the limit: "
                  + Device.HOW_TO_RAISE_LIMIT,
              device,
              bytes,
              device.allocatedBytes(),
              limit(device));
        }
      }
    }
  }

  private static long limit(Device device) {
    return device.memoryLimit();
  }

  private static long bytes(Node node, Value value) {
    try {
      return ByteSize.of(value.type().dtype(), value.shape().toLongs());
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(node.op().opName() + ": " + e.getMessage(), e);
    }
  }

  /** Whether the result of an operation has memory of its own. */
  private static boolean isStored(Node node) {
    return !Views.isView(node.op())
        && (!(node.op() instanceof Leaf)
            || node.op() instanceof Leaf.Input
            || node.op() instanceof Leaf.Iota
            || node.op() instanceof Leaf.State);
  }
}

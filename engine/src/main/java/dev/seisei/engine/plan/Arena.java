package dev.seisei.engine.plan;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Packs temporary memory into one block: pieces that are never in use at the same time may share
 * addresses. Largest first, each at the lowest free offset.
 */
final class Arena {
  private static final long ALIGNMENT = 64;

  private final Map<Root, Long> offsets = new HashMap<>();
  private long bytes;

  Arena(List<Root> roots) {
    List<Root> order = new ArrayList<>(roots);
    order.sort(Comparator.comparingLong((Root root) -> root.bytes).reversed());
    List<Root> placed = new ArrayList<>();
    for (Root root : order) {
      long offset = lowestFree(root, placed);
      offsets.put(root, offset);
      bytes = Math.max(bytes, offset + align(root.bytes));
      placed.add(root);
    }
  }

  private long lowestFree(Root root, List<Root> placed) {
    List<Root> neighbours = new ArrayList<>();
    for (Root other : placed) {
      if (other.first <= root.last && root.first <= other.last) {
        neighbours.add(other);
      }
    }
    neighbours.sort(Comparator.comparingLong(this::offset));
    long offset = 0;
    for (Root other : neighbours) {
      if (offset + align(root.bytes) <= offset(other)) {
        break;
      }
      offset = Math.max(offset, offset(other) + align(other.bytes));
    }
    return offset;
  }

  private static long align(long bytes) {
    return (bytes + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
  }

  long offset(Root root) {
    Long offset = offsets.get(root);
    if (offset == null) {
      throw new IllegalArgumentException("this memory is not in the arena");
    }
    return offset;
  }

  /** Size of the block. */
  long bytes() {
    return bytes;
  }
}

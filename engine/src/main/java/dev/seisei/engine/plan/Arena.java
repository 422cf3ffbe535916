package dev.seisei.engine.plan;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * Packs temporary memory into one block: pieces that are never in use at the same time may share
 * addresses. The best packing is too hard to find, so pieces are placed one after another in
 * several orders, each at the lowest free offset or in the smallest gap, and the smallest result is
 * taken. What is alive at the worst step is a bound that no packing can go below; it ends the
 * search where it is reached.
 */
final class Arena {
  private static final long ALIGNMENT = 64;

  /** Above so many pieces only the first orders are tried: the time grows with the square. */
  private static final int MANY = 4000;

  private static final int ORDERS_OF_MANY = 2;

  private Map<Root, Long> offsets = Map.of();
  private long bytes = Long.MAX_VALUE;

  Arena(List<Root> roots) {
    long[] alive = alive(roots);
    long bound = IntStream.range(0, alive.length).mapToLong(i -> alive[i]).max().orElse(0);
    List<Supplier<List<Root>>> orders = orders(roots, alive);
    int tried = roots.size() > MANY ? ORDERS_OF_MANY : orders.size();
    for (int i = 0; i < tried && bytes > bound; i++) {
      List<Root> order = orders.get(i).get();
      keepBetter(new Packing(order, false));
      if (bytes > bound) {
        keepBetter(new Packing(order, true));
      }
    }
  }

  private void keepBetter(Packing packing) {
    if (packing.bytes < bytes) {
      bytes = packing.bytes;
      offsets = packing.offsets;
    }
  }

  /** Bytes in use at each step. */
  static long[] alive(List<Root> roots) {
    int steps = roots.stream().mapToInt(root -> root.last + 1).max().orElse(0);
    long[] alive = new long[steps + 1];
    for (Root root : roots) {
      alive[root.first] += align(root.bytes);
      alive[root.last + 1] -= align(root.bytes);
    }
    for (int i = 1; i <= steps; i++) {
      alive[i] += alive[i - 1];
    }
    return alive;
  }

  private static List<Supplier<List<Root>>> orders(List<Root> roots, long[] alive) {
    Comparator<Root> largest = Comparator.comparingLong((Root root) -> root.bytes).reversed();
    Comparator<Root> longest = Comparator.comparingInt(Arena::duration).reversed();
    Comparator<Root> most =
        Comparator.comparingDouble((Root root) -> (double) root.bytes * duration(root)).reversed();
    Comparator<Root> earliest = Comparator.comparingInt(root -> root.first);
    return List.of(
        () -> sorted(roots, largest.thenComparing(longest)),
        () -> sorted(roots, most),
        () -> crowded(roots, alive, largest),
        () -> sorted(roots, longest.thenComparing(largest)),
        () -> sorted(roots, largest.thenComparing(earliest)),
        () -> sorted(roots, earliest.thenComparing(longest)),
        () -> sorted(roots, Comparator.comparingInt((Root root) -> root.last).reversed()));
  }

  private static int duration(Root root) {
    return root.last - root.first + 1;
  }

  private static List<Root> sorted(List<Root> roots, Comparator<Root> order) {
    return roots.stream().sorted(order).toList();
  }

  /** What is alive at the worst step first, then what is at the next worst, and so on. */
  private static List<Root> crowded(List<Root> roots, long[] alive, Comparator<Root> order) {
    List<Root> bySize = sorted(roots, order);
    Set<Root> result = new LinkedHashSet<>();
    IntStream.range(0, alive.length)
        .boxed()
        .sorted(Comparator.comparingLong((Integer step) -> alive[step]).reversed())
        .takeWhile(step -> result.size() < roots.size())
        .forEach(
            step -> {
              for (Root root : bySize) {
                if (root.first <= step && step <= root.last) {
                  result.add(root);
                }
              }
            });
    return new ArrayList<>(result);
  }

  /** Pieces placed one after another. */
  private static final class Packing {
    private final Map<Root, Long> offsets = new HashMap<>();

    /** Those placed so far, by offset. */
    private final List<Root> placed = new ArrayList<>();

    private final List<Long> starts = new ArrayList<>();
    private long bytes;

    Packing(List<Root> order, boolean tight) {
      for (Root root : order) {
        place(root, tight ? smallestGap(root) : lowestGap(root));
      }
    }

    private void place(Root root, long offset) {
      offsets.put(root, offset);
      bytes = Math.max(bytes, offset + align(root.bytes));
      int at = starts.size();
      while (at > 0 && starts.get(at - 1) > offset) {
        at--;
      }
      placed.add(at, root);
      starts.add(at, offset);
    }

    private long lowestGap(Root root) {
      long end = 0;
      for (int i = 0; i < placed.size(); i++) {
        Root other = placed.get(i);
        if (other.first <= root.last && root.first <= other.last) {
          if (starts.get(i) - end >= align(root.bytes)) {
            return end;
          }
          end = Math.max(end, starts.get(i) + align(other.bytes));
        }
      }
      return end;
    }

    private long smallestGap(Root root) {
      long end = 0;
      long best = -1;
      long smallest = Long.MAX_VALUE;
      for (int i = 0; i < placed.size(); i++) {
        Root other = placed.get(i);
        if (other.first <= root.last && root.first <= other.last) {
          long gap = starts.get(i) - end;
          if (gap >= align(root.bytes) && gap < smallest) {
            smallest = gap;
            best = end;
          }
          end = Math.max(end, starts.get(i) + align(other.bytes));
        }
      }
      return best >= 0 ? best : end;
    }
  }

  static long align(long bytes) {
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
    return bytes == Long.MAX_VALUE ? 0 : bytes;
  }
}

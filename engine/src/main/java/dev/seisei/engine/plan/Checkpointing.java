package dev.seisei.engine.plan;

import dev.seisei.engine.graph.Graph;
import dev.seisei.engine.graph.Value;
import dev.seisei.engine.kernel.KernelProvider;
import dev.seisei.engine.memory.ByteSize;
import dev.seisei.engine.memory.MemoryLimitException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * Finds a graph whose plan meets a memory budget, by computing values again ({@link
 * Recomputation}). What to keep is tried in a family of ways: segments of many lengths between
 * places where little must be kept to go on, each with and without computing again what takes long.
 * Of those whose estimated peak is low enough, the one that costs least is taken, and then as much
 * is kept again as there is room for. What an estimate promises is checked by choosing kernels.
 */
final class Checkpointing {
  private static final int ROUNDS = 3;
  private static final int ATTEMPTS = 4;
  private static final int LONGEST = 256;

  /** How many of what takes longest are tried to be kept one by one. */
  private static final int SINGLE_TRIES = 12;

  /** How many of the graphs with the lowest estimates are tried as the smallest. */
  private static final int SMALLEST_TRIES = 3;

  /** A round must save at least this part of the peak to be worth another. */
  private static final double WORTHWHILE = 0.01;

  private final Precision precision;
  private final List<KernelProvider> providers;
  private final boolean training;
  private final BiFunction<Graph, Integer, Draft> drafts;
  private final Costs costs = new Costs();

  /** A graph and what is known of it. */
  private record Found(Graph graph, int copies, double nanos, long peak) {}

  /** One way to recompute: what is kept, and what comes of it. */
  private record Way(Set<Value> kept, boolean keepExpensive, Found found) {}

  /**
   * @param drafts chooses kernels for a graph, of which so many operations are copies
   */
  Checkpointing(
      Precision precision,
      List<KernelProvider> providers,
      boolean training,
      BiFunction<Graph, Integer, Draft> drafts) {
    this.precision = precision;
    this.providers = providers;
    this.training = training;
    this.drafts = drafts;
  }

  /**
   * @param plain the draft of the graph as it is, which takes more than the budget
   * @throws MemoryLimitException if the budget cannot be met, with the smallest that can
   */
  Draft within(long budget, Graph graph, Draft plain) {
    Found start = new Found(graph, 0, 0, Estimate.peak(graph, precision, providers));
    List<Way> first = ways(new Recomputation(graph, costs, training), start);
    long target = budget - (plain.memory().total() - start.peak());
    for (int i = 0; i < ATTEMPTS; i++) {
      Found found = search(start, first, target);
      if (found.peak() > target) {
        break;
      }
      Draft draft = drafts.apply(found.graph(), found.copies());
      long over = draft.memory().total() - budget;
      if (over <= 0) {
        return draft;
      }
      target = Math.min(target, found.peak()) - over;
    }
    Draft smallest = smallest(start, first, plain);
    if (smallest.memory().total() <= budget) {
      return smallest;
    }
    long least = smallest.memory().total();
    throw new MemoryLimitException(
        "the memory budget of "
            + ByteSize.show(budget)
            + " cannot be met: the smallest that can is "
            + ByteSize.show(least)
            + " ("
            + least
            + " bytes), with "
            + smallest.memory()
            + ". The largest values at its peak: "
            + smallest.peak().largest()
            + ". Take a smaller batch or Precision.BF16, or raise the budget",
        null,
        least,
        0,
        budget);
  }

  /** The plan that takes least, whatever it costs; found in the same way for every budget. */
  private Draft smallest(Found start, List<Way> first, Draft plain) {
    List<Found> lowest = new ArrayList<>(List.of(search(start, first, 0)));
    first.stream()
        .map(Way::found)
        .sorted(Comparator.comparingLong(Found::peak))
        .limit(SMALLEST_TRIES - 1L)
        .forEach(lowest::add);
    Draft smallest = plain;
    for (Found found : lowest) {
      Draft draft = drafts.apply(found.graph(), found.copies());
      if (draft.memory().total() < smallest.memory().total()) {
        smallest = draft;
      }
    }
    return smallest;
  }

  /** A graph with an estimated peak of at most a target, or as low as there is. */
  private Found search(Found start, List<Way> first, long target) {
    Found now = start;
    for (int round = 0; round < ROUNDS; round++) {
      Recomputation recomputation = new Recomputation(now.graph(), costs, training);
      List<Way> ways = round == 0 ? first : ways(recomputation, now);
      Way cheapest = cheapest(ways, target);
      if (cheapest != null) {
        return keepMore(recomputation, now, cheapest, target);
      }
      Found lowest = now;
      for (Way way : ways) {
        lowest = way.found().peak() < lowest.peak() ? way.found() : lowest;
      }
      if (lowest.peak() > now.peak() * (1 - WORTHWHILE)) {
        return lowest;
      }
      now = lowest;
    }
    return now;
  }

  private static @Nullable Way cheapest(List<Way> ways, long target) {
    return ways.stream()
        .filter(way -> way.found().peak() <= target)
        .min(Comparator.comparingDouble(way -> way.found().nanos()))
        .orElse(null);
  }

  private List<Way> ways(Recomputation recomputation, Found from) {
    List<Way> ways = new ArrayList<>();
    Waiting waiting = recomputation.waiting();
    if (waiting.values().isEmpty()) {
      return ways;
    }
    Set<Set<Value>> seen = new HashSet<>();
    int most = Math.min(LONGEST, waiting.values().size());
    for (int segments = 1;
        segments <= most;
        segments = segments < 6 ? segments + 1 : segments * 3 / 2) {
      Set<Value> kept = waiting.ends(waiting.bytes() / segments);
      if (seen.add(kept)) {
        ways.add(way(recomputation, from, kept, true));
        ways.add(way(recomputation, from, kept, false));
      }
    }
    return ways;
  }

  private Way way(Recomputation recomputation, Found from, Set<Value> kept, boolean keepExpensive) {
    Recomputation.Result result = recomputation.keeping(kept, keepExpensive);
    return new Way(
        kept,
        keepExpensive,
        new Found(
            result.graph(),
            from.copies() + result.copies(),
            from.nanos() + result.nanos(),
            Estimate.peak(result.graph(), precision, providers)));
  }

  /** Keeps what takes longest to compute again, as far as the target allows. */
  private Found keepMore(Recomputation recomputation, Found from, Way way, long target) {
    List<Value> dropped =
        recomputation.waiting().values().stream()
            .filter(value -> !way.kept().contains(value))
            .sorted(
                Comparator.comparingDouble(
                    (Value value) -> -costs.of(value.node()) / Costs.bytes(value)))
            .toList();
    Way best = way;
    int low = 0;
    int high = dropped.size();
    while (low < high) {
      int middle = (low + high + 1) / 2;
      Set<Value> kept = new HashSet<>(way.kept());
      kept.addAll(dropped.subList(0, middle));
      Way more = way(recomputation, from, kept, way.keepExpensive());
      if (more.found().peak() <= target) {
        best = more;
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    for (Value value : dropped.subList(low, Math.min(dropped.size(), low + SINGLE_TRIES))) {
      Set<Value> kept = new HashSet<>(best.kept());
      kept.add(value);
      Way more = way(recomputation, from, kept, way.keepExpensive());
      if (more.found().peak() <= target && more.found().nanos() < best.found().nanos()) {
        best = more;
      }
    }
    return best.found();
  }
}

package dev.seisei.engine.plan;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * How many kernels have run in this process, by provider: those of {@code reference} are operations
 * for which no fast kernel was found. Thread-safe.
 */
public final class KernelCounts {
  private static final Map<String, LongAdder> COUNTS = new ConcurrentHashMap<>();

  private KernelCounts() {}

  /** The counts of the providers whose kernels ran so far. */
  public static Map<String, Long> all() {
    Map<String, Long> counts = new TreeMap<>();
    COUNTS.forEach((provider, count) -> counts.put(provider, count.sum()));
    return counts;
  }

  /** How many kernels of a provider have run. */
  public static long of(String provider) {
    LongAdder count = COUNTS.get(provider);
    return count == null ? 0 : count.sum();
  }

  static LongAdder counter(String provider) {
    return COUNTS.computeIfAbsent(provider, p -> new LongAdder());
  }
}

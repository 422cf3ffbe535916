package dev.seisei.engine.param;

import dev.seisei.engine.memory.Buffer;
import dev.seisei.engine.memory.DType;
import dev.seisei.engine.memory.Device;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Named tensors in one piece of memory, without gaps between those of one type, so that neighbours
 * can be worked on as one vector: a <em>span</em>, named {@code first..last}.
 */
final class Slab implements AutoCloseable {
  /** What one tensor is. */
  record Entry(DType dtype, List<Long> shape) {
    long bytes() {
      return elements() * dtype.bytes();
    }

    long elements() {
      return shape.stream().reduce(1L, Math::multiplyExact);
    }
  }

  private static final String SPAN = "..";

  private final Map<String, Entry> entries = new LinkedHashMap<>();
  private final Map<String, Long> offsets = new LinkedHashMap<>();
  private final Buffer buffer;

  /** Allocates zeros. Tensors of whole cache lines come first, which keeps them aligned. */
  Slab(Device device, Map<String, Entry> declared) {
    List<Map.Entry<String, Entry>> order = new ArrayList<>(declared.entrySet());
    order.sort(
        Comparator.comparing((Map.Entry<String, Entry> e) -> -e.getValue().dtype().bytes())
            .thenComparing(e -> e.getValue().dtype())
            .thenComparing(e -> e.getValue().bytes() % 64 != 0));
    long offset = 0;
    for (Map.Entry<String, Entry> entry : order) {
      if (entry.getKey().contains(SPAN)) {
        throw new IllegalArgumentException(
            "the name " + entry.getKey() + " contains '..', which stands for a span; rename it");
      }
      entries.put(entry.getKey(), entry.getValue());
      offsets.put(entry.getKey(), offset);
      offset = Math.addExact(offset, entry.getValue().bytes());
    }
    buffer = device.allocate(offset);
  }

  Map<String, Entry> entries() {
    return entries;
  }

  /** A tensor or a span; null if there is none of that name. */
  @Nullable Location find(String key) {
    Entry entry = entries.get(key);
    if (entry != null) {
      return new Location(buffer, offset(key), entry.dtype(), entry.shape());
    }
    int dots = key.indexOf(SPAN);
    if (dots < 0) {
      return null;
    }
    String first = key.substring(0, dots);
    Entry last = entries.get(key.substring(dots + SPAN.length()));
    if (last == null || !entries.containsKey(first)) {
      return null;
    }
    long begin = offset(first);
    long end = offset(key.substring(dots + SPAN.length())) + last.bytes();
    return new Location(buffer, begin, last.dtype(), List.of((end - begin) / last.dtype().bytes()));
  }

  private long offset(String name) {
    Long offset = offsets.get(name);
    if (offset == null) {
      throw new IllegalArgumentException("no tensor " + name + "; there are " + entries.keySet());
    }
    return offset;
  }

  /** The given tensors, grouped into spans as long as possible; each group in order of memory. */
  List<List<String>> spans(Collection<String> names) {
    Set<String> wanted = new HashSet<>(names);
    wanted.forEach(this::offset);
    List<List<String>> spans = new ArrayList<>();
    List<String> open = new ArrayList<>();
    DType dtype = null;
    for (Map.Entry<String, Entry> entry : entries.entrySet()) {
      boolean taken = wanted.contains(entry.getKey());
      if (!open.isEmpty() && (!taken || entry.getValue().dtype() != dtype)) {
        spans.add(open);
        open = new ArrayList<>();
      }
      if (taken) {
        open.add(entry.getKey());
        dtype = entry.getValue().dtype();
      }
    }
    if (!open.isEmpty()) {
      spans.add(open);
    }
    return spans;
  }

  static String span(List<String> names) {
    return names.size() == 1 ? names.get(0) : names.get(0) + SPAN + names.get(names.size() - 1);
  }

  @Override
  public void close() {
    buffer.close();
  }
}

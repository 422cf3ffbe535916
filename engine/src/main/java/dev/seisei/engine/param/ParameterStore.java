package dev.seisei.engine.param;

import dev.seisei.engine.graph.TensorType;
import dev.seisei.engine.memory.Device;
import dev.seisei.engine.memory.Tensor;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A model's parameters: named tensors, each with its own type, in memory that many plans share.
 *
 * <p>The {@linkplain #version version} rises whenever a parameter changes; copies of parameters in
 * other layouts are refreshed by it. Not thread-safe: plans that update a store and plans that read
 * it run on one thread.
 */
public final class ParameterStore implements AutoCloseable {
  private final Slab slab;
  private final Map<Object, SharedCopy> copies = new HashMap<>();
  private long version;

  private ParameterStore(Slab slab) {
    this.slab = slab;
  }

  /** A store that holds copies of the given tensors. */
  public static ParameterStore of(Device device, Map<String, Tensor> initial) {
    ParameterStore store = new ParameterStore(new Slab(device, entries(initial)));
    initial.forEach(store::set);
    return store;
  }

  /** A store on the host that holds copies of the given tensors. */
  public static ParameterStore of(Map<String, Tensor> initial) {
    return of(Device.CPU, initial);
  }

  /**
   * A store of zeros, to be filled in place: {@link #get} a parameter, write to it, and say {@link
   * #changed}.
   *
   * @throws IllegalArgumentException if a shape is not constant
   */
  public static ParameterStore zeros(Device device, Map<String, TensorType> types) {
    Map<String, Slab.Entry> entries = new LinkedHashMap<>();
    types.forEach(
        (name, type) ->
            entries.put(
                name,
                new Slab.Entry(
                    type.dtype(), Arrays.stream(type.shape().toLongs()).boxed().toList())));
    return new ParameterStore(new Slab(device, entries));
  }

  static Map<String, Slab.Entry> entries(Map<String, Tensor> tensors) {
    Map<String, Slab.Entry> entries = new LinkedHashMap<>();
    tensors.forEach(
        (name, tensor) ->
            entries.put(
                name,
                new Slab.Entry(tensor.dtype(), Arrays.stream(tensor.shape()).boxed().toList())));
    return entries;
  }

  /** The parameters' names, in the order of memory. */
  public Set<String> names() {
    return slab.entries().keySet();
  }

  /**
   * Where a parameter or a span of neighbours lies.
   *
   * @throws IllegalArgumentException if there is none of that name, naming those there are
   */
  public Location locate(String key) {
    Location location = find(key);
    if (location == null) {
      throw new IllegalArgumentException(
          "no parameter " + key + "; the store has " + new TreeSet<>(names()));
    }
    return location;
  }

  /** As {@link #locate}, but null if there is none of that name. */
  public @Nullable Location find(String key) {
    return slab.find(key);
  }

  /** A parameter, sharing the store's memory. Whoever writes to it calls {@link #changed}. */
  public Tensor get(String name) {
    return locate(name).tensor();
  }

  /**
   * Overwrites a parameter.
   *
   * @throws IllegalArgumentException if type or shape differ, naming both
   */
  public void set(String name, Tensor tensor) {
    get(name).copyFrom(tensor);
    changed();
  }

  /** Says that parameters were written to. */
  public void changed() {
    version++;
  }

  /** How often parameters have changed. */
  public long version() {
    return version;
  }

  /** The given parameters, grouped into runs of neighbours in memory. */
  public List<List<String>> spans(Collection<String> names) {
    return slab.spans(names);
  }

  /** The key under which a run of neighbours is one vector. */
  public static String span(List<String> neighbours) {
    return Slab.span(neighbours);
  }

  /**
   * A copy in another layout that all plans share, refreshed when parameters have changed.
   *
   * @param key equal for equal copies
   */
  public SharedCopy copy(Object key, long bytes) {
    return copies.computeIfAbsent(key, made -> new SharedCopy(bytes));
  }

  /** Types and shapes, for state that mirrors the parameters. */
  Map<String, Slab.Entry> entries() {
    return slab.entries();
  }

  /** Frees the memory; plans over this store must not run any more. */
  @Override
  public void close() {
    slab.close();
    copies.values().forEach(SharedCopy::close);
  }
}

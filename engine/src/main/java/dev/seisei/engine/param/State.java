package dev.seisei.engine.param;

import dev.seisei.engine.memory.DType;
import dev.seisei.engine.memory.Device;
import dev.seisei.engine.memory.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What plans remember from run to run beside parameters: running statistics, optimizer slots,
 * averaged weights, recurrent state, random counters. A state that a plan reads and nobody has set
 * begins as zeros.
 *
 * <p>Not thread-safe: used by the thread that runs the plans.
 */
public final class State implements AutoCloseable {
  private final Device device;
  private final List<Slab> slabs = new ArrayList<>();

  public State(Device device) {
    this.device = device;
  }

  /** State on the host. */
  public State() {
    this(Device.CPU);
  }

  /** The names of all states. */
  public List<String> names() {
    return slabs.stream().flatMap(slab -> slab.entries().keySet().stream()).toList();
  }

  /**
   * Sets a state, which is declared if it is new.
   *
   * @throws IllegalArgumentException if it has another type or shape already
   */
  public void set(String name, Tensor value) {
    declare(name, value.dtype(), value.shape()).tensor().copyFrom(value);
  }

  /** A state, sharing memory; an error names those there are. */
  public Tensor get(String name) {
    Location location = find(name);
    if (location == null) {
      throw new IllegalArgumentException("no state " + name + "; there are " + names());
    }
    return location.tensor();
  }

  /**
   * Where a state lies, made of zeros if it is new.
   *
   * @throws IllegalArgumentException if it has another type or shape already, naming both
   */
  public Location declare(String name, DType dtype, long... shape) {
    List<Long> extents = Arrays.stream(shape).boxed().toList();
    Location known = find(name);
    if (known == null) {
      slabs.add(new Slab(device, Map.of(name, new Slab.Entry(dtype, extents))));
      return declare(name, dtype, shape);
    }
    if (known.dtype() != dtype || !known.shape().equals(extents)) {
      throw new IllegalArgumentException(
          "state " + name + " is " + known.dtype() + known.shape() + ", not " + dtype + extents);
    }
    return known;
  }

  /**
   * Declares a state for every parameter, named {@code prefix/parameter} and laid out alike, so
   * that spans of parameters have spans of state beside them. Does nothing if it is there already.
   */
  public boolean mirror(String prefix, ParameterStore parameters) {
    Map<String, Slab.Entry> entries = new LinkedHashMap<>();
    parameters.entries().forEach((name, entry) -> entries.put(prefix + "/" + name, entry));
    for (Slab slab : slabs) {
      if (slab.entries().keySet().containsAll(entries.keySet())) {
        return false;
      }
    }
    // What was set name by name, from a checkpoint say, moves in.
    Slab together = new Slab(device, entries);
    boolean restored = false;
    for (String name : entries.keySet()) {
      Location before = find(name);
      Location after = together.find(name);
      if (before != null && after != null) {
        after.tensor().copyFrom(before.tensor());
        restored = true;
      }
    }
    slabs.removeIf(slab -> entries.keySet().containsAll(slab.entries().keySet()));
    slabs.add(together);
    return !restored;
  }

  /** The key of the state beside a span of parameters. */
  public static String mirrored(String prefix, List<String> neighbours) {
    return Slab.span(neighbours.stream().map(name -> prefix + "/" + name).toList());
  }

  /** Where a state or a span of states lies; null if there is none of that name. */
  public @Nullable Location find(String key) {
    for (Slab slab : slabs) {
      Location location = slab.find(key);
      if (location != null) {
        return location;
      }
    }
    return null;
  }

  /**
   * Forgets a state that was declared alone, and frees its memory: what a plan declared whose
   * compilation failed. Does nothing if there is none.
   */
  public void forget(String name) {
    slabs.removeIf(
        slab -> {
          boolean found = slab.entries().keySet().equals(Set.of(name));
          if (found) {
            slab.close();
          }
          return found;
        });
  }

  /** Frees the memory; plans over this state must not run any more. */
  @Override
  public void close() {
    slabs.forEach(Slab::close);
  }
}

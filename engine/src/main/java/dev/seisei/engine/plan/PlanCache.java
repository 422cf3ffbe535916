package dev.seisei.engine.plan;

import dev.seisei.engine.graph.Dim;
import dev.seisei.engine.graph.Graph;
import dev.seisei.engine.graph.Node;
import dev.seisei.engine.graph.Op;
import dev.seisei.engine.graph.Shape;
import dev.seisei.engine.memory.Buffer;
import dev.seisei.engine.memory.DType;
import dev.seisei.engine.memory.Device;
import dev.seisei.engine.memory.MemoryLimitException;
import dev.seisei.engine.memory.Tensor;
import dev.seisei.engine.op.Leaf;
import dev.seisei.engine.param.State;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.bytedeco.javacpp.Pointer;
import org.jspecify.annotations.Nullable;

/**
 * Runs one graph on inputs of any size: compiles a plan for each size that occurs, or for the
 * smallest declared <em>bucket</em> that holds it, and forgets the plans used longest ago when they
 * take more memory than allowed.
 *
 * <p>A dimension with buckets is padded with zeros. Where an operation mixes along it (a mean over
 * the batch, attention over time), padding would change results: the graph must then take an input
 * {@code <symbol>.mask}, float32 of that dimension, which is filled with 1 for real and 0 for
 * padded places, and use it.
 *
 * <p>Not thread-safe.
 */
public final class PlanCache implements AutoCloseable {
  private final Graph graph;
  private final UnaryOperator<PlanBuilder> settings;
  private final Map<String, SortedSet<Long>> buckets;
  private final long maxBytes;
  private final SortedSet<String> symbols;
  private final Map<String, Leaf.Input> inputs = new TreeMap<>();
  private final LinkedHashMap<Map<String, Long>, Plan> plans = new LinkedHashMap<>(16, 0.75f, true);

  /** What all plans share, on the device of the first, unless the settings say which state. */
  private @Nullable State state;

  /**
   * @param settings binds parameters, state and providers of every plan
   * @param buckets the sizes to compile for, by symbol; a symbol without any is never padded
   * @param maxBytes how much memory the plans may hold together; the one in use always may
   * @throws IllegalArgumentException if a dimension with buckets is mixed along and has no mask, or
   *     an output has an extent computed from one
   */
  public PlanCache(
      Graph graph,
      UnaryOperator<PlanBuilder> settings,
      Map<String, List<Long>> buckets,
      long maxBytes) {
    this.graph = graph;
    this.settings = settings;
    this.maxBytes = maxBytes;
    this.symbols = graph.symbols();
    this.buckets = new HashMap<>();
    for (Node node : graph.nodes()) {
      if (node.op() instanceof Leaf.Input input) {
        inputs.put(input.key(), input);
      }
    }
    buckets.forEach(this::declare);
  }

  private static String mask(String symbol) {
    return symbol + ".mask";
  }

  private void declare(String symbol, List<Long> sizes) {
    if (sizes.isEmpty() || sizes.stream().anyMatch(size -> size < 1)) {
      throw new IllegalArgumentException(
          "buckets of " + symbol + " must be sizes >= 1, got " + sizes);
    }
    Op mixing = inputs.containsKey(mask(symbol)) ? null : Padding.mixing(graph, symbol);
    if (mixing != null) {
      throw new IllegalArgumentException(
          "dimension "
              + symbol
              + " cannot be padded, because "
              + mixing.opName()
              + " mixes along it; take an input "
              + mask(symbol)
              + " and use it, or declare no buckets");
    }
    graph
        .outputs()
        .forEach(
            (name, value) -> {
              for (Dim dim : value.shape().dims()) {
                if (dim.symbols().contains(symbol) && !dim.equals(Dim.symbol(symbol))) {
                  throw new IllegalArgumentException(
                      "output "
                          + name
                          + " has the extent "
                          + dim
                          + ", which cannot be cropped; reshape it so that "
                          + symbol
                          + " is an axis");
                }
              }
            });
    buckets.put(symbol, new TreeSet<>(sizes));
  }

  /**
   * Runs the graph.
   *
   * @param values every input but the masks; sizes that are symbolic in the graph may differ from
   *     call to call
   * @return the outputs by name, on the plans' device; the caller owns them
   * @throws IllegalArgumentException if inputs are missing, unknown or contradict each other in
   *     size, or are larger than the largest bucket
   * @throws MemoryLimitException if there is no room for a plan or for the results, even without
   *     the other plans; nothing has been computed then, and no state has changed
   */
  public Map<String, Tensor> run(Map<String, Tensor> values) {
    Map<String, Long> actual = extents(values);
    Map<String, Long> padded = new HashMap<>();
    actual.forEach((symbol, extent) -> padded.put(symbol, bucket(symbol, extent)));
    Plan plan = plan(padded);
    // Before the run: a call that was refused can be made again, and states advance once.
    Map<String, Tensor> results = results(plan, actual);
    try {
      fill(plan, values, actual);
      plan.run();
      results.forEach((name, result) -> Padding.copyCommon(plan.output(name), result));
      return results;
    } catch (RuntimeException | Error e) {
      results.values().forEach(Tensor::close);
      throw e;
    }
  }

  private Map<String, Tensor> results(Plan plan, Map<String, Long> extents) {
    Map<String, Tensor> results = new LinkedHashMap<>();
    try {
      graph
          .outputs()
          .forEach(
              (name, value) -> {
                DType dtype = value.type().dtype();
                long[] shape = bound(value.shape(), extents);
                Device device = plan.device();
                results.put(
                    name, makingRoom(plan, device, () -> Tensor.zeros(device, dtype, shape)));
              });
      return results;
    } catch (RuntimeException | Error e) {
      results.values().forEach(Tensor::close);
      throw e;
    }
  }

  private void fill(Plan plan, Map<String, Tensor> values, Map<String, Long> actual) {
    for (String name : plan.inputs()) {
      Tensor target = plan.input(name);
      Tensor value = values.get(name);
      if (value == null) {
        fillMask(target, actual.getOrDefault(name.substring(0, name.length() - 5), 0L));
      } else {
        if (!target.hasShape(value.shape())) {
          clear(target);
        }
        Padding.copyCommon(value, target);
      }
    }
  }

  private static void clear(Tensor tensor) {
    Buffer buffer = tensor.buffer();
    Pointer.memset(buffer.pointer(), 0, buffer.bytes());
  }

  private static void fillMask(Tensor mask, long real) {
    for (long i = 0; i < mask.elements(); i++) {
      mask.setDouble(i, i < real ? 1 : 0);
    }
  }

  private static long[] bound(Shape shape, Map<String, Long> extents) {
    return shape.map(dim -> dim.substitute(s -> dim(extents, s))).toLongs();
  }

  private static @Nullable Dim dim(Map<String, Long> extents, String symbol) {
    Long extent = extents.get(symbol);
    return extent == null ? null : Dim.of(extent);
  }

  /** The extents of symbolic dimensions, read off the inputs. */
  private Map<String, Long> extents(Map<String, Tensor> values) {
    SortedSet<String> expected = new TreeSet<>(inputs.keySet());
    buckets.keySet().forEach(symbol -> expected.remove(mask(symbol)));
    if (!expected.equals(values.keySet())) {
      throw new IllegalArgumentException(
          "the graph takes the inputs " + expected + ", got " + values.keySet());
    }
    Map<String, Long> extents = new TreeMap<>();
    values.forEach(
        (name, value) -> {
          Leaf.Input input = inputs.get(name);
          if (input != null) {
            match(input, value, extents);
          }
        });
    for (String symbol : symbols) {
      if (!extents.containsKey(symbol)) {
        throw new IllegalArgumentException("no input says how large " + symbol + " is");
      }
    }
    values.forEach(
        (name, value) -> {
          Leaf.Input input = inputs.get(name);
          if (input != null && !value.hasShape(bound(input.type().shape(), extents))) {
            throw new IllegalArgumentException(
                "input "
                    + name
                    + " is "
                    + value
                    + ", the graph takes "
                    + input.type()
                    + " with "
                    + extents);
          }
        });
    return extents;
  }

  private static void match(Leaf.Input input, Tensor value, Map<String, Long> extents) {
    Shape shape = input.type().shape();
    long[] given = value.shape();
    boolean fits = given.length == shape.rank() && value.dtype() == input.type().dtype();
    for (int axis = 0; fits && axis < given.length; axis++) {
      Dim dim = shape.dim(axis);
      if (dim.isConstant()) {
        fits = dim.value() == given[axis];
      } else if (dim.equals(Dim.symbol(dim.symbols().first()))) {
        Long known = extents.putIfAbsent(dim.symbols().first(), given[axis]);
        fits = known == null || known == given[axis];
      }
    }
    if (!fits) {
      throw new IllegalArgumentException(
          "input "
              + input.key()
              + " is "
              + value
              + ", the graph takes "
              + input.type()
              + (extents.isEmpty() ? "" : " with " + extents));
    }
  }

  private long bucket(String symbol, long extent) {
    SortedSet<Long> sizes = buckets.get(symbol);
    if (sizes == null) {
      return extent;
    }
    SortedSet<Long> fitting = sizes.tailSet(extent);
    if (fitting.isEmpty()) {
      throw new IllegalArgumentException(
          symbol + " is " + extent + ", the largest bucket is " + sizes.last());
    }
    return fitting.first();
  }

  private Plan plan(Map<String, Long> extents) {
    Plan plan = plans.get(extents);
    if (plan == null) {
      plan = compile(extents);
      plans.put(extents, plan);
      evict(plan);
    }
    return plan;
  }

  /** Compiles a plan, if need be in the memory of those that were used longest ago. */
  private Plan compile(Map<String, Long> extents) {
    PlanBuilder builder = settings.apply(Plan.of(graph)).bind(extents).stateIfNone(this::state);
    return makingRoom(null, builder.device(), builder::compile);
  }

  private State state(Device device) {
    State known = state;
    if (known == null) {
      known = new State(device);
      state = known;
    }
    return known;
  }

  /**
   * Tries something, closing one plan after another for it while that can help.
   *
   * @param kept a plan that is in use
   * @param device where the plans lie
   */
  private <T> T makingRoom(@Nullable Plan kept, Device device, Supplier<T> attempt) {
    while (true) {
      try {
        return attempt.get();
      } catch (MemoryLimitException e) {
        List<Plan> closable = plans.values().stream().filter(plan -> plan != kept).toList();
        long others = e.usedBytes() - closable.stream().mapToLong(Plan::bytes).sum();
        // Not what a plan's own budget refuses, nor a device that the plans do not lie on, nor
        // what would not fit alone either.
        if (e.device() != device
            || closable.isEmpty()
            || e.requestedBytes() > e.limitBytes() - others) {
          throw e;
        }
        Plan oldest = closable.get(0);
        plans.values().remove(oldest);
        oldest.close();
      }
    }
  }

  private void evict(Plan kept) {
    List<Plan> all = new ArrayList<>(plans.values());
    long bytes = all.stream().mapToLong(Plan::bytes).sum();
    for (Iterator<Plan> oldest = plans.values().iterator();
        bytes > maxBytes && oldest.hasNext(); ) {
      Plan plan = oldest.next();
      if (plan != kept) {
        bytes -= plan.bytes();
        oldest.remove();
        plan.close();
      }
    }
  }

  /** For which extents there are plans now, those used longest ago first. */
  public List<Map<String, Long>> compiled() {
    return List.copyOf(plans.keySet());
  }

  /** Frees all plans. */
  @Override
  public void close() {
    plans.values().forEach(Plan::close);
    plans.clear();
    if (state != null) {
      state.close();
    }
  }
}

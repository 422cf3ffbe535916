package dev.seisei.engine.plan;

import dev.seisei.engine.graph.Graph;
import dev.seisei.engine.graph.Node;
import dev.seisei.engine.kernel.KernelProvider;
import dev.seisei.engine.memory.Device;
import dev.seisei.engine.memory.MemoryLimitException;
import dev.seisei.engine.param.ParameterStore;
import dev.seisei.engine.param.State;
import dev.seisei.engine.pass.Passes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Compiles a graph: says what it is bound to, then {@link #compile}. */
public final class PlanBuilder {
  private final Graph source;
  private final Map<String, Long> extents = new HashMap<>();
  private @Nullable ParameterStore parameters;
  private @Nullable State shared;
  private Device device = Device.CPU;
  private Precision precision = Precision.F32;
  private long budget = Long.MAX_VALUE;
  private Predicate<KernelProvider> admitted = provider -> true;

  PlanBuilder(Graph source) {
    this.source = source;
  }

  /**
   * The store that the plan reads its parameters from, and updates those that the graph updates.
   */
  public PlanBuilder parameters(ParameterStore store) {
    parameters = store;
    return this;
  }

  /** The state that the plan reads and updates; a state of its own if none is given. */
  public PlanBuilder state(State given) {
    shared = given;
    return this;
  }

  /** The state for plans that were not given one. */
  PlanBuilder stateIfNone(Function<Device, State> supplied) {
    return shared == null ? state(supplied.apply(device)) : this;
  }

  /** Gives a symbolic dimension its extent. */
  public PlanBuilder bind(String symbol, long extent) {
    if (extent < 0) {
      throw new IllegalArgumentException(
          "the extent of " + symbol + " must be >= 0, got " + extent);
    }
    extents.put(symbol, extent);
    return this;
  }

  /** Gives symbolic dimensions their extents. */
  public PlanBuilder bind(Map<String, Long> others) {
    others.forEach(this::bind);
    return this;
  }

  /** The device to run on; the host if none is given. */
  public PlanBuilder device(Device chosen) {
    device = chosen;
    return this;
  }

  /** The device that the plan will run on. */
  Device device() {
    return device;
  }

  /** The arithmetic of products; {@link Precision#F32} if none is given. */
  public PlanBuilder precision(Precision chosen) {
    precision = chosen;
    return this;
  }

  /**
   * The most that the plan may hold for itself ({@link MemoryUse#total}); as much as it takes if
   * none is given. Where a training step would need more, values of the forward pass are computed a
   * second time in the backward pass instead of being kept, as many as need be and those that take
   * least time. Results are the same, up to rounding; a run takes longer, seldom by more than a
   * forward pass.
   *
   * @throws IllegalArgumentException if it is not positive
   */
  public PlanBuilder memoryBudget(long bytes) {
    if (bytes <= 0) {
      throw new IllegalArgumentException("a memory budget must be > 0 bytes, got " + bytes);
    }
    budget = bytes;
    return this;
  }

  /** Uses only the kernel providers of the given names, such as {@code reference}. */
  public PlanBuilder providers(String... names) {
    List<String> chosen = List.of(names);
    admitted = provider -> chosen.contains(provider.name());
    return this;
  }

  /**
   * Chooses kernels and memory.
   *
   * @throws IllegalArgumentException if a dimension is not bound, a parameter is missing or has
   *     another shape, or no provider has a kernel for an operation; the message names it
   * @throws MemoryLimitException if the plan needs more memory than the device may allocate, or
   *     cannot meet its memory budget; the message says how much it needs, for what, and what to do
   */
  public Plan compile() {
    State state = shared != null ? shared : new State(device);
    ParameterStore store = parameters != null ? parameters : ParameterStore.of(Map.of());
    List<KernelProvider> providers = providers();
    Graph graph = prepared(providers);
    Sizes.check(graph, precision, device);
    BiFunction<Graph, Integer, Draft> drafts =
        (each, copies) -> new Draft(each, precision, providers, store, state, copies);
    Draft draft = drafts.apply(graph, 0);
    if (draft.memory().total() > budget) {
      boolean training = draft.leaves().training();
      draft =
          new Checkpointing(precision, providers, training, drafts).within(budget, graph, draft);
    }
    return new Plan(
        Compilation.run(draft, graph, device, store, shared == null ? state : null), store);
  }

  /** The graph with known extents, in the operations that there are kernels for. */
  private Graph prepared(List<KernelProvider> providers) {
    try {
      Graph bound = Passes.bind(source, extents);
      Graph expanded = Passes.expand(bound, node -> claimed(node, providers));
      return Passes.mergeEqual(Passes.sinkReshapes(expanded));
    } catch (ArithmeticException e) {
      throw new IllegalArgumentException(
          "with the extents " + extents + " a dimension is no 64-bit number any more", e);
    }
  }

  private List<KernelProvider> providers() {
    List<KernelProvider> found = new ArrayList<>();
    ServiceLoader.load(KernelProvider.class, KernelProvider.class.getClassLoader())
        .forEach(found::add);
    found.removeIf(admitted.negate());
    found.sort(Comparator.comparingInt(KernelProvider::priority).reversed());
    return found;
  }

  private static boolean claimed(Node node, List<KernelProvider> providers) {
    return providers.stream().anyMatch(provider -> provider.claims(node));
  }
}

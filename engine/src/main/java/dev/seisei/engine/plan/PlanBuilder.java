package dev.seisei.engine.plan;

import dev.seisei.engine.graph.Graph;
import dev.seisei.engine.graph.Node;
import dev.seisei.engine.graph.Value;
import dev.seisei.engine.kernel.Kernel;
import dev.seisei.engine.kernel.KernelProvider;
import dev.seisei.engine.kernel.Strided;
import dev.seisei.engine.memory.Buffer;
import dev.seisei.engine.memory.DType;
import dev.seisei.engine.memory.Device;
import dev.seisei.engine.memory.Tensor;
import dev.seisei.engine.op.Leaf;
import dev.seisei.engine.param.Location;
import dev.seisei.engine.param.ParameterStore;
import dev.seisei.engine.param.State;
import dev.seisei.engine.pass.Passes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Compiles a graph: says what it is bound to, then {@link #compile}. Used once. */
public final class PlanBuilder {
  private final Graph source;
  private final Map<String, Long> extents = new HashMap<>();
  private @Nullable ParameterStore parameters;
  private @Nullable State shared;
  private State state = new State();
  private Device device = Device.CPU;
  private Precision precision = Precision.F32;
  private Predicate<KernelProvider> admitted = provider -> true;

  private final Map<Buffer, Root> given = new HashMap<>();
  private final List<Buffer> owned = new ArrayList<>();
  private final Map<String, Tensor> inputs = new LinkedHashMap<>();

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

  /** The arithmetic of products; {@link Precision#F32} if none is given. */
  public PlanBuilder precision(Precision chosen) {
    precision = chosen;
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
   */
  public Plan compile() {
    state = shared != null ? shared : new State(device);
    ParameterStore store = parameters != null ? parameters : ParameterStore.of(Map.of());
    List<KernelProvider> providers = providers();
    Graph bound = Passes.bind(source, extents);
    Graph expanded = Passes.expand(bound, node -> claimed(node, providers));
    Graph graph = Passes.mergeEqual(Passes.sinkReshapes(expanded));
    boolean training = graph.updates().keySet().stream().anyMatch(name -> isParameter(store, name));
    Map<Value, Placement> leaves = new LinkedHashMap<>();
    for (Node node : graph.nodes()) {
      if (node.op() instanceof Leaf leaf) {
        leaves.put(node.output(), place(leaf, store, training));
      }
    }
    Map<String, Placement> stores = new HashMap<>();
    graph.updates().forEach((name, value) -> stores.put(name, destination(store, name, value)));
    Lowering lowering = new Lowering(graph, precision, providers, leaves, stores);
    Map<String, Placement> results = lowering.results();
    assignMemory(lowering);
    Buffer scratch = scratch(lowering.tasks());
    List<Kernel> kernels =
        new ArrayList<>(lowering.tasks().stream().map(task -> task.bind(scratch)).toList());
    Map<String, Tensor> outputs = new LinkedHashMap<>();
    results.forEach((name, place) -> outputs.put(name, tensor(place, graph.outputs().get(name))));
    Program program =
        new Program(
            lowering.tasks(),
            kernels,
            inputs,
            outputs,
            training,
            owned,
            shared == null ? state : null);
    for (Kernel kernel : program.kernels(Root.Stage.CONSTANT)) {
      kernel.run();
    }
    return new Plan(program, store);
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

  private static boolean isParameter(ParameterStore store, String key) {
    return store.find(key) != null;
  }

  private Root given(Root.Stage stage, Buffer buffer) {
    return given.computeIfAbsent(buffer, b -> Root.of(stage, b));
  }

  private Placement place(Leaf leaf, ParameterStore store, boolean training) {
    long[] shape = leaf.type().shape().toLongs();
    if (leaf instanceof Leaf.Input input) {
      Tensor tensor = inputs.get(input.key());
      if (tensor == null) {
        tensor = own(Tensor.zeros(device, input.type().dtype(), shape));
        inputs.put(input.key(), tensor);
      }
      return dense(given(Root.Stage.RUN, tensor.buffer()), tensor.dtype(), shape);
    } else if (leaf instanceof Leaf.Parameter parameter) {
      Location location = checked(store.locate(parameter.key()), leaf, parameter.key());
      Root.Stage stage = training ? Root.Stage.RUN : Root.Stage.PARAMETERS;
      return new Placement(
          given(stage, location.buffer()),
          location.offset(),
          Strided.dense(location.dtype(), shape));
    } else if (leaf instanceof Leaf.State held) {
      Location location = state.declare(held.key(), held.type().dtype(), shape);
      return new Placement(
          given(Root.Stage.RUN, location.buffer()),
          location.offset(),
          Strided.dense(location.dtype(), shape));
    } else if (leaf instanceof Leaf.Constant constant) {
      return dense(
          given(Root.Stage.CONSTANT, constant.tensor().buffer()), constant.tensor().dtype(), shape);
    } else if (leaf instanceof Leaf.Fill fill) {
      Tensor number = own(Tensor.zeros(device, fill.type().dtype(), 1));
      number.setDouble(0, fill.number());
      return new Placement(
          given(Root.Stage.CONSTANT, number.buffer()),
          0,
          Strided.of(fill.type().dtype(), shape, new long[shape.length]));
    } else if (leaf instanceof Leaf.Iota iota) {
      Tensor counted = own(Tensor.zeros(device, iota.dtype(), shape));
      for (long i = 0; i < shape[0]; i++) {
        counted.setDouble(i, (double) i);
      }
      return dense(given(Root.Stage.CONSTANT, counted.buffer()), counted.dtype(), shape);
    }
    throw new IllegalStateException("unbound leaf " + leaf);
  }

  private static Placement dense(Root root, DType dtype, long[] shape) {
    return new Placement(root, 0, Strided.dense(dtype, shape));
  }

  private Tensor own(Tensor tensor) {
    owned.add(tensor.buffer());
    return tensor;
  }

  private static Location checked(Location location, Leaf leaf, String key) {
    List<Long> shape = leaf.type().shape().dims().stream().map(dim -> dim.value()).toList();
    if (location.dtype() != leaf.type().dtype() || !location.shape().equals(shape)) {
      throw new IllegalArgumentException(
          "parameter "
              + key
              + " is stored as "
              + location.dtype()
              + location.shape()
              + ", the graph takes "
              + leaf.type());
    }
    return location;
  }

  private Placement destination(ParameterStore store, String name, Value value) {
    long[] shape = value.shape().toLongs();
    DType dtype = value.type().dtype();
    Location parameter = store.find(name);
    Location location = parameter != null ? parameter : state.declare(name, dtype, shape);
    if (location.dtype() != dtype || !location.tensor().hasShape(shape)) {
      throw new IllegalArgumentException(
          name + " is " + location.tensor() + ", its update is " + value.type());
    }
    return new Placement(
        given(Root.Stage.RUN, location.buffer()),
        location.offset(),
        Strided.dense(location.dtype(), shape));
  }

  private void assignMemory(Lowering lowering) {
    List<Root> temporary = lowering.roots().stream().filter(Root::isTemporary).toList();
    Arena arena = new Arena(temporary);
    Buffer block = device.allocate(arena.bytes());
    owned.add(block);
    temporary.forEach(root -> root.place(block.slice(arena.offset(root), root.bytes)));
    for (Root root : lowering.roots()) {
      if (!root.isTemporary() && !root.isGiven()) {
        Buffer kept = device.allocate(root.bytes);
        owned.add(kept);
        root.place(kept);
      }
    }
  }

  private Buffer scratch(List<Task> tasks) {
    Buffer scratch =
        device.allocate(
            tasks.stream().mapToLong(task -> task.proposal().scratchBytes()).max().orElse(0));
    owned.add(scratch);
    return scratch;
  }

  private static Tensor tensor(Placement place, @Nullable Value value) {
    if (value == null) {
      throw new IllegalStateException("an output without a value");
    }
    long[] shape = value.shape().toLongs();
    DType dtype = value.type().dtype();
    return Tensor.view(
        place.root().buffer().slice(place.offset(), Tensor.elementsOf(shape) * dtype.bytes()),
        dtype,
        shape);
  }
}

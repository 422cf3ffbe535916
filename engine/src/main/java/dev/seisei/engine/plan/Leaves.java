package dev.seisei.engine.plan;

import dev.seisei.engine.graph.Graph;
import dev.seisei.engine.graph.Node;
import dev.seisei.engine.graph.Shape;
import dev.seisei.engine.graph.TensorType;
import dev.seisei.engine.graph.Value;
import dev.seisei.engine.kernel.Strided;
import dev.seisei.engine.memory.Buffer;
import dev.seisei.engine.memory.ByteSize;
import dev.seisei.engine.memory.DType;
import dev.seisei.engine.memory.Tensor;
import dev.seisei.engine.op.Leaf;
import dev.seisei.engine.param.Location;
import dev.seisei.engine.param.ParameterStore;
import dev.seisei.engine.param.State;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Where a graph's leaves lie and where its updates go. What exists already is found; what does not
 * is planned, and made by {@link #allocate} when it is known that there is room.
 */
final class Leaves {
  /** Memory that is yet to be allocated for a leaf. */
  private record Planned(Root root, TensorType type) {
    static Planned of(Root.Stage stage, TensorType type) {
      long bytes = ByteSize.of(type.dtype(), type.shape().toLongs());
      return new Planned(Root.reserved(stage, bytes), type);
    }

    Placement dense() {
      return new Placement(root, 0, Strided.dense(type.dtype(), type.shape().toLongs()));
    }
  }

  private record Numbered(Planned memory, double first, double step) {}

  private final ParameterStore store;
  private final State state;
  private final boolean training;

  private final Map<Buffer, Root> given = new HashMap<>();
  private final Set<Buffer> parameterMemory = new HashSet<>();
  private final Set<Buffer> stateMemory = new HashSet<>();
  private final Map<String, Planned> inputs = new LinkedHashMap<>();
  private final Map<String, Planned> states = new LinkedHashMap<>();
  private final List<Numbered> numbers = new ArrayList<>();
  private final Map<Value, Placement> places = new LinkedHashMap<>();
  private final Map<String, Placement> stores = new HashMap<>();

  /**
   * @param state the state that leaves and updates are looked up in, and declared in if they are
   *     new
   * @throws IllegalArgumentException if a parameter is missing, or it or a state has another type
   *     or shape than the graph takes
   */
  Leaves(Graph graph, ParameterStore store, State state) {
    this.store = store;
    this.state = state;
    this.training = graph.updates().keySet().stream().anyMatch(name -> store.find(name) != null);
    for (Node node : graph.nodes()) {
      if (node.op() instanceof Leaf leaf) {
        places.put(node.output(), place(leaf));
      }
    }
    graph.updates().forEach((name, value) -> stores.put(name, destination(name, value)));
  }

  /** Where leaves lie. */
  Map<Value, Placement> places() {
    return places;
  }

  /** Where updates go, by name. */
  Map<String, Placement> stores() {
    return stores;
  }

  /** Whether the graph updates parameters. */
  boolean training() {
    return training;
  }

  /** Bytes of inputs, and of numbers that the graph names. */
  long plannedBytes() {
    return inputs.values().stream().mapToLong(planned -> planned.root().bytes).sum()
        + numbers.stream().mapToLong(number -> number.memory().root().bytes).sum();
  }

  /** Bytes of states that do not exist yet. */
  long newStateBytes() {
    return states.values().stream().mapToLong(planned -> planned.root().bytes).sum();
  }

  /** Bytes of all states that the graph reads or updates, optimizer slots among them. */
  long stateBytes() {
    return newStateBytes() + stateMemory.stream().mapToLong(Buffer::bytes).sum();
  }

  /** Bytes of the memory that the parameters lie in. */
  long parameterBytes() {
    return parameterMemory.stream().mapToLong(Buffer::bytes).sum();
  }

  private Root given(Root.Stage stage, Buffer buffer) {
    return given.computeIfAbsent(buffer, b -> Root.of(stage, b));
  }

  private Placement given(Root.Stage stage, Location location) {
    long[] shape = location.shape().stream().mapToLong(Long::longValue).toArray();
    return new Placement(
        given(stage, location.buffer()), location.offset(), Strided.dense(location.dtype(), shape));
  }

  private Placement place(Leaf leaf) {
    DType dtype = leaf.type().dtype();
    long[] shape = leaf.type().shape().toLongs();
    if (leaf instanceof Leaf.Input input) {
      return inputs
          .computeIfAbsent(input.key(), key -> Planned.of(Root.Stage.RUN, leaf.type()))
          .dense();
    } else if (leaf instanceof Leaf.Parameter parameter) {
      Location location = checked(store.locate(parameter.key()), leaf, parameter.key());
      parameterMemory.add(location.buffer());
      return given(training ? Root.Stage.RUN : Root.Stage.PARAMETERS, location);
    } else if (leaf instanceof Leaf.State held) {
      return state(held.key(), held.type());
    } else if (leaf instanceof Leaf.Constant constant) {
      Root root = given(Root.Stage.CONSTANT, constant.tensor().buffer());
      return new Placement(root, 0, Strided.dense(constant.tensor().dtype(), shape));
    } else if (leaf instanceof Leaf.Fill fill) {
      Planned number = Planned.of(Root.Stage.CONSTANT, leaf.type().withShape(Shape.of(1)));
      numbers.add(new Numbered(number, fill.number(), 0));
      return new Placement(number.root(), 0, Strided.of(dtype, shape, new long[shape.length]));
    } else if (leaf instanceof Leaf.Iota) {
      Planned counted = Planned.of(Root.Stage.CONSTANT, leaf.type());
      numbers.add(new Numbered(counted, 0, 1));
      return counted.dense();
    }
    throw new IllegalStateException("unbound leaf " + leaf);
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

  private Placement state(String name, TensorType type) {
    long[] shape = type.shape().toLongs();
    if (state.find(name) != null) {
      Location location = state.declare(name, type.dtype(), shape);
      stateMemory.add(location.buffer());
      return given(Root.Stage.RUN, location);
    }
    Planned planned = states.computeIfAbsent(name, key -> Planned.of(Root.Stage.RUN, type));
    if (!planned.type().equals(type)) {
      throw new IllegalArgumentException(
          "state " + name + " is " + planned.type() + ", not " + type);
    }
    return planned.dense();
  }

  private Placement destination(String name, Value value) {
    Location parameter = store.find(name);
    if (parameter == null) {
      return state(name, value.type());
    }
    long[] shape = value.shape().toLongs();
    if (parameter.dtype() != value.type().dtype() || !parameter.tensor().hasShape(shape)) {
      throw new IllegalArgumentException(
          name + " is " + parameter.tensor() + ", its update is " + value.type());
    }
    return given(Root.Stage.RUN, parameter);
  }

  /**
   * Makes what does not exist yet.
   *
   * @return the inputs by name
   */
  Map<String, Tensor> allocate(Owned owned) {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    inputs.forEach((name, planned) -> tensors.put(name, tensor(planned, owned)));
    for (Numbered number : numbers) {
      Tensor tensor = tensor(number.memory(), owned);
      for (long i = 0; i < tensor.elements(); i++) {
        tensor.setDouble(i, number.first() + i * number.step());
      }
    }
    states.forEach(
        (name, planned) -> {
          Location location =
              state.declare(name, planned.type().dtype(), planned.type().shape().toLongs());
          owned.declared(state, name);
          planned.root().place(location.buffer());
        });
    return tensors;
  }

  private static Tensor tensor(Planned planned, Owned owned) {
    Buffer buffer = owned.allocate(planned.root());
    return Tensor.view(buffer, planned.type().dtype(), planned.type().shape().toLongs());
  }
}

package dev.seisei.core.checkpoint;

import dev.seisei.engine.graph.Dim;
import dev.seisei.engine.graph.Graph;
import dev.seisei.engine.graph.Node;
import dev.seisei.engine.graph.Shape;
import dev.seisei.engine.graph.TensorType;
import dev.seisei.engine.memory.DType;
import dev.seisei.engine.memory.Device;
import dev.seisei.engine.memory.Tensor;
import dev.seisei.engine.op.Leaf;
import dev.seisei.engine.param.ParameterStore;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/** Tensors from files matched to what graphs read, by name and shape. */
final class Weights {
  private final TensorSource files;

  Weights(TensorSource files) {
    this.files = files;
  }

  /**
   * The parameters that the graphs read, in the graphs' types.
   *
   * @param ignored names that may be left over
   * @throws IllegalArgumentException naming all that are missing, left over, or otherwise wrong
   */
  Map<String, Tensor> parameters(Collection<Graph> graphs, Predicate<String> ignored) {
    return read(checked(graphs, ignored));
  }

  /** As {@link #parameters}, without reading anything. */
  void require(Collection<Graph> graphs, Predicate<String> ignored) {
    checked(graphs, ignored);
  }

  /** As {@link #parameters}, read from the files to where they stay. */
  ParameterStore store(Collection<Graph> graphs, Predicate<String> ignored, Device device) {
    Map<String, TensorType> types = new LinkedHashMap<>();
    checked(graphs, ignored)
        .forEach((name, type) -> types.put(name, type.withShape(Shape.of(files.shape(name)))));
    ParameterStore store = ParameterStore.zeros(device, types);
    boolean complete = false;
    try {
      types.keySet().forEach(name -> files.read(name, store.get(name)));
      store.changed();
      complete = true;
      return store;
    } finally {
      if (!complete) {
        store.close();
      }
    }
  }

  private Map<String, TensorType> checked(Collection<Graph> graphs, Predicate<String> ignored) {
    Map<String, TensorType> expected = leaves(graphs, Leaf.Parameter.class);
    List<String> wrong = new ArrayList<>();
    Set<String> leftOver = new TreeSet<>(files.names());
    leftOver.removeAll(leaves(graphs, Leaf.State.class).keySet());
    leftOver.removeAll(expected.keySet());
    leftOver.removeIf(ignored);
    expected.forEach(
        (name, type) -> {
          if (files.names().contains(name)) {
            compare(name, type, wrong);
          } else {
            wrong.add(Json.quote(name) + " " + type + " is missing");
          }
        });
    leftOver.forEach(name -> wrong.add(Json.quote(name) + " is not part of the model"));
    refuse(wrong);
    return expected;
  }

  /**
   * The states that the graphs read, as far as the files have them.
   *
   * @throws IllegalArgumentException naming all whose shape or type is wrong
   */
  Map<String, Tensor> states(Collection<Graph> graphs) {
    Map<String, TensorType> expected = leaves(graphs, Leaf.State.class);
    expected.keySet().retainAll(files.names());
    List<String> wrong = new ArrayList<>();
    expected.forEach((name, type) -> compare(name, type, wrong));
    refuse(wrong);
    return read(expected);
  }

  /** The leaves of one kind and their types, in the order of the graphs' nodes. */
  private static Map<String, TensorType> leaves(
      Collection<Graph> graphs, Class<? extends Leaf> kind) {
    Map<String, TensorType> leaves = new LinkedHashMap<>();
    for (Graph graph : graphs) {
      for (Node node : graph.nodes()) {
        if (kind.isInstance(node.op()) && node.op() instanceof Leaf leaf) {
          String name = key(leaf);
          TensorType other = leaves.putIfAbsent(name, leaf.type());
          if (other != null && !other.equals(leaf.type())) {
            throw new IllegalArgumentException(
                "the graphs read " + name + " both as " + other + " and as " + leaf.type());
          }
        }
      }
    }
    return leaves;
  }

  private static String key(Leaf leaf) {
    if (leaf instanceof Leaf.Parameter parameter) {
      return parameter.key();
    }
    if (leaf instanceof Leaf.State state) {
      return state.key();
    }
    throw new IllegalArgumentException(leaf.opName() + " is never saved");
  }

  private void compare(String name, TensorType expected, List<String> wrong) {
    long[] shape = files.shape(name);
    if (!fits(shape, expected.shape())) {
      wrong.add(
          Json.quote(name)
              + " has shape "
              + Arrays.toString(shape)
              + ", expected "
              + expected.shape());
      return;
    }
    DType dtype = files.dtype(name);
    if (dtype != expected.dtype() && !(dtype.isFloating() && expected.dtype().isFloating())) {
      wrong.add(Json.quote(name) + " is " + dtype + ", expected " + expected.dtype());
    }
  }

  /** Whether extents are those of a shape, as far as it knows them. */
  private static boolean fits(long[] extents, Shape shape) {
    if (extents.length != shape.rank()) {
      return false;
    }
    for (int i = 0; i < extents.length; i++) {
      Dim dim = shape.dim(i);
      if (dim.isConstant() && dim.value() != extents[i]) {
        return false;
      }
    }
    return true;
  }

  private void refuse(List<String> wrong) {
    if (!wrong.isEmpty()) {
      throw new IllegalArgumentException(
          files.file() + " does not fit the model: " + String.join("; ", wrong));
    }
  }

  private Map<String, Tensor> read(Map<String, TensorType> types) {
    Map<String, Tensor> tensors = files.read(types.keySet());
    types.forEach(
        (name, type) ->
            tensors.computeIfPresent(name, (key, tensor) -> converted(tensor, type.dtype())));
    return tensors;
  }

  private static Tensor converted(Tensor tensor, DType dtype) {
    if (tensor.dtype() == dtype) {
      return tensor;
    }
    try (tensor) {
      Tensor converted = Tensor.zeros(Device.CPU, dtype, tensor.shape());
      converted.convertFrom(tensor);
      return converted;
    }
  }
}

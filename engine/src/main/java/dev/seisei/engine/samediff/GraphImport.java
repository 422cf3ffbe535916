package dev.seisei.engine.samediff;

import dev.seisei.engine.gradient.Gradients;
import dev.seisei.engine.graph.Dim;
import dev.seisei.engine.graph.Graph;
import dev.seisei.engine.graph.Op;
import dev.seisei.engine.graph.Shape;
import dev.seisei.engine.graph.TensorType;
import dev.seisei.engine.graph.Value;
import dev.seisei.engine.memory.DType;
import dev.seisei.engine.memory.Tensor;
import dev.seisei.engine.nd4j.Nd4jTensors;
import dev.seisei.engine.op.Composite;
import dev.seisei.engine.op.Leaf;
import dev.seisei.engine.op.Ops;
import dev.seisei.engine.op.Random;
import dev.seisei.engine.samediff.Annotations.CompositeRegion;
import dev.seisei.engine.samediff.Annotations.GradientInput;
import dev.seisei.engine.samediff.Annotations.Port;
import dev.seisei.engine.samediff.Annotations.RandomInput;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.VariableType;
import org.nd4j.autodiff.samediff.internal.SameDiffOp;

/**
 * Turns a SameDiff graph into the engine's own {@link Graph}: placeholders become inputs, trainable
 * variables parameters, annotated variables states. An extent of -1 becomes a symbolic dimension:
 * {@code batch} on axis 0, otherwise {@code <placeholder>.<axis>}, unless {@linkplain #dimension
 * named}.
 *
 * <p>The SameDiff graph is only read. Used once, by one thread.
 */
public final class GraphImport {
  /** The state that random numbers are keyed by: the seed, then the number of runs so far. */
  public static final String RANDOM_KEY = "random.key";

  private final SameDiff sameDiff;
  private final Annotations annotations;
  private final Map<String, String> dimensions = new HashMap<>();
  private final Scope outside = new Scope(null, null);
  private final Map<String, List<CompositeRegion>> enclosing = new HashMap<>();

  private GraphImport(SameDiff sameDiff) {
    this.sameDiff = sameDiff;
    this.annotations = Annotations.of(sameDiff);
  }

  /** Starts an import. */
  public static GraphImport of(SameDiff sameDiff) {
    return new GraphImport(sameDiff);
  }

  /** Names the symbolic dimension of one axis of a placeholder; equal names mean equal extents. */
  public GraphImport dimension(String placeholder, int axis, String symbol) {
    dimensions.put(placeholder + "." + axis, symbol);
    return this;
  }

  /**
   * Imports what the given variables need, and the state updates recorded beside the graph that
   * need nothing else than they do, such as running means of what a batch norm has found.
   *
   * @throws IllegalArgumentException if a variable does not exist, or an operation cannot be
   *     imported, naming it
   */
  public Graph graph(String... outputs) {
    for (String output : outputs) {
      if (!sameDiff.hasVariable(output)) {
        throw new IllegalArgumentException(
            "the graph has no variable " + output + "; it has " + sameDiff.getVariables().keySet());
      }
    }
    Set<String> needed = needed(outputs);
    for (CompositeRegion region : annotations.composites()) {
      for (String op : region.ops()) {
        enclosing.computeIfAbsent(op, name -> new ArrayList<>()).add(0, region);
      }
    }
    importAll(
        sameDiff.getOps().values().stream().filter(op -> needed.contains(op.getName())).toList(),
        outside,
        0);
    Map<String, Value> results = new LinkedHashMap<>();
    for (String output : outputs) {
      results.put(output, value(outside, output));
    }
    Map<String, Value> updates = new LinkedHashMap<>();
    annotations
        .updates()
        .forEach(
            (state, value) -> {
              if (outside.values.containsKey(value)) {
                updates.put(state, value(outside, value));
              }
            });
    if (outside.values.containsKey(RANDOM_KEY)) {
      Value step = Ops.constant(Tensor.of(new long[] {0, 1}, 2));
      updates.put(RANDOM_KEY, Ops.add(randomKey(), step));
    }
    return new Graph(results, updates);
  }

  /** Copies of the graph's trainable variables, which are its parameters, by name. */
  public static Map<String, Tensor> parameters(SameDiff sameDiff) {
    return tensors(sameDiff, false);
  }

  /** Copies of the initial values of the states declared beside a graph, by name. */
  public static Map<String, Tensor> states(SameDiff sameDiff) {
    return tensors(sameDiff, true);
  }

  private static Map<String, Tensor> tensors(SameDiff sameDiff, boolean states) {
    Set<String> names = Annotations.of(sameDiff).states();
    Map<String, Tensor> result = new LinkedHashMap<>();
    for (SDVariable variable : sameDiff.variables()) {
      if (variable.getVariableType() == VariableType.VARIABLE
          && names.contains(variable.name()) == states) {
        result.put(variable.name(), Nd4jTensors.tensor(variable.getArr()));
      }
    }
    return result;
  }

  private Set<String> needed(String... outputs) {
    Set<String> computed = producers(outputs);
    Set<String> read = new HashSet<>();
    computed.forEach(op -> read.addAll(inputs(op)));
    Set<String> ops = new HashSet<>(computed);
    for (String value : annotations.updates().values()) {
      Set<String> more = producers(value);
      more.removeAll(computed);
      if (leadsOn(value, more, computed, read)) {
        ops.addAll(more);
      }
    }
    return ops;
  }

  /**
   * Whether a value is computed from what others compute or read, states and constants alone.
   *
   * @param more the operations that compute it beside the others
   * @param computed the others
   * @param read the variables that those read
   */
  private boolean leadsOn(String value, Set<String> more, Set<String> computed, Set<String> read) {
    boolean fromOthers = isComputed(value, computed);
    for (String name : more) {
      for (String input : inputs(name)) {
        fromOthers |= isComputed(input, computed);
        if (producer(input) == null
            && !read.contains(input)
            && !annotations.states().contains(input)
            && sameDiff.getVariable(input).getVariableType() != VariableType.CONSTANT) {
          return false;
        }
      }
    }
    return fromOthers;
  }

  private boolean isComputed(String variable, Set<String> ops) {
    String producer = producer(variable);
    return producer != null && ops.contains(producer);
  }

  private List<String> inputs(String op) {
    List<String> inputs = op(op).getInputsToOp();
    return inputs == null ? List.of() : inputs;
  }

  /** The operations that variables are computed by, and those of composites among them. */
  private Set<String> producers(String... variables) {
    Deque<String> open = new ArrayDeque<>(List.of(variables));
    Set<String> ops = new HashSet<>();
    Set<CompositeRegion> regions = new HashSet<>();
    Set<String> updates = new HashSet<>();
    while (!open.isEmpty()) {
      String variable = open.pop();
      RandomInput random = annotations.randoms().get(variable);
      if (random != null) {
        open.add(random.like());
      }
      GradientInput gradient = annotations.gradients().get(variable);
      if (gradient != null) {
        open.add(gradient.of());
        open.add(gradient.wrt());
      }
      String producer = producer(variable);
      if (producer == null || !ops.add(producer)) {
        continue;
      }
      List<String> inputs = inputs(producer);
      open.addAll(inputs);
      for (CompositeRegion region : annotations.composites()) {
        if (region.ops().contains(producer) && regions.add(region)) {
          region.outputs().forEach(port -> open.add(variable(port, false)));
        }
      }
      // An update belongs to the block that reads its state.
      annotations
          .updates()
          .forEach(
              (state, value) -> {
                if (inputs.contains(state) && updates.add(state)) {
                  open.add(value);
                }
              });
    }
    return ops;
  }

  private SameDiffOp op(String name) {
    return Objects.requireNonNull(sameDiff.getOps().get(name), name);
  }

  /** The operation that computes a variable, or null for a leaf. */
  private @Nullable String producer(String variable) {
    return Objects.requireNonNull(sameDiff.getVariables().get(variable), variable).getOutputOfOp();
  }

  private String variable(Port port, boolean input) {
    SameDiffOp op = op(port.op());
    return (input ? op.getInputsToOp() : op.getOutputsOfOp()).get(port.index());
  }

  /** What names mean outside of all composites, or inside one. */
  private static final class Scope {
    final @Nullable Scope parent;
    final @Nullable CompositeRegion region;
    final Map<String, Value> values = new HashMap<>();

    Scope(@Nullable Scope parent, @Nullable CompositeRegion region) {
      this.parent = parent;
      this.region = region;
    }
  }

  /** Imports operations in order; those of a composite inside this scope together, as one. */
  private void importAll(List<SameDiffOp> ops, Scope scope, int depth) {
    Set<CompositeRegion> done = new HashSet<>();
    for (SameDiffOp op : ops) {
      List<CompositeRegion> regions = enclosing.getOrDefault(op.getName(), List.of());
      if (regions.size() <= depth) {
        importOp(op, scope);
      } else if (done.add(regions.get(depth))) {
        CompositeRegion region = regions.get(depth);
        importComposite(
            region,
            ops.stream().filter(each -> region.ops().contains(each.getName())).toList(),
            scope,
            depth + 1);
      }
    }
  }

  private void importOp(SameDiffOp op, Scope scope) {
    List<String> names = op.getInputsToOp() == null ? List.of() : op.getInputsToOp();
    List<Value> inputs = names.stream().map(name -> value(scope, name)).toList();
    List<Value> outputs = OperationTable.apply(new OperationCall(op, inputs));
    List<String> outputNames = op.getOutputsOfOp();
    if (outputs.size() != outputNames.size()) {
      throw new IllegalStateException(
          op.getName() + " gave " + outputs.size() + " values for " + outputNames);
    }
    for (int i = 0; i < outputs.size(); i++) {
      scope.values.put(outputNames.get(i), outputs.get(i));
    }
  }

  /** Imports a composite's operations over stand-ins for its inputs, then applies it to them. */
  private void importComposite(
      CompositeRegion region, List<SameDiffOp> ops, Scope scope, int depth) {
    Scope inside = new Scope(scope, region);
    List<Value> inputs = new ArrayList<>();
    List<Value> standIns = new ArrayList<>();
    for (Port port : region.inputs()) {
      String name = variable(port, true);
      Value input = value(scope, name);
      Value standIn = Ops.apply(new Leaf.Input(String.valueOf(inputs.size()), input.type()));
      inside.values.putIfAbsent(name, standIn);
      inputs.add(input);
      standIns.add(standIn);
    }
    importAll(ops, inside, depth);
    List<String> names = region.outputs().stream().map(port -> variable(port, false)).toList();
    List<Value> results = names.stream().map(name -> value(inside, name)).toList();
    Op composite = new Composite(region.type(), region.attributes(), standIns, results);
    List<Value> outputs = Ops.apply(composite, inputs);
    for (int i = 0; i < outputs.size(); i++) {
      scope.values.put(names.get(i), outputs.get(i));
    }
  }

  private Value value(Scope scope, String name) {
    Value known = scope.values.get(name);
    if (known == null) {
      known = scope.parent == null ? leaf(sameDiff.getVariable(name)) : fixed(scope, name);
      scope.values.put(name, known);
    }
    return known;
  }

  /** What a composite may read of the outside beside its inputs: constants and shapes. */
  private Value fixed(Scope scope, String name) {
    Value value = value(Objects.requireNonNull(scope.parent), name);
    boolean constant = value.op() instanceof Leaf.Constant || value.op() instanceof Leaf.Fill;
    if (!constant && ShapeContent.of(value) == null) {
      String composite = Objects.requireNonNull(scope.region).type().name();
      throw new IllegalArgumentException(
          "composite " + composite + " reads " + name + ", which is not among its inputs");
    }
    return value;
  }

  private Value leaf(SDVariable variable) {
    String name = variable.name();
    RandomInput random = annotations.randoms().get(name);
    if (random != null) {
      TensorType type = value(outside, random.like()).type();
      return Ops.apply(
          new Random(random.distribution(), random.stream(), type.dtype(), type.shape()),
          randomKey());
    }
    GradientInput gradient = annotations.gradients().get(name);
    if (gradient != null) {
      Value scalar = Ops.reshape(value(outside, gradient.of()), new Shape(List.of()));
      return Gradients.of(scalar, List.of(value(outside, gradient.wrt()))).get(0);
    }
    DType dtype = Nd4jTensors.dtype(variable.dataType());
    return switch (variable.getVariableType()) {
      case PLACEHOLDER -> Ops.input(name, dtype, shape(variable));
      case CONSTANT -> constant(Nd4jTensors.tensor(variable.getArr()));
      case VARIABLE -> {
        TensorType type = new TensorType(dtype, Shape.of(variable.getArr().shape()));
        yield Ops.apply(
            annotations.states().contains(name)
                ? new Leaf.State(name, type)
                : new Leaf.Parameter(name, type));
      }
      default ->
          throw new IllegalArgumentException(
              "variable " + name + " is computed by no operation and is no placeholder");
    };
  }

  private Value randomKey() {
    return outside.values.computeIfAbsent(
        RANDOM_KEY, key -> Ops.apply(new Leaf.State(key, new TensorType(DType.I64, Shape.of(2)))));
  }

  private static Value constant(Tensor tensor) {
    if (tensor.elements() != 1) {
      return Ops.constant(tensor);
    }
    return Ops.fill(tensor.getDouble(0), new TensorType(tensor.dtype(), Shape.of(tensor.shape())));
  }

  private Shape shape(SDVariable placeholder) {
    long[] extents = placeholder.placeholderShape();
    if (extents == null) {
      throw new IllegalArgumentException(
          "placeholder "
              + placeholder.name()
              + " has no shape; give it one, with -1 where it varies");
    }
    return new Shape(
        IntStream.range(0, extents.length)
            .mapToObj(
                axis ->
                    extents[axis] >= 0
                        ? Dim.of(extents[axis])
                        : Dim.symbol(symbol(placeholder.name(), axis)))
            .toList());
  }

  private String symbol(String placeholder, int axis) {
    String key = placeholder + "." + axis;
    return dimensions.getOrDefault(key, axis == 0 ? "batch" : key);
  }
}

package dev.seisei.core.model;

import dev.seisei.core.checkpoint.Checkpoint;
import dev.seisei.core.file.Sha256;
import dev.seisei.engine.graph.Graph;
import dev.seisei.engine.memory.Device;
import dev.seisei.engine.memory.Tensor;
import dev.seisei.engine.param.ParameterStore;
import dev.seisei.engine.plan.Plan;
import dev.seisei.engine.plan.PlanBuilder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * The functions of an opened model, compiled when they are first asked for.
 *
 * <p>Functions come from a file, and are what they should be only once that is checked. Not
 * thread-safe.
 */
public final class Functions implements AutoCloseable {
  private final Map<String, Graph> graphs;
  private final ParameterStore parameters;
  private final Device device;
  private final Map<String, RowPlan> plans = new HashMap<>();

  private Functions(Map<String, Graph> graphs, ParameterStore parameters, Device device) {
    this.graphs = graphs;
    this.parameters = parameters;
    this.device = device;
  }

  /**
   * The functions that were saved with a model, and its weights.
   *
   * @param code makes the functions if none were saved
   * @throws IllegalArgumentException if functions or weights are not as they must be
   */
  public static Functions open(
      Checkpoint checkpoint, Supplier<Map<String, Graph>> code, Device device) {
    Map<String, Graph> saved = checkpoint.graphs();
    Map<String, Graph> graphs = saved.isEmpty() ? code.get() : saved;
    return new Functions(graphs, checkpoint.parameters(graphs.values(), device), device);
  }

  /** The functions of a model in training, with copies of its weights. */
  public static Functions of(
      Map<String, Graph> graphs, Map<String, Tensor> weights, Device device) {
    return new Functions(graphs, ParameterStore.of(device, weights), device);
  }

  /**
   * Functions that were made by code, and weights that others saved.
   *
   * @param ignored names of weights that may be left over, because they change nothing
   * @throws IllegalArgumentException if weights are not as they must be
   */
  public static Functions open(
      Checkpoint checkpoint, Map<String, Graph> graphs, Predicate<String> ignored, Device device) {
    return new Functions(graphs, checkpoint.parameters(graphs.values(), ignored, device), device);
  }

  /**
   * The plan of a function.
   *
   * @param rows of a run; always the same for a function
   * @param widths how many numbers a row of each of its inputs and outputs has
   * @throws IllegalArgumentException if there is no such function, or it has other inputs and
   *     outputs
   */
  public RowPlan plan(String function, int rows, Map<String, Integer> widths) {
    return plans.computeIfAbsent(function, name -> compile(name, rows, widths));
  }

  /**
   * A plan of a function that is not of rows alone, over the weights; the caller closes it.
   *
   * @param names of its inputs and outputs
   * @param settings what else it is bound to
   * @throws IllegalArgumentException if there is no such function, or it is another
   */
  public Plan compile(String function, Set<String> names, UnaryOperator<PlanBuilder> settings) {
    PlanBuilder builder = settings.apply(Plan.of(graph(function)).parameters(parameters));
    Plan plan;
    try {
      plan = builder.compile();
    } catch (IllegalArgumentException e) {
      throw wrong("function " + function + ": " + e.getMessage());
    }
    Set<String> found = new TreeSet<>(plan.inputs());
    found.addAll(plan.outputs());
    if (!found.equals(names)) {
      plan.close();
      throw wrong("function %s is of %s, expected %s".formatted(function, found, names));
    }
    return plan;
  }

  private Graph graph(String function) {
    Graph graph = graphs.get(function);
    if (graph == null) {
      throw wrong("there is no function " + function + ", but " + graphs.keySet());
    }
    return graph;
  }

  private RowPlan compile(String function, int rows, Map<String, Integer> widths) {
    Graph graph = graph(function);
    RowPlan plan = new RowPlan(graph, parameters, device, rows);
    boolean right = false;
    try {
      requireNames(function, plan, widths);
      widths.forEach((name, width) -> requireWidth(function, plan, name, width));
      right = true;
      return plan;
    } finally {
      if (!right) {
        plan.close();
      }
    }
  }

  private static void requireNames(String function, RowPlan plan, Map<String, Integer> widths) {
    if (!plan.names().equals(widths.keySet())) {
      throw wrong(
          "function %s is of %s, expected %s".formatted(function, plan.names(), widths.keySet()));
    }
  }

  private static void requireWidth(String function, RowPlan plan, String name, int width) {
    Tensor tensor = plan.tensor(name);
    if (tensor.elements() != (long) plan.size() * width) {
      throw wrong(
          "%s of function %s is %s, expected %d rows of %d numbers"
              .formatted(name, function, tensor, plan.size(), width));
    }
  }

  private static IllegalArgumentException wrong(String what) {
    return new IllegalArgumentException(
        "graphs.json does not belong to this model: "
            + what
            + "; without that file, the functions are made anew");
  }

  /** Copies of the weights, by name. */
  public Map<String, Tensor> weights() {
    Map<String, Tensor> weights = new TreeMap<>();
    parameters.names().forEach(name -> weights.put(name, parameters.get(name).copy()));
    return weights;
  }

  /** SHA-256 of the weights, in hexadecimal: over their names and bytes, in the order of names. */
  public String hash() {
    Sha256 hash = new Sha256();
    weights()
        .forEach(
            (name, tensor) -> {
              hash.add(name.getBytes(StandardCharsets.UTF_8));
              hash.add(tensor.bytes());
              tensor.close();
            });
    return hash.hexadecimal();
  }

  /** Runs what opens a model; if that fails, this is closed. */
  public void orClose(Runnable opening) {
    boolean opened = false;
    try {
      opening.run();
      opened = true;
    } finally {
      if (!opened) {
        close();
      }
    }
  }

  /** Frees the plans and the parameters; closing twice does nothing. */
  @Override
  public void close() {
    plans.values().forEach(RowPlan::close);
    plans.clear();
    parameters.close();
  }
}

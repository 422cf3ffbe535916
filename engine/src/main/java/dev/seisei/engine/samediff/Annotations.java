package dev.seisei.engine.samediff;

import dev.seisei.engine.op.CompositeType;
import dev.seisei.engine.op.Random;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.function.Supplier;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.internal.SameDiffOp;
import org.nd4j.autodiff.samediff.ops.SDMath;

/**
 * What is recorded beside a SameDiff graph and only this engine reads: which operations form a
 * composite, which variables are states and what updates them, which placeholders are random. The
 * graph itself stays plain SameDiff, which its own session runs.
 *
 * <p>Holds names only, never the graph, so that it goes when the graph goes. Operations keep their
 * names for good; a variable that is annotated must not be renamed afterwards.
 */
public final class Annotations {
  /**
   * By the graph's own object of mathematical functions, which lives as long as the graph: SameDiff
   * itself hashes by its contents, which change.
   */
  private static final Map<SDMath, Annotations> ALL = new WeakHashMap<>();

  private final List<CompositeRegion> composites = new ArrayList<>();
  private final Map<String, String> updates = new LinkedHashMap<>();
  private final Set<String> states = new HashSet<>();
  private final Map<String, RandomInput> randoms = new LinkedHashMap<>();
  private final Map<String, GradientInput> gradients = new LinkedHashMap<>();

  private Annotations() {}

  /** What is recorded beside the given graph. */
  public static Annotations of(SameDiff graph) {
    synchronized (ALL) {
      return ALL.computeIfAbsent(graph.math(), g -> new Annotations());
    }
  }

  /** An end of an operation: its n-th input or output. */
  record Port(String op, int index) {}

  /** Operations that together are one composite, outermost composites after those inside them. */
  record CompositeRegion(
      CompositeType type,
      Map<String, Object> attributes,
      Set<String> ops,
      List<Port> inputs,
      List<Port> outputs) {}

  /** A placeholder that the engine fills with random numbers of another variable's shape. */
  record RandomInput(Random.Distribution distribution, int stream, String like) {}

  /** A placeholder that the engine fills with the gradient of one variable by another. */
  record GradientInput(String of, String wrt) {}

  /**
   * Builds a composite: every operation that the body adds to the graph belongs to it.
   *
   * @param attributes what a kernel must know beside the inputs: numbers, strings, booleans
   * @param inputs the only variables of the outside that the body reads, apart from constants
   * @param body adds the decomposition to the graph and returns its results, each computed by an
   *     operation of the body
   * @throws IllegalArgumentException if an input is never read, or a result is not computed in the
   *     body
   */
  public static List<SDVariable> composite(
      CompositeType type,
      Map<String, Object> attributes,
      List<SDVariable> inputs,
      Supplier<List<SDVariable>> body) {
    SameDiff graph = inputs.get(0).getSameDiff();
    Set<String> before = new HashSet<>(graph.getOps().keySet());
    List<SDVariable> results = body.get();
    Map<String, SameDiffOp> added = new LinkedHashMap<>(graph.getOps());
    added.keySet().removeAll(before);
    of(graph)
        .composites
        .add(
            new CompositeRegion(
                type,
                Map.copyOf(attributes),
                Set.copyOf(added.keySet()),
                inputs.stream().map(input -> reader(type, added, input)).toList(),
                results.stream().map(result -> producer(type, added, result)).toList()));
    return results;
  }

  private static Port reader(CompositeType type, Map<String, SameDiffOp> ops, SDVariable variable) {
    for (SameDiffOp op : ops.values()) {
      int index = op.getInputsToOp() == null ? -1 : op.getInputsToOp().indexOf(variable.name());
      if (index >= 0) {
        return new Port(op.getName(), index);
      }
    }
    throw new IllegalArgumentException(
        "composite " + type.name() + " never reads its input " + variable.name());
  }

  private static Port producer(
      CompositeType type, Map<String, SameDiffOp> ops, SDVariable variable) {
    for (SameDiffOp op : ops.values()) {
      int index = op.getOutputsOfOp().indexOf(variable.name());
      if (index >= 0) {
        return new Port(op.getName(), index);
      }
    }
    throw new IllegalArgumentException(
        "composite " + type.name() + " does not compute its result " + variable.name());
  }

  /** Declares a variable of the graph a state: not a parameter, saved, changed by updates only. */
  public static SDVariable state(SDVariable variable) {
    of(variable.getSameDiff()).states.add(variable.name());
    return variable;
  }

  /**
   * Records that a run gives a state a new value, which takes effect at the end of the run.
   * SameDiff's own session does not do this.
   *
   * @throws IllegalArgumentException if the variable is not a state, or has an update already
   */
  public static void update(SDVariable state, SDVariable value) {
    Annotations annotations = of(state.getSameDiff());
    if (!annotations.states.contains(state.name())) {
      throw new IllegalArgumentException(state.name() + " is not a state; declare it one first");
    }
    if (annotations.updates.putIfAbsent(state.name(), value.name()) != null) {
      throw new IllegalArgumentException("state " + state.name() + " has an update already");
    }
  }

  /**
   * A placeholder that the engine itself fills with random numbers, one for each element of another
   * variable. SameDiff's own session must be fed with it.
   */
  public static SDVariable random(Random.Distribution distribution, SDVariable like) {
    SameDiff graph = like.getSameDiff();
    Annotations annotations = of(graph);
    int stream = annotations.randoms.size();
    SDVariable placeholder = graph.placeHolder("random_" + stream, like.dataType());
    annotations.randoms.put(placeholder.name(), new RandomInput(distribution, stream, like.name()));
    return placeholder;
  }

  /**
   * A placeholder that the engine itself fills with the gradient of a scalar with respect to
   * another variable of the graph. It is an ordinary value that may be computed with and
   * differentiated again. SameDiff's own session must be fed with it.
   *
   * @param of a scalar, such as the sum of a critic's scores
   * @param wrt a variable that it is computed from; gradients flow on through it
   * @return the shape of wrt
   */
  public static SDVariable gradient(SDVariable of, SDVariable wrt) {
    SameDiff graph = of.getSameDiff();
    Annotations annotations = of(graph);
    SDVariable placeholder =
        graph.placeHolder("gradient_" + annotations.gradients.size(), wrt.dataType());
    annotations.gradients.put(placeholder.name(), new GradientInput(of.name(), wrt.name()));
    return placeholder;
  }

  /** The names of the placeholders that the engine fills, in order of their streams. */
  public List<String> randomPlaceholders() {
    return List.copyOf(randoms.keySet());
  }

  List<CompositeRegion> composites() {
    return composites;
  }

  Map<String, String> updates() {
    return updates;
  }

  Set<String> states() {
    return states;
  }

  Map<String, RandomInput> randoms() {
    return randoms;
  }

  Map<String, GradientInput> gradients() {
    return gradients;
  }

  /** The only result of a composite. */
  public static SDVariable composite(
      CompositeType type,
      Map<String, Object> attributes,
      SDVariable[] inputs,
      Supplier<SDVariable> body) {
    return composite(type, attributes, Arrays.asList(inputs), () -> List.of(body.get())).get(0);
  }
}

package dev.seisei.engine.optim;

import dev.seisei.engine.gradient.Gradients;
import dev.seisei.engine.graph.Graph;
import dev.seisei.engine.graph.Node;
import dev.seisei.engine.graph.Shape;
import dev.seisei.engine.graph.TensorType;
import dev.seisei.engine.graph.Value;
import dev.seisei.engine.memory.DType;
import dev.seisei.engine.op.Binary;
import dev.seisei.engine.op.Leaf;
import dev.seisei.engine.op.Ops;
import dev.seisei.engine.op.StopGradient;
import dev.seisei.engine.op.Unary;
import dev.seisei.engine.param.ParameterStore;
import dev.seisei.engine.param.State;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Turns a graph with a loss into a training step: gradients, clipping and the optimizer's updates
 * become part of the graph. Parameters that lie next to each other in their store are updated as
 * one vector. {@link #graph} steps in every run, {@link #accumulated} after several.
 *
 * <p>The result has one more output, {@link #GRADIENT_NORM}, if gradients are clipped.
 */
public final class Training {
  /** Output: the Euclidean norm of all gradients together, before clipping. */
  public static final String GRADIENT_NORM = "gradient_norm";

  private final Graph graph;
  private final String loss;
  private final ParameterStore store;
  private final State state;
  private String name = "optimizer";
  private Optimizer optimizer = Optimizer.Adam.standard();
  private Schedule schedule = Schedule.constant(1e-3);
  private List<ParameterGroup> groups = List.of(ParameterGroup.all(0));
  private Predicate<String> trainable = parameter -> true;
  private double clipNorm = Double.POSITIVE_INFINITY;
  private double averageDecay;

  private Training(Graph graph, String loss, ParameterStore store, State state) {
    this.graph = graph;
    this.loss = loss;
    this.store = store;
    this.state = state;
  }

  /** Starts a training step that minimises one output of a graph, a scalar. */
  public static Training of(Graph graph, String loss, ParameterStore store, State state) {
    if (!graph.outputs().containsKey(loss)) {
      throw new IllegalArgumentException(
          "the graph has no output " + loss + "; it has " + graph.outputs().keySet());
    }
    return new Training(graph, loss, store, state);
  }

  /** A prefix for this optimizer's state, where a store has several optimizers. */
  public Training name(String prefix) {
    name = prefix;
    return this;
  }

  public Training optimizer(Optimizer chosen) {
    optimizer = chosen;
    return this;
  }

  public Training schedule(Schedule chosen) {
    schedule = chosen;
    return this;
  }

  /** Parameters in no group are not trained. */
  public Training groups(List<ParameterGroup> chosen) {
    groups = List.copyOf(chosen);
    return this;
  }

  /** Trains only the parameters whose names are accepted. */
  public Training trainable(Predicate<String> accepted) {
    trainable = accepted;
    return this;
  }

  /**
   * Scales all gradients so that their common norm is at most this: g · min(1, max/(norm + 1e-6)).
   */
  public Training clipNorm(double max) {
    Range.positive("clip_norm", max);
    clipNorm = max;
    return this;
  }

  /**
   * Keeps an exponential moving average of the trained parameters in the states {@code
   * <name>.average/<parameter>}: a ← a + (1 − d) · (p − a) with d = min(decay, (1 + t) / (10 + t))
   * in step t, beginning at what the parameters are when {@link #graph} is called. The first steps
   * average over few, so that the beginning is soon forgotten.
   */
  public Training average(double decay) {
    Range.check("decay", decay, 0, 1);
    averageDecay = decay;
    return this;
  }

  /** The graph with its gradients and updates: every run is a step. */
  public Graph graph() {
    Map<String, Value> outputs = new LinkedHashMap<>(graph.outputs());
    Map<String, Value> updates = new LinkedHashMap<>(graph.updates());
    update(gradients(), outputs, updates);
    return new Graph(outputs, updates);
  }

  /**
   * A training step in two graphs, over gradients of several runs: what a step over the batches of
   * all of them at once does, to rounding, in the memory of one. Both work on one state.
   *
   * @param gradients the graph, which also adds its gradients to those of the runs before
   * @param step moves the parameters by the mean of the gradients, and forgets them; takes no
   *     inputs
   */
  public record Accumulation(Graph gradients, Graph step) {}

  /**
   * The step in two graphs.
   *
   * @param runs of the first graph before each of the second; the loss is a mean over the batch,
   *     and all batches are equally large
   * @throws IllegalArgumentException if runs is not positive
   */
  public Accumulation accumulated(int runs) {
    if (runs < 1) {
      throw new IllegalArgumentException("runs must be >= 1, got " + runs);
    }
    Map<String, Value> sums = new LinkedHashMap<>(graph.updates());
    Map<String, Value> outputs = new LinkedHashMap<>();
    Map<String, Value> updates = new LinkedHashMap<>();
    List<Span> means = new ArrayList<>();
    String prefix = name + ".gradient";
    state.mirror(prefix, store);
    for (Span span : gradients()) {
      String key = State.mirrored(prefix, span.parameters());
      Value sum = Ops.apply(new Leaf.State(key, span.gradient().type()));
      sums.put(key, Ops.add(sum, span.gradient()));
      updates.put(key, Ops.zerosLike(sum));
      means.add(new Span(span.parameters(), Ops.scale(sum, 1.0 / runs, 0)));
    }
    update(means, outputs, updates);
    return new Accumulation(new Graph(graph.outputs(), sums), new Graph(outputs, updates));
  }

  /** Neighbours in memory, and the gradient of all of them as one vector. */
  private record Span(List<String> parameters, Value gradient) {}

  private List<Span> gradients() {
    Map<String, Value> parameters = parameters();
    List<String> names = new ArrayList<>(parameters.keySet());
    Value scalar = graph.outputs().get(loss);
    if (scalar == null) {
      throw new IllegalStateException(loss);
    }
    List<Value> found = Gradients.of(scalar, new ArrayList<>(parameters.values()));
    Map<String, Value> gradients = new HashMap<>();
    for (int i = 0; i < names.size(); i++) {
      // A plan that multiplies in bfloat16 hands gradients over with all their bits.
      gradients.put(names.get(i), Ops.apply(new StopGradient(), found.get(i)));
    }
    return spans(names).stream().map(span -> new Span(span, flatten(span, gradients))).toList();
  }

  /** The leaves of the trained parameters, in the store's order. */
  private Map<String, Value> parameters() {
    Map<String, Value> leaves = new HashMap<>();
    for (Node node : graph.nodes()) {
      if (node.op() instanceof Leaf.Parameter leaf && trainable.test(leaf.key())) {
        leaves.put(leaf.key(), node.output());
      }
    }
    Map<String, Value> ordered = new LinkedHashMap<>();
    for (String parameter : store.names()) {
      Value leaf = leaves.get(parameter);
      if (leaf != null && group(parameter) >= 0) {
        ordered.put(parameter, leaf);
      }
    }
    if (ordered.isEmpty()) {
      throw new IllegalArgumentException(
          "nothing to train: the loss depends on the parameters " + leaves.keySet());
    }
    return ordered;
  }

  private int group(String parameter) {
    for (int i = 0; i < groups.size(); i++) {
      if (groups.get(i).members().test(parameter)) {
        return i;
      }
    }
    return -1;
  }

  private void update(List<Span> spans, Map<String, Value> outputs, Map<String, Value> updates) {
    List<Value> flat = new ArrayList<>(spans.stream().map(Span::gradient).toList());
    if (clipNorm < Double.POSITIVE_INFINITY) {
      Value norm = norm(flat);
      outputs.put(GRADIENT_NORM, norm);
      Value factor = Ops.div(Ops.fill(clipNorm, norm.type()), Ops.scale(norm, 1, 1e-6));
      Value shrink = Ops.binary(Binary.MIN, factor, Ops.onesLike(factor));
      flat.replaceAll(gradient -> Ops.mul(gradient, shrink));
    }
    TensorType counter = new TensorType(DType.I64, new Shape(List.of()));
    Value count = Ops.apply(new Leaf.State(name + ".step", counter));
    updates.put(name + ".step", Ops.scale(count, 1, 1));
    Value done = Ops.cast(count, DType.F32);
    Value rate = schedule.at(done);
    Value t = Ops.scale(done, 1, 1);
    for (int i = 0; i < spans.size(); i++) {
      update(spans.get(i).parameters(), flat.get(i), rate, t, updates);
    }
  }

  /**
   * Neighbours in memory that belong to one group; every parameter alone if the rule asks for it.
   */
  private List<List<String>> spans(List<String> names) {
    if (!optimizer.elementwise()) {
      return names.stream().map(List::of).toList();
    }
    List<List<String>> spans = new ArrayList<>();
    for (int i = 0; i < groups.size(); i++) {
      int index = i;
      Set<String> members = new LinkedHashSet<>(names);
      members.removeIf(parameter -> group(parameter) != index);
      spans.addAll(store.spans(members));
    }
    return spans;
  }

  private static Value flatten(List<String> span, Map<String, Value> gradients) {
    if (span.size() == 1) {
      return Objects.requireNonNull(gradients.get(span.get(0)));
    }
    List<Value> parts = new ArrayList<>();
    for (String parameter : span) {
      Value gradient = gradients.get(parameter);
      if (gradient != null) {
        parts.add(Ops.reshape(gradient, Shape.of(gradient.shape().elements())));
      }
    }
    return Ops.concat(0, parts);
  }

  private static Value norm(List<Value> gradients) {
    Value total = gradients.stream().map(g -> squares(g)).reduce(Ops::add).orElseThrow();
    return Ops.unary(Unary.SQRT, total);
  }

  private static Value squares(Value gradient) {
    Value sum = Ops.sum(Ops.unary(Unary.SQUARE, gradient), Ops.allAxes(gradient));
    return Ops.reshape(sum, new Shape(List.of()));
  }

  private void update(
      List<String> span, Value gradient, Value rate, Value t, Map<String, Value> updates) {
    String key = ParameterStore.span(span);
    Value before = Ops.apply(new Leaf.Parameter(key, gradient.type()));
    ParameterGroup group = groups.get(group(span.get(0)));
    Slots slots =
        new Slots() {
          @Override
          public Value read(String slot) {
            state.mirror(name + "." + slot, store);
            return Ops.apply(new Leaf.State(key(slot), gradient.type()));
          }

          @Override
          public Value read(String slot, Shape shape) {
            return Ops.apply(new Leaf.State(key(slot), gradient.type().withShape(shape)));
          }

          @Override
          public void write(String slot, Value value) {
            updates.put(key(slot), value);
          }

          private String key(String slot) {
            return State.mirrored(name + "." + slot, span);
          }
        };
    Value scaledRate = Ops.scale(rate, group.rateFactor(), 0);
    Value after =
        WholeStep.of(optimizer, slots, before, gradient, scaledRate, t, group.weightDecay());
    updates.put(key, after);
    if (averageDecay > 0) {
      average(span, gradient.type(), after, t, updates);
    }
  }

  private void average(
      List<String> span, TensorType type, Value after, Value t, Map<String, Value> updates) {
    String prefix = name + ".average";
    if (state.mirror(prefix, store)) {
      for (String parameter : store.names()) {
        state.set(prefix + "/" + parameter, store.get(parameter));
      }
    }
    String key = State.mirrored(prefix, span);
    Value average = Ops.apply(new Leaf.State(key, type));
    Value risen = Ops.div(Ops.scale(t, 1, 1), Ops.scale(t, 1, 10));
    Value decay = Ops.binary(Binary.MIN, risen, Ops.fill(averageDecay, risen.type()));
    Value fresh = Ops.mul(Ops.sub(after, average), Ops.scale(decay, -1, 1));
    updates.put(key, Ops.add(average, fresh));
  }
}

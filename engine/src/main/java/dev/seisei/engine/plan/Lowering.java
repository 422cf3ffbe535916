package dev.seisei.engine.plan;

import dev.seisei.engine.gradient.CompositeGradient;
import dev.seisei.engine.graph.Graph;
import dev.seisei.engine.graph.Op;
import dev.seisei.engine.graph.Value;
import dev.seisei.engine.kernel.KernelProvider;
import dev.seisei.engine.kernel.Layout;
import dev.seisei.engine.kernel.Move;
import dev.seisei.engine.kernel.Operand;
import dev.seisei.engine.kernel.Proposal;
import dev.seisei.engine.kernel.Request;
import dev.seisei.engine.kernel.Strided;
import dev.seisei.engine.memory.DType;
import dev.seisei.engine.op.Composite;
import dev.seisei.engine.op.Concat;
import dev.seisei.engine.op.Gather;
import dev.seisei.engine.op.Leaf;
import dev.seisei.engine.op.Pad;
import dev.seisei.engine.op.ScatterAdd;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Chooses a kernel for every step and a place for every value. Views cost nothing; a kernel that
 * wants an operand in another layout gets a converted copy, made once; results are written over
 * operands that nobody needs any more, and state updates straight into the state where no later
 * step reads its old value.
 */
final class Lowering {
  private record Conversion(Value value, Layout to) {}

  private record Choice(KernelProvider provider, Proposal proposal) {}

  private final List<KernelProvider> providers;
  private final List<Step> steps;
  private final Map<String, Value> updates;
  private final Map<Value, Placement> destinations = new HashMap<>();
  private final Map<Value, Integer> lastUse;
  private final Map<Value, Root.Stage> stages;
  private final Targets targets;
  private final Map<Value, Placement> placements = new HashMap<>();
  private final Map<Conversion, Placement> conversions = new HashMap<>();
  private final Set<Root> roots = new LinkedHashSet<>();
  private final List<Task> tasks = new ArrayList<>();
  private final Map<String, Placement> results = new LinkedHashMap<>();
  private final int lastFallible;
  private int now;

  /**
   * @param leaves where leaves lie
   * @param stores where updates go, by name
   */
  Lowering(
      Graph graph,
      List<KernelProvider> providers,
      Map<Value, Placement> leaves,
      Map<String, Placement> stores) {
    this.providers = providers;
    this.steps = Fusion.steps(graph, providers);
    this.updates = graph.updates();
    updates.forEach((name, value) -> destinations.put(value, get(stores, name)));
    this.lastUse = Liveness.lastUses(steps, graph.roots());
    this.stages = Liveness.stages(steps, leaves);
    this.targets = new Targets(steps, stages);
    this.lastFallible = lastFallible();
    leaves.forEach(this::place);
    for (Step step : steps) {
      lower(step);
      now++;
    }
    graph.outputs().forEach((name, value) -> results.put(name, result(value)));
    commit(stores);
  }

  /** Index of the last step that may throw while running, because an index is out of range. */
  private int lastFallible() {
    for (int i = steps.size() - 1; i >= 0; i--) {
      Op op = steps.get(i).op;
      if (op instanceof Gather
          || op instanceof ScatterAdd
          || op instanceof Composite
          || op instanceof CompositeGradient) {
        return i;
      }
    }
    return -1;
  }

  private static <K> Placement get(Map<K, Placement> places, K key) {
    Placement place = places.get(key);
    if (place == null) {
      throw new IllegalStateException("nothing was placed for " + key);
    }
    return place;
  }

  /** Every kernel, in order. */
  List<Task> tasks() {
    return tasks;
  }

  /** All memory that something was placed in. */
  Set<Root> roots() {
    return roots;
  }

  /** Where the results of the graph lie, row-major. */
  Map<String, Placement> results() {
    return results;
  }

  /** A result's place: never a store, whose contents an update or another plan changes. */
  private Placement result(Value value) {
    Placement place = converted(value, dense(value));
    Root root = place.root();
    if (!root.isGiven() || root.stage == Root.Stage.CONSTANT) {
      return place;
    }
    Placement copy = fresh(Root.Stage.RUN, dense(value), value.type().dtype());
    move(Move.CONVERT, place, copy, value.type().dtype());
    return copy;
  }

  private static Strided dense(Value value) {
    return Strided.dense(value.shape().toLongs());
  }

  private static int elementBytes(Value value) {
    return value.type().dtype().bytes();
  }

  private void place(Value value, Placement placement) {
    placements.put(value, placement);
    use(placement);
    placement.root().hold(placement.begin(), placement.end(elementBytes(value)), until(value));
  }

  private int until(Value value) {
    return Math.max(now, lastUse.getOrDefault(value, now));
  }

  private Placement use(Placement placement) {
    roots.add(placement.root());
    placement.root().touch(now);
    return placement;
  }

  private Placement fresh(Root.Stage stage, Layout layout, DType dtype) {
    return new Placement(Root.wanted(stage, layout.span(dtype.bytes())), 0, layout);
  }

  private void lower(Step step) {
    if (step.op instanceof Leaf) {
      return;
    }
    if (Views.isView(step.op)) {
      view(step);
    } else if (step.op instanceof Concat concat) {
      concat(concat, step);
    } else if (step.op instanceof Pad pad) {
      pad(pad, step);
    } else {
      compute(step);
    }
  }

  private void view(Step step) {
    Value from = step.inputs.get(0);
    Value to = step.outputs.get(0);
    Placement source = strided(from);
    Placement view = Views.apply(step.op, source, to.shape(), elementBytes(from));
    if (view == null) {
      view = Views.apply(step.op, converted(from, dense(from)), to.shape(), elementBytes(from));
    }
    if (view == null) {
      throw new IllegalStateException("no view of dense elements for " + step.op);
    }
    place(to, view);
  }

  private void concat(Concat concat, Step step) {
    Value whole = step.outputs.get(0);
    Placement target = targets.get(whole);
    if (target == null) {
      throw new IllegalStateException("a concatenation without a place");
    }
    long offset = 0;
    for (Value part : step.inputs) {
      Placement slice = Targets.part(target, part, concat.axis(), offset);
      Placement source = strided(part);
      if (!source.equals(slice)) {
        move(Move.CONVERT, source, slice, part.type().dtype());
      }
      offset += part.shape().dim(concat.axis()).value();
    }
    place(whole, target);
  }

  private void pad(Pad pad, Step step) {
    Value from = step.inputs.get(0);
    Value to = step.outputs.get(0);
    Placement wish = targets.get(to);
    Placement whole = wish != null ? wish : fresh(stage(step), dense(to), to.type().dtype());
    move(Move.CLEAR, null, whole, to.type().dtype());
    Placement inside =
        Views.slice(
            whole,
            Views.numbers(pad.before()),
            from.shape().toLongs(),
            pad.interior().stream().map(i -> i + 1).toList(),
            elementBytes(from));
    move(Move.CONVERT, strided(from), inside, from.type().dtype());
    place(to, whole);
  }

  private Root.Stage stage(Step step) {
    return stages.getOrDefault(step.outputs.get(0), Root.Stage.RUN);
  }

  /** A value's place in a layout with strides. */
  private Placement strided(Value value) {
    Placement placement = get(placements, value);
    return placement.layout() instanceof Strided ? placement : converted(value, dense(value));
  }

  /** A value in the given layout: where it lies, or a copy made once. */
  private Placement converted(Value value, Layout layout) {
    Placement source = get(placements, value);
    if (source.layout().equals(layout)
        || (layout instanceof Strided wanted
            && source.layout() instanceof Strided have
            && wanted.isDense()
            && have.isDense())) {
      return use(source);
    }
    Placement copy = conversions.get(new Conversion(value, layout));
    if (copy == null) {
      copy = fresh(source.root().stage, layout, value.type().dtype());
      conversions.put(new Conversion(value, layout), copy);
      // The copy may be asked for again, so nothing that views it may be written over it before.
      copy.root().hold(copy.begin(), copy.end(elementBytes(value)), until(value));
      move(Move.CONVERT, source, copy, value.type().dtype());
    }
    return use(copy);
  }

  private void move(Move move, @Nullable Placement from, Placement to, DType dtype) {
    List<Operand> inputs =
        from == null ? List.of() : List.of(new Operand(dtype, from.layout(), false));
    Request request =
        new Request(move, inputs, List.of(new Operand(dtype, to.layout(), false)), List.of());
    Choice choice = choose(request);
    List<Placement> sources = from == null ? List.of() : List.of(use(from));
    tasks.add(
        new Task(
            move,
            List.of(),
            choice.provider().name(),
            choice.proposal(),
            sources,
            List.of(use(to)),
            to.root().isTemporary() || to.root().isGiven() ? Root.Stage.RUN : to.root().stage));
  }

  private Choice choose(Request request) {
    for (KernelProvider provider : providers) {
      Proposal proposal = provider.propose(request);
      if (proposal != null) {
        return new Choice(provider, proposal);
      }
    }
    throw new IllegalArgumentException(
        "no kernel for "
            + request.op()
            + " of "
            + request.inputs()
            + " among the providers "
            + providers.stream().map(KernelProvider::name).toList());
  }

  private void compute(Step step) {
    Root.Stage stage = stage(step);
    List<Operand> inputs =
        step.inputs.stream()
            .map(
                input -> {
                  Placement placement = get(placements, input);
                  return new Operand(
                      input.type().dtype(),
                      placement.layout(),
                      placement.root().stage == Root.Stage.CONSTANT);
                })
            .toList();
    List<Operand> outputs =
        step.outputs.stream()
            .map(
                output -> {
                  Placement wish = targets.get(output);
                  Layout layout = wish != null ? wish.layout() : dense(output);
                  return new Operand(output.type().dtype(), layout, false);
                })
            .toList();
    Choice choice = choose(new Request(step.op, inputs, outputs, step.postOps));
    Proposal proposal = choice.proposal();
    List<Placement> sources = new ArrayList<>();
    for (int i = 0; i < step.inputs.size(); i++) {
      sources.add(converted(step.inputs.get(i), proposal.inputs().get(i)));
    }
    List<Placement> results = new ArrayList<>();
    for (int i = 0; i < step.outputs.size(); i++) {
      Value output = step.outputs.get(i);
      Layout layout = proposal.outputs().get(i);
      Placement wish = targets.get(output);
      Placement over = i == 0 ? overwritten(step, proposal, sources, layout) : null;
      if (wish != null && wish.layout().equals(layout)) {
        results.add(wish);
      } else {
        results.add(over != null ? over : fresh(stage, layout, output.type().dtype()));
      }
      place(output, results.get(i));
    }
    tasks.add(
        new Task(
            step.op, step.postOps, choice.provider().name(), proposal, sources, results, stage));
  }

  /** Existing memory that a step's first result may be written over, or null. */
  private @Nullable Placement overwritten(
      Step step, Proposal proposal, List<Placement> sources, Layout layout) {
    Value output = step.outputs.get(0);
    Placement destination = destinations.get(output);
    if (destination != null
        && destination.layout().equals(layout)
        && stage(step) == Root.Stage.RUN
        && now > lastFallible
        && isFree(step, destination, proposal, sources)) {
      return destination;
    }
    for (int index : proposal.inPlace()) {
      Placement source = sources.get(index);
      if (source.root().isTemporary()
          && source.layout().equals(layout)
          && source.offset() == 0
          && source.root().bytes == layout.span(elementBytes(output))
          && source.equals(get(placements, step.inputs.get(index)))
          && isFree(step, source, proposal, sources)) {
        return source;
      }
    }
    return null;
  }

  /** Whether nobody needs what lies at a place, apart from operands that may be overwritten. */
  private boolean isFree(Step step, Placement place, Proposal proposal, List<Placement> sources) {
    int bytes = elementBytes(step.outputs.get(0));
    if (place.root().isHeldAfter(now, place.begin(), place.end(bytes))) {
      return false;
    }
    for (int i = 0; i < sources.size(); i++) {
      Placement source = sources.get(i);
      boolean over = source.equals(place) && proposal.inPlace().contains(i);
      if (!over
          && source.root() == place.root()
          && source.begin() < place.end(bytes)
          && place.begin() < source.end(elementBytes(step.inputs.get(i)))) {
        return false;
      }
    }
    return true;
  }

  /** Brings the updates that are not in place yet to where they belong. */
  private void commit(Map<String, Placement> stores) {
    Map<Placement, Value> open = new LinkedHashMap<>();
    updates.forEach(
        (name, value) -> {
          Placement destination = get(stores, name);
          if (!get(placements, value).equals(destination)) {
            open.put(destination, value);
          }
        });
    // What still lies in a store is copied before any store is written.
    Map<Placement, Placement> sources = new LinkedHashMap<>();
    open.forEach(
        (destination, value) -> {
          Placement source = strided(value);
          if (source.root().isGiven()) {
            Placement copy = fresh(Root.Stage.RUN, dense(value), value.type().dtype());
            move(Move.CONVERT, source, copy, value.type().dtype());
            source = copy;
          }
          sources.put(destination, source);
        });
    sources.forEach(
        (destination, source) -> {
          Value value = open.get(destination);
          if (value != null) {
            move(Move.CONVERT, source, destination, value.type().dtype());
          }
        });
  }
}

package dev.seisei.engine.plan;

import dev.seisei.engine.graph.Graph;
import dev.seisei.engine.graph.Value;
import dev.seisei.engine.kernel.KernelProvider;
import dev.seisei.engine.kernel.Layout;
import dev.seisei.engine.kernel.Move;
import dev.seisei.engine.kernel.Opaque;
import dev.seisei.engine.kernel.Operand;
import dev.seisei.engine.kernel.Proposal;
import dev.seisei.engine.kernel.Request;
import dev.seisei.engine.kernel.Strided;
import dev.seisei.engine.memory.Buffer;
import dev.seisei.engine.memory.DType;
import dev.seisei.engine.op.Concat;
import dev.seisei.engine.op.Leaf;
import dev.seisei.engine.op.Pad;
import dev.seisei.engine.param.ParameterStore;
import dev.seisei.engine.param.SharedCopy;
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

  private final List<KernelProvider> providers;
  private final ParameterStore store;
  private final List<Step> steps;
  private final Map<String, Value> updates;
  private final Map<Value, Placement> destinations = new HashMap<>();
  private final Map<Value, Integer> lastUse;
  private final Map<Value, Root.Stage> stages;
  private final Storage storage;
  private final Targets targets;
  private final Map<Value, Placement> placements = new HashMap<>();
  private final Map<Conversion, Placement> conversions = new HashMap<>();
  private final Set<Root> roots = new LinkedHashSet<>();
  private final List<Task> tasks = new ArrayList<>();
  private final Map<String, Placement> results = new LinkedHashMap<>();
  private final int lastFallible;
  private int now;

  /**
   * @param store keeps copies of parameters for all plans
   * @param leaves where leaves lie
   * @param stores where updates go, by name
   */
  Lowering(
      Graph graph,
      Precision precision,
      List<KernelProvider> providers,
      ParameterStore store,
      Map<Value, Placement> leaves,
      Map<String, Placement> stores) {
    this.providers = providers;
    this.store = store;
    this.steps = Fusion.steps(graph, providers);
    this.updates = graph.updates();
    updates.forEach((name, value) -> destinations.put(value, get(stores, name)));
    this.lastUse = Liveness.lastUses(steps, graph.roots());
    this.stages = Liveness.stages(steps, leaves);
    this.storage = new Storage(steps, graph.roots(), precision, providers);
    this.targets = new Targets(steps, stages, storage, providers);
    this.lastFallible = Liveness.lastFallible(steps);
    leaves.forEach(this::place);
    for (Step step : steps) {
      lower(step);
      now++;
    }
    graph.outputs().forEach((name, value) -> results.put(name, result(value)));
    commit(stores);
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
    Placement copy = fresh(Root.Stage.RUN, dense(value));
    move(Move.CONVERT, place, copy);
    return copy;
  }

  /** Row-major, with all bits of its type. */
  private static Strided dense(Value value) {
    return Strided.dense(value.type().dtype(), value.shape().toLongs());
  }

  private void place(Value value, Placement placement) {
    placements.put(value, placement);
    use(placement);
    placement.root().hold(placement.begin(), placement.end(), until(value));
  }

  private int until(Value value) {
    return Math.max(now, lastUse.getOrDefault(value, now));
  }

  private Placement use(Placement placement) {
    roots.add(placement.root());
    placement.root().touch(now);
    return placement;
  }

  private static Placement fresh(Root.Stage stage, Layout layout) {
    return new Placement(Root.wanted(stage, layout.span()), 0, layout);
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
    Placement view = Views.apply(step.op, source, to.shape());
    if (view == null) {
      view = Views.apply(step.op, converted(from, source.strided().dense()), to.shape());
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
        move(Move.CONVERT, source, slice);
      }
      offset += part.shape().dim(concat.axis()).value();
    }
    place(whole, target);
  }

  private void pad(Pad pad, Step step) {
    Value from = step.inputs.get(0);
    Value to = step.outputs.get(0);
    Placement wish = targets.get(to);
    Placement whole = wish != null ? wish : fresh(stage(step), storage.dense(to));
    move(Move.CLEAR, null, whole);
    Placement inside =
        Views.slice(
            whole,
            Views.numbers(pad.before()),
            from.shape().toLongs(),
            pad.interior().stream().map(i -> i + 1).toList());
    move(Move.CONVERT, strided(from), inside);
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
            && wanted.dtype() == have.dtype()
            && wanted.isDense()
            && have.isDense())) {
      return use(source);
    }
    Placement copy = conversions.get(new Conversion(value, layout));
    if (copy == null) {
      copy = copyOf(source, layout);
      conversions.put(new Conversion(value, layout), copy);
      // The copy may be asked for again, so nothing that views it may be written over it before.
      copy.root().hold(copy.begin(), copy.end(), until(value));
      move(Move.CONVERT, source, copy);
    }
    return use(copy);
  }

  /** A parameter's copy for a kernel, or memory of this plan. */
  private Placement copyOf(Placement source, Layout layout) {
    Root root = source.root();
    if (!(root.isGiven() && root.stage == Root.Stage.PARAMETERS && layout instanceof Opaque)) {
      return fresh(root.stage, layout);
    }
    SharedCopy copy =
        store.copy(
            new CopyKey(root.buffer(), source.offset(), source.layout(), layout), layout.span());
    return new Placement(Root.shared(copy, layout.span()), 0, layout);
  }

  /** Which parameter a copy is of, and how it lies. */
  private record CopyKey(Buffer buffer, long offset, Layout from, Layout to) {}

  private void move(Move move, @Nullable Placement from, Placement to) {
    List<Operand> inputs = from == null ? List.of() : List.of(new Operand(from.layout(), false));
    Request request =
        new Request(move, inputs, List.of(new Operand(to.layout(), false)), List.of());
    Choice choice = choice(request, request);
    List<Placement> sources = from == null ? List.of() : List.of(use(from));
    tasks.add(
        new Task(
            move,
            List.of(),
            choice.provider().name(),
            choice.proposal(),
            sources,
            List.of(use(to)),
            to.root().isTemporary() || to.root().isGiven() ? Root.Stage.RUN : to.root().stage,
            now,
            0));
  }

  private Choice choice(Request stored, Request full) {
    return Choice.of(providers, stored, full);
  }

  /** A step's kernel, on values as they are stored or had best be; else with all their bits. */
  private Choice choose(Step step) {
    return choice(request(step, true), request(step, false));
  }

  private Request request(Step step, boolean narrow) {
    List<Operand> inputs = new ArrayList<>();
    for (int i = 0; i < step.inputs.size(); i++) {
      Value input = step.inputs.get(i);
      Placement placement = get(placements, input);
      Layout layout = placement.layout();
      if (layout instanceof Strided strided) {
        DType full = input.type().dtype();
        layout = narrow ? strided.of(stored(step, i, placement)) : strided.of(full);
      }
      inputs.add(new Operand(layout, placement.root().stage != Root.Stage.RUN));
    }
    List<Operand> outputs = new ArrayList<>();
    for (Value output : step.outputs) {
      Placement wish = targets.get(output);
      Strided layout = wish != null ? wish.strided() : storage.dense(output);
      outputs.add(
          new Operand(
              narrow ? layout : layout.of(output.type().dtype()),
              false,
              lastUse.containsKey(output)));
    }
    return new Request(step.op, inputs, outputs, step.postOps);
  }

  /** In which type a step would best take an operand. */
  private DType stored(Step step, int input, Placement placement) {
    DType weights =
        placement.root().stage == Root.Stage.PARAMETERS ? storage.weights(step, input) : null;
    if (weights != null) {
      return weights;
    }
    return storage.isRounded(step, input) ? DType.BF16 : placement.layout().dtype();
  }

  private void compute(Step step) {
    Root.Stage stage = stage(step);
    Choice choice = choose(step);
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
      Placement over = overwritten(step, i, proposal, sources);
      if (wish != null && wish.layout().equals(layout)) {
        results.add(wish);
      } else {
        results.add(over != null ? over : fresh(stage, layout));
      }
      place(output, results.get(i));
    }
    tasks.add(
        new Task(
            step.op,
            step.postOps,
            choice.provider().name(),
            proposal,
            sources,
            results,
            stage,
            now,
            Multiplications.of(step.op, step.inputs, step.outputs)));
  }

  /** Existing memory that one of a step's results may be written over, or null. */
  private @Nullable Placement overwritten(
      Step step, int index, Proposal proposal, List<Placement> sources) {
    Value output = step.outputs.get(index);
    Layout layout = proposal.outputs().get(index);
    List<Integer> under = proposal.under(index);
    Placement destination = destinations.get(output);
    if (destination != null
        && destination.layout().equals(layout)
        && stage(step) == Root.Stage.RUN
        && now > lastFallible
        && isFree(destination, under, sources)) {
      return destination;
    }
    for (int input : under) {
      Placement source = sources.get(input);
      if (source.root().isTemporary()
          && source.layout().equals(layout)
          && source.offset() == 0
          && source.root().bytes == layout.span()
          && source.equals(get(placements, step.inputs.get(input)))
          && isFree(source, under, sources)) {
        return source;
      }
    }
    return null;
  }

  /** Whether nobody needs what lies at a place, apart from operands that may be overwritten. */
  private boolean isFree(Placement place, List<Integer> under, List<Placement> sources) {
    if (place.root().isHeldAfter(now, place.begin(), place.end())) {
      return false;
    }
    for (int i = 0; i < sources.size(); i++) {
      Placement source = sources.get(i);
      boolean over = source.equals(place) && under.contains(i);
      if (!over
          && source.root() == place.root()
          && source.begin() < place.end()
          && place.begin() < source.end()) {
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
            Placement copy = fresh(Root.Stage.RUN, dense(value));
            move(Move.CONVERT, source, copy);
            source = copy;
          }
          sources.put(destination, source);
        });
    sources.forEach(
        (destination, source) -> {
          Value value = open.get(destination);
          if (value != null) {
            move(Move.CONVERT, source, destination);
          }
        });
  }
}

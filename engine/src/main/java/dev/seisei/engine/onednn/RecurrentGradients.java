package dev.seisei.engine.onednn;

import dev.seisei.engine.gradient.CompositeGradient;
import dev.seisei.engine.kernel.Layout;
import dev.seisei.engine.kernel.Proposal;
import dev.seisei.engine.kernel.Request;
import dev.seisei.engine.kernel.Strided;
import dev.seisei.engine.memory.DType;
import dev.seisei.engine.op.Binary;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What the gradients of recurrent layers have in common: where their operands lie, and how dz, the
 * gradient of the sums in the gates, becomes that of weights, biases, inputs and the state before.
 */
final class RecurrentGradients {
  /**
   * Gates that lie next to each other in dz, as their weights do.
   *
   * @param slot the first of them in dz
   * @param gate the first of them in the weights
   */
  record Group(int slot, int count, int gate) {
    List<Integer> gates() {
      return IntStream.range(gate, gate + count).boxed().toList();
    }
  }

  private final Request request;
  private final CompositeGradient op;
  private final DType dtype;
  private final RecurrentSizes sizes;
  private final RecurrentInputs inputs;
  private final Recurrence recurrence;
  private final int slots;
  private final Group all;
  private final List<Group> inputGroups;
  private final Series hidden;
  private final Arg firstRows;
  private final Series dz;
  private final Series rounded;
  private final Series sums;
  private final Series inputSums;
  private final PackedWeights inputWeights;
  private final PackedWeights recurrentWeights;

  /**
   * @param slots how many numbers dz has for each unit; the first are those of the recurrent
   *     weights
   * @param gates how many gates there are
   * @param inputGroups where those of the input weights are
   */
  RecurrentGradients(
      Request request, CompositeGradient op, int slots, int gates, List<Group> inputGroups) {
    this.request = request;
    this.op = op;
    this.slots = slots;
    this.inputGroups = inputGroups;
    all = new Group(0, gates, 0);
    dtype = request.in(RecurrentInputs.RECURRENT_WEIGHTS).dtype();
    sizes = RecurrentSizes.of(request);
    inputs = RecurrentInputs.of(op.of());
    recurrence = new Recurrence(sizes, inputs.masked() ? Place.input(inputs.mask()) : null);
    hidden = sizes.whole(result(0), dtype, sizes.units());
    firstRows = recurrence.as(dtype, recurrence.initial(inputs, 0));
    long block = sizes.block();
    dz = recurrence.temporary(DType.F32, slots, block, sizes.units());
    rounded = dtype == DType.F32 ? dz : recurrence.temporary(dtype, slots, block, sizes.units());
    sums = recurrence.temporary(DType.F32, gates, 1, sizes.units());
    inputSums = recurrence.temporary(DType.F32, gates, block, sizes.features());
    recurrentWeights =
        new PackedWeights(List.of(part(all, rounded.part(0, gates, 0, 1), sums, 1)), dtype);
    inputWeights =
        new PackedWeights(
            inputGroups.stream()
                .map(
                    group ->
                        part(
                            group,
                            rounded.part(group.slot(), group.count(), 0, block),
                            inputSums,
                            block))
                .toList(),
            dtype);
  }

  private static GateBlocks part(Group group, Arg rows, Series result, long steps) {
    return GateBlocks.wanted(
        rows, result.part(group.gate(), group.count(), 0, steps), group.gates(), true);
  }

  Recurrence recurrence() {
    return recurrence;
  }

  RecurrentInputs inputs() {
    return inputs;
  }

  RecurrentSizes sizes() {
    return sizes;
  }

  /**
   * The gradients of the sums in the gates, of the steps of one block; the caller fills them in.
   */
  Series dz() {
    return dz;
  }

  /** To be called once those of a step are there. */
  void written(long step) {
    if (!rounded.equals(dz)) {
      recurrence.copy(dz.part(0, slots, step, 1), rounded.part(0, slots, step, 1));
    }
  }

  /** Where a result of the layer lies. */
  Place result(int index) {
    return Place.input(inputs.count() + index);
  }

  /** The hidden states, of the steps before some. */
  List<Recurrence.Before> hiddenBefore(long first, long count) {
    return Recurrence.before(hidden, firstRows, first, count);
  }

  /** The gradient of a state after the last step, as far as it does not flow from the outputs. */
  @Nullable Arg given(int result) {
    int index = op.given().indexOf(result);
    return index < 0 ? null : new Arg(givenPlace(index), sizes.state(DType.F32));
  }

  private Place givenPlace(int index) {
    return result(op.of().results().size() + index);
  }

  private @Nullable Series givenOutputs() {
    int index = op.given().indexOf(0);
    return index < 0 ? null : sizes.whole(givenPlace(index), DType.F32, sizes.units());
  }

  /** Where the gradient of an input goes, or null if nobody wants it. */
  private @Nullable Place wanted(int input) {
    int index = op.wanted().indexOf(input);
    return index >= 0 && request.outputs().get(index).read() ? Place.output(index) : null;
  }

  /** Where the gradient of an initial state goes, or null if nobody wants it. */
  @Nullable Arg wantedState(int index) {
    Place place = index < inputs.states() ? wanted(inputs.state() + index) : null;
    return place == null ? null : new Arg(place, sizes.state(DType.F32));
  }

  /** What flows into the hidden state after the last step. */
  Arg fromBehind() {
    Arg last = given(1);
    Series outputs = givenOutputs();
    if (outputs == null) {
      return last == null ? recurrence.zeros(DType.F32) : last;
    }
    Arg fromOutput = outputs.at(sizes.steps() - 1);
    if (last == null) {
      return fromOutput;
    }
    Arg sum = recurrence.temporary();
    recurrence.binary(Binary.ADD, fromOutput, last, sum);
    return sum;
  }

  /** Where the gradient of the hidden state before a step goes, or null if nobody wants it. */
  @Nullable Arg hiddenBefore(long step, Arg result) {
    return step > 0 ? result : wantedState(0);
  }

  /** The terms of the gradient of the hidden state before a step: dz·Uᵀ, and from its output. */
  List<Arg> flowBack(long step) {
    recurrence.product(
        rounded.part(0, all.count(), step, 1),
        RecurrentInputs.RECURRENT_WEIGHTS,
        recurrentWeights,
        0,
        sums.part(0, all.count(), 0, 1),
        List.of());
    List<Arg> terms = new ArrayList<>(rows(sums, 1));
    Series outputs = givenOutputs();
    if (step > 0 && outputs != null) {
      terms.add(outputs.at(step - 1));
    }
    return terms;
  }

  private List<Arg> rows(Series gates, long steps) {
    return all.gates().stream().map(gate -> gates.rows(gate, 0, steps)).toList();
  }

  /** Adds the gradients of weights, biases and inputs that come from a block of steps. */
  void finish(long first, long count) {
    boolean more = first + count < sizes.steps();
    Series x = sizes.whole(Place.input(RecurrentInputs.X), dtype, sizes.features());
    Place dInput = wanted(RecurrentInputs.INPUT_WEIGHTS);
    Place dBias = wanted(RecurrentInputs.BIAS);
    for (Group group : inputGroups) {
      Arg part = rounded.part(group.slot(), group.count(), first, count);
      if (dInput != null) {
        recurrence.weightGradient(
            x.rows(0, first, count), part, columns(dInput, sizes.features(), group), more);
      }
      if (dBias != null) {
        recurrence.biasGradient(
            dz.part(group.slot(), group.count(), first, count), columns(dBias, 1, group), more);
      }
    }
    Place dRecurrentBias = inputs.biases() > 1 ? wanted(RecurrentInputs.BIAS + 1) : null;
    if (dRecurrentBias != null) {
      recurrence.biasGradient(
          dz.part(0, all.count(), first, count), columns(dRecurrentBias, 1, all), more);
    }
    Place dRecurrent = wanted(RecurrentInputs.RECURRENT_WEIGHTS);
    if (dRecurrent != null) {
      boolean begun = more;
      for (Recurrence.Before before : hiddenBefore(first, count)) {
        recurrence.weightGradient(
            before.rows(),
            rounded.part(0, all.count(), before.step(), before.steps()),
            columns(dRecurrent, sizes.units(), all),
            begun);
        begun = true;
      }
    }
    Place dx = wanted(RecurrentInputs.X);
    if (dx != null) {
      inputGradient(sizes.whole(dx, DType.F32, sizes.features()), first, count);
    }
  }

  private void inputGradient(Series dx, long first, long count) {
    for (int i = 0; i < inputGroups.size(); i++) {
      Group group = inputGroups.get(i);
      recurrence.product(
          rounded.part(group.slot(), group.count(), first, count),
          RecurrentInputs.INPUT_WEIGHTS,
          inputWeights,
          i,
          inputSums.part(group.gate(), group.count(), 0, count),
          List.of());
    }
    recurrence.sum(rows(inputSums, count), dx.rows(0, first, count));
  }

  /** The columns of some gates in a matrix of all gates: [gates, rows, H]. */
  private Arg columns(Place matrix, long rows, Group group) {
    long units = sizes.units();
    return new Arg(
        matrix.after(group.gate() * units * DType.F32.bytes()),
        Strided.of(
            DType.F32,
            new long[] {group.count(), rows, units},
            new long[] {units, all.count() * units, 1}));
  }

  /** The kernel, or null if something of it could not be done. */
  @Nullable Proposal proposal() {
    List<Layout> taken =
        inputs.layouts(
            request,
            sizes,
            dtype,
            wanted(RecurrentInputs.X) != null
                ? inputWeights.layout()
                : request.in(RecurrentInputs.INPUT_WEIGHTS).layout(),
            recurrentWeights.layout());
    int first = taken.size();
    int given = first + op.of().results().size();
    for (int i = first; i < request.inputs().size(); i++) {
      Strided own = request.in(i).strided();
      if (i == first) {
        taken.add(Layouts.keepOwn(request.in(i), sizes.byTime(dtype, sizes.units())));
      } else if (i >= given && op.given().get(i - given) == 0) {
        taken.add(Layouts.keepOwn(request.in(i), sizes.byTime(DType.F32, sizes.units())));
      } else if (i >= first + 3) {
        taken.add(own.of(DType.F32).dense());
      } else {
        taken.add(own); // a last state, which is not read
      }
    }
    List<Layout> written = new ArrayList<>();
    for (int i = 0; i < request.outputs().size(); i++) {
      Strided own = request.outputs().get(i).strided();
      if (!request.outputs().get(i).read()) {
        written.add(own.dense(0));
      } else if (op.wanted().get(i) == RecurrentInputs.X) {
        written.add(
            Layouts.keepOwn(request.outputs().get(i), sizes.byTime(DType.F32, sizes.features())));
      } else {
        written.add(own.of(DType.F32).dense());
      }
    }
    return recurrence.proposal(taken, written);
  }
}

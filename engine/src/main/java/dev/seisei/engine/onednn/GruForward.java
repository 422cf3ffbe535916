package dev.seisei.engine.onednn;

import dev.seisei.engine.kernel.Layout;
import dev.seisei.engine.kernel.Operand;
import dev.seisei.engine.kernel.Proposal;
import dev.seisei.engine.kernel.Request;
import dev.seisei.engine.kernel.Strided;
import dev.seisei.engine.memory.DType;
import dev.seisei.engine.op.Binary;
import dev.seisei.engine.op.Composite;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A GRU whose reset gate acts after the product: (x, input weights, recurrent weights, input bias,
 * recurrent bias, initial hidden state?, mask?) → outputs, last hidden state, gates.
 *
 * <p>The products with the inputs are done for a block of steps at once, then a step takes one
 * product for the two gates and one for the candidates, with what follows in them, and a pass for
 * the hidden state. Where nothing reads the gates, there is room for those of a block only.
 */
final class GruForward {
  /** In what is kept. */
  private static final int RESET = 0;

  private static final int UPDATE = 1;
  private static final int CANDIDATE = 2;

  /** What the candidates get of the hidden state, before the reset gate. */
  private static final int PROJECTED = 3;

  private final RecurrentSizes sizes;
  private final RecurrentInputs inputs;
  private final Recurrence recurrence;
  private final DType dtype;
  private final boolean kept;
  private final Series x;
  private final Series gates;
  private final HiddenStates hidden;
  private final Arg nextHidden;

  private GruForward(Request request, Composite composite) {
    sizes = RecurrentSizes.of(request);
    inputs = RecurrentInputs.of(composite);
    dtype = request.in(RecurrentInputs.RECURRENT_WEIGHTS).dtype();
    recurrence = new Recurrence(sizes, inputs.masked() ? Place.input(inputs.mask()) : null);
    kept = request.outputs().get(2).read();
    hidden = new HiddenStates(request, recurrence, sizes, recurrence.initial(inputs, 0), dtype);
    x = sizes.whole(Place.input(RecurrentInputs.X), dtype, sizes.features());
    long units = sizes.units();
    gates =
        kept
            ? sizes.whole(Place.output(2), DType.F32, units)
            : recurrence.temporary(DType.F32, 4, sizes.block(), units);
    nextHidden = recurrence.temporary();
  }

  static @Nullable Proposal propose(Request request, Composite composite) {
    return new GruForward(request, composite).propose(request);
  }

  private @Nullable Proposal propose(Request request) {
    long block = sizes.block();
    PackedWeights inputWeights =
        new PackedWeights(
            GateBlocks.each(
                Recurrence.shared(x.rows(0, 0, block), 1),
                gates.part(0, 1, 0, block),
                List.of(0, 1, 2)),
            dtype);
    PackedWeights recurrentWeights =
        new PackedWeights(
            List.of(
                GateBlocks.wanted(
                    hidden.rowsBefore(0, 2), gates.part(0, 2, 0, 1), List.of(0, 1), false),
                GateBlocks.wanted(
                    hidden.rowsBefore(0, 1), gates.part(PROJECTED, 1, 0, 1), List.of(2), false)),
            dtype);
    Arg bias = bias();
    for (long first = 0; first < sizes.steps(); first += block) {
      long count = Math.min(block, sizes.steps() - first);
      recurrence.project(
          x.rows(0, first, count), inputWeights, bias, gates.part(0, 3, first, count));
      for (long t = first; t < first + count; t++) {
        step(t, recurrentWeights);
      }
    }
    if (request.outputs().get(1).read()) {
      recurrence.copy(
          hidden.at(sizes.steps() - 1),
          new Arg(Place.output(1), sizes.state(request.outputs().get(1).dtype())));
    }
    return recurrence.proposal(
        inputs.layouts(request, sizes, dtype, inputWeights.layout(), recurrentWeights.layout()),
        outputs(request));
  }

  private List<Layout> outputs(Request request) {
    List<Layout> layouts = new ArrayList<>();
    for (Operand output : request.outputs()) {
      Strided dense = output.strided().dense();
      layouts.add(
          !output.read() ? dense.dense(0) : layouts.size() == 2 ? dense.of(DType.F32) : dense);
    }
    if (request.out().read()) {
      layouts.set(0, hidden.layout());
    }
    return layouts;
  }

  /** What is added to the products with the inputs: both biases of the gates, one of candidates. */
  private Arg bias() {
    long units = sizes.units();
    Strided two = Strided.dense(DType.F32, 2 * units);
    Strided one = Strided.dense(DType.F32, units);
    long offset = two.span();
    Place input = Place.input(RecurrentInputs.BIAS);
    Place sum = recurrence.vectors(3);
    recurrence.binary(
        Binary.ADD,
        new Arg(input, two),
        new Arg(Place.input(RecurrentInputs.BIAS + 1), two),
        new Arg(sum, two));
    recurrence.copy(new Arg(input.after(offset), one), new Arg(sum.after(offset), one));
    return new Arg(sum, Strided.dense(DType.F32, 3, 1, units));
  }

  private void step(long t, PackedWeights weights) {
    Arg last = hidden.before(t);
    recurrence.productOnto(
        hidden.rowsBefore(t, 2),
        RecurrentInputs.RECURRENT_WEIGHTS,
        weights,
        0,
        gates.part(0, 2, t, 1),
        List.of(Recurrence.sigmoid()));
    Arg candidate = candidate(t, weights);
    Arg state = recurrence.isMasked() ? nextHidden : hidden.at(t);
    recurrence.binary(
        Binary.SUB,
        last,
        candidate,
        state,
        List.of(Recurrence.times(gates.rows(UPDATE, t, 1)), Recurrence.plus(candidate)));
    if (recurrence.isMasked()) {
      recurrence.keep(last, state, hidden.at(t), t);
    }
    hidden.written(t);
  }

  private Arg candidate(long t, PackedWeights weights) {
    Arg projected = gates.part(PROJECTED, 1, t, 1);
    List<Applied> posts = new ArrayList<>(List.of(Recurrence.plus(candidateBias(projected))));
    if (!kept) {
      posts.add(Recurrence.times(gates.part(RESET, 1, t, 1)));
      posts.add(Recurrence.plus(gates.part(CANDIDATE, 1, t, 1)));
      posts.addAll(Recurrence.tanhThen());
    }
    recurrence.product(
        hidden.rowsBefore(t, 1), RecurrentInputs.RECURRENT_WEIGHTS, weights, 1, projected, posts);
    if (!kept) {
      return gates.rows(PROJECTED, t, 1);
    }
    Arg candidate = gates.rows(CANDIDATE, t, 1);
    recurrence.binaryOnto(
        Binary.MUL,
        gates.rows(RESET, t, 1),
        gates.rows(PROJECTED, t, 1),
        candidate,
        Recurrence.tanhThen());
    return candidate;
  }

  private Arg candidateBias(Arg result) {
    long units = sizes.units();
    Place place = Place.input(RecurrentInputs.BIAS + 1).after(2 * units * DType.F32.bytes());
    return Recurrence.repeated(new Arg(place, Strided.dense(DType.F32, 1, 1, units)), result);
  }
}

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
 * An LSTM: (x, input weights, recurrent weights, bias, initial hidden state and cell?, mask?) →
 * outputs, last hidden state, last cell, gates, cells.
 *
 * <p>The products with the inputs are done for a block of steps at once, then a step takes one
 * product for the three gates and one for the candidates, with the activations in them, one pass
 * for the cell and one for the hidden state. Where nothing reads the gates and cells, there is room
 * for those of a block only.
 */
final class LstmForward {
  /** The gates in the order in which they are kept: input, forget, output, candidate. */
  private static final List<Integer> ORDER = List.of(0, 1, 3, 2);

  private static final int SIGMOIDS = 3;

  private final RecurrentSizes sizes;
  private final RecurrentInputs inputs;
  private final Recurrence recurrence;
  private final boolean kept;
  private final Arg initialCell;
  private final Series x;
  private final Series gates;
  private final Series cells;
  private final HiddenStates hidden;
  private final Arg bias;
  private final Arg added;
  private final Arg nextCell;
  private final Arg nextHidden;

  private LstmForward(Request request, Composite composite, DType dtype) {
    sizes = RecurrentSizes.of(request);
    inputs = RecurrentInputs.of(composite);
    recurrence = new Recurrence(sizes, inputs.masked() ? Place.input(inputs.mask()) : null);
    kept = request.outputs().get(3).read() || request.outputs().get(4).read();
    hidden = new HiddenStates(request, recurrence, sizes, recurrence.initial(inputs, 0), dtype);
    initialCell = recurrence.initial(inputs, 1);
    x = sizes.whole(Place.input(RecurrentInputs.X), dtype, sizes.features());
    gates =
        kept
            ? sizes.whole(Place.output(3), DType.F32, sizes.units())
            : recurrence.temporary(DType.F32, 4, sizes.block(), sizes.units());
    cells =
        kept
            ? sizes.whole(Place.output(4), DType.F32, sizes.units())
            : recurrence.temporary(DType.F32, 1, 2, sizes.units());
    bias = orderedBias();
    added = recurrence.temporary();
    nextCell = recurrence.temporary();
    nextHidden = recurrence.temporary();
  }

  static @Nullable Proposal propose(Request request, Composite composite) {
    DType dtype = request.in(RecurrentInputs.RECURRENT_WEIGHTS).dtype();
    return new LstmForward(request, composite, dtype).propose(request, dtype);
  }

  private @Nullable Proposal propose(Request request, DType dtype) {
    long block = sizes.block();
    PackedWeights inputWeights =
        new PackedWeights(
            GateBlocks.each(
                Recurrence.shared(x.rows(0, 0, block), 1), gates.part(0, 1, 0, block), ORDER),
            dtype);
    PackedWeights recurrentWeights =
        new PackedWeights(
            List.of(
                GateBlocks.wanted(
                    hidden.rowsBefore(0, SIGMOIDS),
                    gates.part(0, SIGMOIDS, 0, 1),
                    ORDER.subList(0, SIGMOIDS),
                    false),
                GateBlocks.wanted(
                    hidden.rowsBefore(0, 1),
                    gates.part(SIGMOIDS, 1, 0, 1),
                    ORDER.subList(SIGMOIDS, 4),
                    false)),
            dtype);
    for (long first = 0; first < sizes.steps(); first += block) {
      long count = Math.min(block, sizes.steps() - first);
      recurrence.project(
          x.rows(0, first, count), inputWeights, bias, gates.part(0, 4, first, count));
      for (long t = first; t < first + count; t++) {
        step(t, recurrentWeights);
      }
    }
    long last = sizes.steps() - 1;
    copyIfRead(request, 1, hidden.at(last));
    copyIfRead(request, 2, cells.at(last));
    return recurrence.proposal(
        inputs.layouts(request, sizes, dtype, inputWeights.layout(), recurrentWeights.layout()),
        outputs(request));
  }

  /** The bias in the order of the gates. */
  private Arg orderedBias() {
    long units = sizes.units();
    Place place = recurrence.vectors(4);
    for (int gate = 0; gate < 4; gate++) {
      Strided one = Strided.dense(DType.F32, units);
      long bytes = units * DType.F32.bytes();
      recurrence.copy(
          new Arg(Place.input(RecurrentInputs.BIAS).after(ORDER.get(gate) * bytes), one),
          new Arg(place.after(gate * bytes), one));
    }
    return new Arg(place, Strided.dense(DType.F32, 4, 1, units));
  }

  private void step(long t, PackedWeights weights) {
    Arg lastCell = t == 0 ? initialCell : cells.at(t - 1);
    recurrence.productOnto(
        hidden.rowsBefore(t, SIGMOIDS),
        RecurrentInputs.RECURRENT_WEIGHTS,
        weights,
        0,
        gates.part(0, SIGMOIDS, t, 1),
        List.of(Recurrence.sigmoid()));
    Arg candidate = gates.part(SIGMOIDS, 1, t, 1);
    recurrence.productOnto(
        hidden.rowsBefore(t, 1),
        RecurrentInputs.RECURRENT_WEIGHTS,
        weights,
        1,
        candidate,
        kept
            ? Recurrence.tanhThen()
            : Recurrence.tanhThen(Recurrence.times(gates.part(0, 1, t, 1))));
    Arg input = gates.rows(0, t, 1);
    Arg forget = gates.rows(1, t, 1);
    Arg output = gates.rows(2, t, 1);
    Arg toAdd = gates.rows(SIGMOIDS, t, 1);
    if (kept) {
      recurrence.binary(Binary.MUL, input, toAdd, added);
      toAdd = added;
    }
    Arg cell = recurrence.isMasked() ? nextCell : cells.at(t);
    Arg state = recurrence.isMasked() ? nextHidden : hidden.at(t);
    recurrence.binary(Binary.MUL, forget, lastCell, cell, List.of(Recurrence.plus(toAdd)));
    recurrence.binary(Binary.MAX, cell, cell, state, Recurrence.tanhThen(Recurrence.times(output)));
    if (recurrence.isMasked()) {
      recurrence.keep(lastCell, cell, cells.at(t), t);
      recurrence.keep(hidden.before(t), state, hidden.at(t), t);
    }
    hidden.written(t);
  }

  private List<Layout> outputs(Request request) {
    List<Layout> layouts = new ArrayList<>();
    for (Operand output : request.outputs()) {
      boolean inner = layouts.size() >= 3;
      Strided dense = output.strided().dense();
      boolean written = inner ? kept : output.read();
      layouts.add(!written ? dense.dense(0) : inner ? dense.of(DType.F32) : dense);
    }
    if (request.out().read()) {
      layouts.set(0, hidden.layout());
    }
    return layouts;
  }

  private void copyIfRead(Request request, int output, Arg state) {
    if (request.outputs().get(output).read()) {
      DType type = request.outputs().get(output).dtype();
      recurrence.copy(state, new Arg(Place.output(output), sizes.state(type)));
    }
  }
}

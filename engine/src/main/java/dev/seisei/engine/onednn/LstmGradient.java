package dev.seisei.engine.onednn;

import dev.seisei.engine.gradient.CompositeGradient;
import dev.seisei.engine.kernel.Proposal;
import dev.seisei.engine.kernel.Request;
import dev.seisei.engine.memory.DType;
import dev.seisei.engine.op.Binary;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The gradient of an LSTM: (its inputs, its results, the gradients of outputs, last hidden state
 * and last cell as far as there are any) → those gradients that are wanted.
 *
 * <p>With z the sums in the gates, and dh and dc what flows into a step: dc ← dc + dh∘o∘tanh′(c),
 * dz = (dc∘g∘i′, dc∘c₋₁∘f′, dc∘i∘g′, dh∘tanh(c)∘o′), dh₋₁ = dz·Uᵀ, dc₋₁ = dc∘f. What dh and dc are
 * multiplied by is computed for a block of steps at once, and so are afterwards the gradients of
 * weights and inputs.
 */
final class LstmGradient {
  /** In what the forward pass kept. */
  private static final int INPUT = 0;

  private static final int FORGET = 1;
  private static final int OUTPUT = 2;
  private static final int CANDIDATE = 3;

  /** In dz: in the order of the weights. */
  private static final List<Integer> ORDER = List.of(INPUT, FORGET, CANDIDATE, OUTPUT);

  private final RecurrentGradients gradients;
  private final Recurrence recurrence;
  private final RecurrentSizes sizes;
  private final Series gates;
  private final Series cells;
  private final Arg initialCell;
  private final Series tanh;
  private final Series cellSlopes;
  private final Series dz;
  private final Arg dSum;
  private final Arg nextHidden;
  private final Arg nextCell;
  private final Arg unmaskedHidden;
  private final Arg unmaskedCell;
  private final Arg pastHidden;
  private final Arg pastCell;
  private Arg dHidden;
  private Arg dCell;

  private LstmGradient(Request request, CompositeGradient op) {
    gradients =
        new RecurrentGradients(request, op, 4, 4, List.of(new RecurrentGradients.Group(0, 4, 0)));
    recurrence = gradients.recurrence();
    sizes = gradients.sizes();
    gates = sizes.whole(gradients.result(3), DType.F32, sizes.units());
    cells = sizes.whole(gradients.result(4), DType.F32, sizes.units());
    initialCell = recurrence.initial(gradients.inputs(), 1);
    long block = sizes.block();
    dz = gradients.dz();
    tanh = recurrence.temporary(DType.F32, 1, block, sizes.units());
    cellSlopes = recurrence.temporary(DType.F32, 1, block, sizes.units());
    dSum = recurrence.temporary();
    nextHidden = recurrence.temporary();
    nextCell = recurrence.temporary();
    unmaskedHidden = recurrence.temporary();
    unmaskedCell = recurrence.temporary();
    pastHidden = recurrence.temporary();
    pastCell = recurrence.temporary();
    dHidden = gradients.fromBehind();
    Arg last = gradients.given(2);
    dCell = last == null ? recurrence.zeros(DType.F32) : last;
  }

  static @Nullable Proposal propose(Request request, CompositeGradient op) {
    return new LstmGradient(request, op).propose();
  }

  private @Nullable Proposal propose() {
    long block = sizes.block();
    for (long first = (sizes.steps() - 1) / block * block; first >= 0; first -= block) {
      long count = Math.min(block, sizes.steps() - first);
      slopes(first, count);
      for (long t = first + count - 1; t >= first; t--) {
        step(t);
      }
      gradients.finish(first, count);
    }
    return gradients.proposal();
  }

  /** What dc and dh are to be multiplied by. */
  private void slopes(long first, long count) {
    Arg input = gates.rows(INPUT, first, count);
    Arg output = gates.rows(OUTPUT, first, count);
    Arg candidate = gates.rows(CANDIDATE, first, count);
    Arg tanhs = tanh.rows(0, first, count);
    recurrence.tanh(cells(first, count), tanhs);
    recurrence.tanhSlope(tanhs, output, cellSlopes.rows(0, first, count));
    recurrence.sigmoidSlope(output, tanhs, slope(OUTPUT, first, count));
    recurrence.sigmoidSlope(input, candidate, slope(INPUT, first, count));
    recurrence.tanhSlope(candidate, input, slope(CANDIDATE, first, count));
    for (Recurrence.Before before : Recurrence.before(cells, initialCell, first, count)) {
      recurrence.sigmoidSlope(
          gates.rows(FORGET, before.step(), before.steps()),
          before.rows(),
          slope(FORGET, before.step(), before.steps()));
    }
  }

  private Arg slope(int gate, long first, long count) {
    return dz.rows(ORDER.indexOf(gate), first, count);
  }

  /** The cells that the outputs were computed from, which a mask may have hidden afterwards. */
  private Arg cells(long first, long count) {
    if (!recurrence.isMasked()) {
      return cells.rows(0, first, count);
    }
    Arg result = tanh.rows(0, first, count);
    Arg added = cellSlopes.rows(0, first, count);
    recurrence.binary(
        Binary.MUL, gates.rows(INPUT, first, count), gates.rows(CANDIDATE, first, count), added);
    for (Recurrence.Before before : Recurrence.before(cells, initialCell, first, count)) {
      recurrence.binary(
          Binary.MUL,
          gates.rows(FORGET, before.step(), before.steps()),
          before.rows(),
          tanh.rows(0, before.step(), before.steps()),
          List.of(Recurrence.plus(cellSlopes.rows(0, before.step(), before.steps()))));
    }
    return result;
  }

  private void step(long t) {
    Arg dh = dHidden;
    Arg dc = dCell;
    if (recurrence.isMasked()) {
      dh = recurrence.through(t, dHidden, unmaskedHidden, pastHidden);
      dc = recurrence.through(t, dCell, unmaskedCell, pastCell);
    }
    recurrence.binary(Binary.MUL, cellSlopes.at(t), dh, dSum, List.of(Recurrence.plus(dc)));
    for (int gate : ORDER) {
      int slot = ORDER.indexOf(gate);
      recurrence.binary(
          Binary.MUL, dz.rows(slot, t, 1), gate == OUTPUT ? dh : dSum, dz.rows(slot, t, 1));
    }
    gradients.written(t);
    Arg cellBefore = t > 0 ? nextCell : gradients.wantedState(1);
    if (cellBefore != null) {
      recurrence.binary(Binary.MUL, gates.rows(FORGET, t, 1), dSum, cellBefore, past(pastCell));
    }
    Arg hiddenBefore = gradients.hiddenBefore(t, nextHidden);
    if (hiddenBefore != null) {
      List<Arg> terms = new ArrayList<>(gradients.flowBack(t));
      if (recurrence.isMasked()) {
        terms.add(pastHidden);
      }
      recurrence.sum(terms, hiddenBefore);
    }
    dHidden = nextHidden;
    dCell = nextCell;
  }

  private List<Applied> past(Arg gradient) {
    return recurrence.isMasked() ? List.of(Recurrence.plus(gradient)) : List.of();
  }
}

package dev.seisei.engine.onednn;

import dev.seisei.engine.kernel.Layout;
import dev.seisei.engine.kernel.Operand;
import dev.seisei.engine.kernel.Request;
import dev.seisei.engine.memory.DType;

/**
 * The hidden states of a recurrent layer: as a step takes them from the one before, in float32; as
 * the products take them; and as the layer gives them out. Where these differ, there is a copy for
 * the step before and the present one only.
 */
final class HiddenStates {
  private static final long STEPS = 2;

  private final Recurrence recurrence;
  private final Operand output;
  private final RecurrentSizes sizes;
  private final Arg initial;
  private final Arg initialRows;
  private final Series exact;
  private final Series rows;
  private final Series given;

  /**
   * @param initial before the first step
   * @param dtype in which products take them
   */
  HiddenStates(
      Request request, Recurrence recurrence, RecurrentSizes sizes, Arg initial, DType dtype) {
    this.recurrence = recurrence;
    this.sizes = sizes;
    this.initial = initial;
    output = request.out();
    initialRows = recurrence.as(dtype, initial);
    long units = sizes.units();
    Series exactly = recurrence.temporary(DType.F32, 1, STEPS, units);
    given = output.read() ? sizes.whole(Place.output(0), output.dtype(), units) : exactly;
    exact = given.dtype() == DType.F32 ? given : exactly;
    rows =
        given.dtype() == dtype
            ? given
            : dtype == DType.F32 ? exact : recurrence.temporary(dtype, 1, STEPS, units);
  }

  Arg before(long step) {
    return step == 0 ? initial : exact.at(step - 1);
  }

  /** Those before a step, for several products. */
  Arg rowsBefore(long step, long products) {
    return Recurrence.shared(step == 0 ? initialRows : rows.at(step - 1), products);
  }

  /** Where a step's go. */
  Arg at(long step) {
    return exact.at(step);
  }

  /** To be called once a step's are there. */
  void written(long step) {
    if (!given.equals(exact)) {
      recurrence.copy(exact.at(step), given.at(step));
    }
    if (!rows.equals(exact) && !rows.equals(given)) {
      recurrence.copy(exact.at(step), rows.at(step));
    }
  }

  /** How the layer gives them out. */
  Layout layout() {
    return Layouts.keepOwn(output, sizes.byTime(given.dtype(), sizes.units()));
  }
}

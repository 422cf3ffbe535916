package dev.seisei.engine.onednn;

import dev.seisei.engine.gradient.CompositeGradient;
import dev.seisei.engine.kernel.Proposal;
import dev.seisei.engine.kernel.Request;
import dev.seisei.engine.memory.DType;
import dev.seisei.engine.op.Binary;
import dev.seisei.engine.op.Scale;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The gradient of a GRU whose reset gate acts after the product: (its inputs, its results, the
 * gradients of outputs and last hidden state as far as there are any) → those gradients that are
 * wanted.
 *
 * <p>With dh what flows into a step and p = U·h₋₁ + b of the candidates: dn = dh∘(1 − z)∘n′, dp =
 * dn∘r, dr = dn∘p∘r′, dz = dh∘(h₋₁ − n)∘z′, dh₋₁ = dh∘z + (dr, dz, dp)·Uᵀ. What dh is multiplied by
 * is computed for a block of steps at once, and so are afterwards the gradients of weights and
 * inputs.
 */
final class GruGradient {
  /** In what the forward pass kept. */
  private static final int RESET = 0;

  private static final int UPDATE = 1;
  private static final int CANDIDATE = 2;
  private static final int PROJECTED = 3;

  /** In dz, where the first three are what the recurrent weights see. */
  private static final int D_RESET = 0;

  private static final int D_UPDATE = 1;
  private static final int D_PROJECTED = 2;
  private static final int D_CANDIDATE = 3;
  private static final int SLOTS = 4;

  private final RecurrentGradients gradients;
  private final Recurrence recurrence;
  private final RecurrentSizes sizes;
  private final Series gates;
  private final Series factors;
  private final Series dz;
  private final Arg nextHidden;
  private final Arg unmaskedHidden;
  private final Arg pastHidden;
  private Arg dHidden;

  private GruGradient(Request request, CompositeGradient op) {
    gradients =
        new RecurrentGradients(
            request,
            op,
            SLOTS,
            3,
            List.of(
                new RecurrentGradients.Group(D_RESET, 2, 0),
                new RecurrentGradients.Group(D_CANDIDATE, 1, 2)));
    recurrence = gradients.recurrence();
    sizes = gradients.sizes();
    gates = sizes.whole(gradients.result(2), DType.F32, sizes.units());
    long block = sizes.block();
    factors = recurrence.temporary(DType.F32, 1, block, sizes.units());
    dz = gradients.dz();
    nextHidden = recurrence.temporary();
    unmaskedHidden = recurrence.temporary();
    pastHidden = recurrence.temporary();
    dHidden = gradients.fromBehind();
  }

  static @Nullable Proposal propose(Request request, CompositeGradient op) {
    return new GruGradient(request, op).propose();
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

  /** What dh is to be multiplied by. */
  private void slopes(long first, long count) {
    Arg factor = factors.rows(0, first, count);
    Arg reset = gates.rows(RESET, first, count);
    Arg update = gates.rows(UPDATE, first, count);
    Arg candidate = gates.rows(CANDIDATE, first, count);
    Arg dCandidate = dz.rows(D_CANDIDATE, first, count);
    for (Recurrence.Before before : gradients.hiddenBefore(first, count)) {
      // The first operand must be of the result's type.
      recurrence.binary(
          Binary.SUB,
          gates.rows(CANDIDATE, before.step(), before.steps()),
          before.rows(),
          factors.rows(0, before.step(), before.steps()),
          List.of(new Applied(new Scale(-1, 0), null)));
    }
    recurrence.sigmoidSlope(update, factor, dz.rows(D_UPDATE, first, count));
    recurrence.function(new Scale(-1, 1), update, factor);
    recurrence.tanhSlope(candidate, factor, dCandidate);
    recurrence.binary(Binary.MUL, dCandidate, reset, dz.rows(D_PROJECTED, first, count));
    recurrence.binary(Binary.MUL, dCandidate, gates.rows(PROJECTED, first, count), factor);
    recurrence.sigmoidSlope(reset, factor, dz.rows(D_RESET, first, count));
  }

  private void step(long t) {
    Arg dh =
        recurrence.isMasked()
            ? recurrence.through(t, dHidden, unmaskedHidden, pastHidden)
            : dHidden;
    for (int slot = 0; slot < SLOTS; slot++) {
      recurrence.binary(Binary.MUL, dz.rows(slot, t, 1), dh, dz.rows(slot, t, 1));
    }
    gradients.written(t);
    Arg hiddenBefore = gradients.hiddenBefore(t, nextHidden);
    if (hiddenBefore != null) {
      List<Arg> terms = new ArrayList<>(gradients.flowBack(t));
      if (recurrence.isMasked()) {
        terms.add(pastHidden);
      }
      recurrence.binary(
          Binary.MUL, dh, gates.rows(UPDATE, t, 1), hiddenBefore, Recurrence.plusAll(terms));
    }
    dHidden = nextHidden;
  }
}

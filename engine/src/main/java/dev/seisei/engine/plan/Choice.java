package dev.seisei.engine.plan;

import dev.seisei.engine.kernel.KernelProvider;
import dev.seisei.engine.kernel.Operand;
import dev.seisei.engine.kernel.PostOp;
import dev.seisei.engine.kernel.Proposal;
import dev.seisei.engine.kernel.Request;
import java.util.List;

/** A provider's way to compute something. */
record Choice(KernelProvider provider, Proposal proposal) {
  /** Whether a provider can do with what is stored in fewer bits. */
  private static boolean takes(KernelProvider provider, Request stored, Request full) {
    if (stored.equals(full)) {
      return true;
    }
    for (int i = 0; i < stored.inputs().size(); i++) {
      boolean operand = i >= stored.inputs().size() - operands(stored.postOps());
      if (stored.in(i).dtype() != full.in(i).dtype()
          && !operand
          && provider.narrow(stored.op(), i) == KernelProvider.Narrow.NEVER
          && !provider.takesWeights(stored.op(), i, stored.in(i).dtype())) {
        return false;
      }
    }
    return provider.givesNarrow(stored.op())
        || stored.outputs().stream()
            .map(Operand::dtype)
            .toList()
            .equals(full.outputs().stream().map(Operand::dtype).toList());
  }

  private static long operands(List<PostOp> postOps) {
    return postOps.stream().filter(post -> post.operand() >= 0).count();
  }

  /**
   * The first way that a provider proposes.
   *
   * @param stored on values as they are stored, or had best be
   * @param full on values with all their bits, for providers that cannot do with fewer
   * @throws IllegalArgumentException if there is none
   */
  static Choice of(List<KernelProvider> providers, Request stored, Request full) {
    for (KernelProvider provider : providers) {
      Proposal proposal = takes(provider, stored, full) ? provider.propose(stored) : null;
      if (proposal == null && !stored.equals(full)) {
        proposal = provider.propose(full);
      }
      if (proposal != null) {
        return new Choice(provider, proposal);
      }
    }
    throw new IllegalArgumentException(
        "no kernel for "
            + full.op()
            + " of "
            + full.inputs()
            + " among the providers "
            + providers.stream().map(KernelProvider::name).toList());
  }
}

package dev.seisei.engine.jvm;

import dev.seisei.engine.graph.Node;
import dev.seisei.engine.graph.Op;
import dev.seisei.engine.kernel.Kernel;
import dev.seisei.engine.kernel.KernelProvider;
import dev.seisei.engine.kernel.Operand;
import dev.seisei.engine.kernel.Proposal;
import dev.seisei.engine.kernel.Request;
import dev.seisei.engine.kernel.Strided;
import dev.seisei.engine.memory.Buffer;
import dev.seisei.engine.op.ArgReduce;
import dev.seisei.engine.op.Composite;
import dev.seisei.engine.op.Cumulative;
import dev.seisei.engine.op.Gather;
import dev.seisei.engine.op.Random;
import dev.seisei.engine.op.Reduce;
import dev.seisei.engine.op.Reverse;
import dev.seisei.engine.op.ScatterAdd;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Kernels in plain Java, for what a library of matrix products has no use for: moving elements,
 * indexing, integers and truth values, random numbers, and everything that is small.
 *
 * <p>Functions that others do not compute are computed here, in double precision: an element of an
 * expm1 takes some 20 ns, against 0.1 ns of an addition by oneDNN.
 */
public final class JvmProvider implements KernelProvider {
  @Override
  public String name() {
    return "jvm";
  }

  @Override
  public int priority() {
    return 50;
  }

  @Override
  public boolean claims(Node node) {
    return RotaryKernel.claims(node);
  }

  @Override
  public @Nullable Proposal propose(Request request) {
    Proposal proposal = choose(request);
    if (proposal == null) {
      return null;
    }
    return new Proposal(
        proposal.implementation(),
        proposal.inputs(),
        proposal.outputs(),
        proposal.scratchBytes(),
        proposal.overwrites(),
        (in, out, scratch) -> new Bound(proposal.binder().bind(in, out, scratch), in, out));
  }

  /** A kernel with its buffers, of which it sees only byte buffers that do not keep them. */
  private record Bound(Kernel kernel, List<Buffer> inputs, List<Buffer> outputs) implements Kernel {
    @Override
    public void run() {
      kernel.run();
    }

    @Override
    public void close() {
      kernel.close();
    }
  }

  private static @Nullable Proposal choose(Request request) {
    boolean strided =
        Stream.concat(request.inputs().stream(), request.outputs().stream())
            .map(Operand::layout)
            .allMatch(Strided.class::isInstance);
    if (!strided || !request.postOps().isEmpty()) {
      return null;
    }
    Op op = request.op();
    if (op instanceof Composite composite && composite.opName().equals("rotary")) {
      return RotaryKernel.propose(request, composite);
    }
    if (op instanceof Gather) {
      return GatherKernel.propose(request);
    }
    boolean fits = fitsViews(request);
    Proposal move = fits || !(op instanceof Reverse) ? Moves.propose(request) : null;
    if (move != null || !fits) {
      return move;
    }
    if (op instanceof ScatterAdd) {
      return ScatterAddKernel.propose(request);
    }
    if (op instanceof Random random) {
      return RandomKernel.propose(request, random);
    }
    if (op instanceof ArgReduce arg) {
      return ArgReduceKernel.propose(request, arg);
    }
    if (op instanceof Cumulative cumulative) {
      return CumulativeKernel.propose(request, cumulative);
    }
    if (op instanceof Reduce reduce) {
      return ReduceKernel.propose(request, reduce);
    }
    return Elementwise.propose(request);
  }

  /** Whether byte buffers reach every element. */
  private static boolean fitsViews(Request request) {
    return Stream.concat(request.inputs().stream(), request.outputs().stream())
        .allMatch(o -> o.layout().span() <= Integer.MAX_VALUE);
  }
}

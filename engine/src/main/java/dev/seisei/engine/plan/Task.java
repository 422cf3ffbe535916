package dev.seisei.engine.plan;

import dev.seisei.engine.graph.Op;
import dev.seisei.engine.kernel.Kernel;
import dev.seisei.engine.kernel.PostOp;
import dev.seisei.engine.kernel.Proposal;
import dev.seisei.engine.memory.Buffer;
import java.util.List;

/**
 * A kernel that has been chosen, and where its operands lie.
 *
 * @param step index of the step that it belongs to
 * @param multiplications of numbers, as in {@link KernelTime}
 */
record Task(
    Op op,
    List<PostOp> postOps,
    String provider,
    Proposal proposal,
    List<Placement> inputs,
    List<Placement> outputs,
    Root.Stage stage,
    int step,
    long multiplications) {

  Kernel bind(Buffer scratch) {
    return proposal
        .binder()
        .bind(
            inputs.stream().map(Placement::memory).toList(),
            outputs.stream().map(Placement::memory).toList(),
            scratch);
  }
}

package dev.seisei.engine.plan;

import dev.seisei.engine.graph.Op;
import dev.seisei.engine.kernel.Kernel;
import dev.seisei.engine.kernel.PostOp;
import dev.seisei.engine.kernel.Proposal;
import dev.seisei.engine.memory.Buffer;
import dev.seisei.engine.param.ParameterStore;
import dev.seisei.engine.param.SharedCopy;
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

  /**
   * As a kernel over memory.
   *
   * @param store whose copies are filled by whichever plan is the first to run
   */
  Kernel bind(Buffer scratch, ParameterStore store) {
    Kernel kernel =
        proposal
            .binder()
            .bind(
                inputs.stream().map(Placement::memory).toList(),
                outputs.stream().map(Placement::memory).toList(),
                scratch);
    SharedCopy shared = outputs.get(0).root().shared();
    return shared == null ? kernel : new Filling(kernel, shared, store);
  }

  /** Fills a copy that plans share, if no other plan has. */
  private record Filling(Kernel kernel, SharedCopy copy, ParameterStore store) implements Kernel {
    @Override
    public void run() {
      if (!copy.isOf(store.version())) {
        kernel.run();
        copy.filled(store.version());
      }
    }

    @Override
    public void close() {
      kernel.close();
    }
  }
}

package dev.seisei.engine.kernel;

import dev.seisei.engine.graph.Op;
import java.util.List;

/**
 * What a provider is asked to compute.
 *
 * @param op the operation
 * @param inputs the operation's inputs, then the second operands of the post-operations
 * @param outputs where the results are wanted
 * @param postOps applied in order to the first result
 */
public record Request(Op op, List<Operand> inputs, List<Operand> outputs, List<PostOp> postOps) {
  public Operand in(int index) {
    return inputs.get(index);
  }

  public Operand out() {
    return outputs.get(0);
  }
}

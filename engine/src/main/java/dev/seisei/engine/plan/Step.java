package dev.seisei.engine.plan;

import dev.seisei.engine.graph.Op;
import dev.seisei.engine.graph.Value;
import dev.seisei.engine.kernel.PostOp;
import java.util.ArrayList;
import java.util.List;

/** One kernel to be: an operation with what is applied to its result before it is written. */
final class Step {
  final Op op;
  final List<Value> inputs;
  final List<PostOp> postOps = new ArrayList<>();
  List<Value> outputs;

  Step(Op op, List<Value> inputs, List<Value> outputs) {
    this.op = op;
    this.inputs = new ArrayList<>(inputs);
    this.outputs = outputs;
  }

  /** Applies a function to the result; further operands become further inputs. */
  void fuse(Op next, List<Value> operands, List<Value> results) {
    postOps.add(new PostOp(next, operands.isEmpty() ? -1 : inputs.size()));
    inputs.addAll(operands);
    outputs = results;
  }
}

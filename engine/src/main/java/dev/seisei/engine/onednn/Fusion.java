package dev.seisei.engine.onednn;

import dev.seisei.engine.graph.Op;
import dev.seisei.engine.kernel.PostOp;
import dev.seisei.engine.op.Binary;
import dev.seisei.engine.op.Convolution;
import dev.seisei.engine.op.MatMul;
import dev.seisei.engine.op.Reduce;
import java.util.List;

/**
 * Which functions are applied to a kernel's result before it is written. What is allowed here is
 * computed in any case; if oneDNN has no single primitive for it, then by several.
 */
final class Fusion {
  /** More make a primitive's generated code run out of registers. */
  private static final int MOST = 6;

  private Fusion() {}

  static boolean allows(Op producer, List<PostOp> soFar, Op next, boolean binary) {
    if (soFar.size() >= MOST) {
      return false;
    }
    boolean known =
        binary
            ? next instanceof Binary function && Functions.has(function)
            : !Functions.of(next).isEmpty();
    if (!known) {
      return false;
    }
    if (producer instanceof MatMul || producer instanceof Convolution) {
      return true;
    }
    if (producer instanceof Binary function) {
      return Functions.has(function);
    }
    return producer instanceof Reduce reduce && reduce.kind() != Reduce.Kind.PROD && !binary;
  }
}

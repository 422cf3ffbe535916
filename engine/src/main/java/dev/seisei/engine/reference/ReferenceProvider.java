package dev.seisei.engine.reference;

import dev.seisei.engine.graph.Node;
import dev.seisei.engine.graph.Op;
import dev.seisei.engine.kernel.KernelProvider;
import dev.seisei.engine.kernel.Operand;
import dev.seisei.engine.kernel.Proposal;
import dev.seisei.engine.kernel.Request;
import dev.seisei.engine.kernel.Strided;
import dev.seisei.engine.memory.DType;
import dev.seisei.engine.op.Binary;
import dev.seisei.engine.op.Clip;
import dev.seisei.engine.op.Convolution;
import dev.seisei.engine.op.ConvolutionInputGradient;
import dev.seisei.engine.op.ConvolutionWeightGradient;
import dev.seisei.engine.op.LogSoftmax;
import dev.seisei.engine.op.MatMul;
import dev.seisei.engine.op.Power;
import dev.seisei.engine.op.Reduce;
import dev.seisei.engine.op.Scale;
import dev.seisei.engine.op.Softmax;
import dev.seisei.engine.op.Unary;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Floating-point arithmetic through libnd4j, on dense operands, one operation at a time. ND4J
 * starts when the first kernel is bound.
 *
 * <p>Left to the plain Java kernels, which are found beside this one, is what moves, chooses, draws
 * or counts, and what libnd4j has wrong: it passes over NaN in maxima and minima, takes it to have
 * the sign 0, and overflows in asinh.
 */
public final class ReferenceProvider implements KernelProvider {
  private static final Set<Op> WRONG = Set.of(Binary.MAX, Binary.MIN, Unary.SIGN, Unary.ASINH);

  @Override
  public String name() {
    return "reference";
  }

  @Override
  public int priority() {
    return 0;
  }

  @Override
  public boolean claims(Node node) {
    return false;
  }

  @Override
  public @Nullable Proposal propose(Request request) {
    boolean strided =
        Stream.concat(request.inputs().stream(), request.outputs().stream())
            .map(Operand::layout)
            .allMatch(Strided.class::isInstance);
    if (!strided || !request.postOps().isEmpty() || !supports(request)) {
      return null;
    }
    return Proposal.dense(
        request, "libnd4j", (in, out, scratch) -> Libnd4j.kernel(request, in, out.get(0)));
  }

  private static boolean supports(Request request) {
    Op op = request.op();
    DType type = request.out().dtype();
    return (type == DType.F32 || type == DType.F64)
        && !WRONG.contains(op)
        && (op instanceof Unary
            || op instanceof Binary
            || op instanceof Scale
            || op instanceof Clip
            || op instanceof Power
            || (op instanceof Reduce reduce && sumOrProduct(reduce))
            || op instanceof Softmax
            || op instanceof LogSoftmax
            || op instanceof MatMul
            || op instanceof Convolution
            || op instanceof ConvolutionInputGradient
            || op instanceof ConvolutionWeightGradient);
  }

  private static boolean sumOrProduct(Reduce reduce) {
    return reduce.kind() == Reduce.Kind.SUM || reduce.kind() == Reduce.Kind.PROD;
  }
}

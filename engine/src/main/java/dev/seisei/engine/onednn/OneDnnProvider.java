package dev.seisei.engine.onednn;

import dev.seisei.engine.gradient.CompositeGradient;
import dev.seisei.engine.graph.Node;
import dev.seisei.engine.graph.Op;
import dev.seisei.engine.graph.TensorType;
import dev.seisei.engine.graph.Value;
import dev.seisei.engine.kernel.KernelProvider;
import dev.seisei.engine.kernel.Layout;
import dev.seisei.engine.kernel.Move;
import dev.seisei.engine.kernel.Opaque;
import dev.seisei.engine.kernel.Operand;
import dev.seisei.engine.kernel.PostOp;
import dev.seisei.engine.kernel.Proposal;
import dev.seisei.engine.kernel.Request;
import dev.seisei.engine.kernel.Strided;
import dev.seisei.engine.memory.DType;
import dev.seisei.engine.op.Binary;
import dev.seisei.engine.op.Clip;
import dev.seisei.engine.op.Composite;
import dev.seisei.engine.op.Convolution;
import dev.seisei.engine.op.ConvolutionInputGradient;
import dev.seisei.engine.op.ConvolutionWeightGradient;
import dev.seisei.engine.op.LogSoftmax;
import dev.seisei.engine.op.LogSoftmaxGradient;
import dev.seisei.engine.op.MatMul;
import dev.seisei.engine.op.Power;
import dev.seisei.engine.op.Reduce;
import dev.seisei.engine.op.Scale;
import dev.seisei.engine.op.Softmax;
import dev.seisei.engine.op.SoftmaxGradient;
import dev.seisei.engine.op.Unary;
import dev.seisei.engine.op.UnaryGradient;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Kernels for float32 and bfloat16 on the CPU by oneDNN. */
public final class OneDnnProvider implements KernelProvider {
  static final String NAME = "onednn";

  /** Elsewhere oneDNN has plain loops for much of this, and a claim could not be kept. */
  static final boolean GENERATES_CODE =
      System.getProperty("os.arch", "").matches("amd64|x86_64|x64");

  /** Starts no native code; the first request does. */
  public OneDnnProvider() {}

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public int priority() {
    return 100;
  }

  @Override
  public boolean claims(Node node) {
    Composite defined = composite(node.op());
    if (!GENERATES_CODE || (defined != null && !Signatures.fits(defined))) {
      return false;
    }
    if (CrossEntropyKernels.claims(node)) {
      return true; // its labels are integers
    }
    if (!Stream.concat(node.inputs().stream(), node.outputs().stream())
        .map(Value::type)
        .allMatch(type -> type.dtype() == DType.F32)) {
      return false;
    }
    Op op = node.op();
    if (op instanceof UnaryGradient gradient) {
      return ElementwiseKernels.hasGradient(gradient.of());
    }
    if (op instanceof CompositeGradient gradient) {
      return (isKnown(gradient.of())
              && !AttentionKernels.claims(gradient.of())
              && !DropoutKernels.claims(gradient.of()))
          || AttentionKernels.claims(gradient)
          || RecurrentKernels.claims(gradient)
          || BatchNormKernels.claims(gradient)
          || isGroupNorm(gradient.of(), node, node.inputs().size() - 2);
    }
    if (op instanceof Composite composite) {
      return isKnown(composite)
          || RecurrentKernels.claims(composite)
          || BatchNormKernels.claims(composite)
          || isGroupNorm(composite, node, node.inputs().size());
    }
    return op instanceof SoftmaxGradient || op instanceof LogSoftmaxGradient;
  }

  private static @Nullable Composite composite(Op op) {
    if (op instanceof CompositeGradient gradient) {
      return gradient.of();
    }
    return op instanceof Composite composite ? composite : null;
  }

  private static boolean isKnown(Composite composite) {
    return NormKernels.isNorm(composite)
        || OptimizerKernels.claims(composite)
        || AttentionKernels.claims(composite)
        || CachedAttentionKernels.claims(composite)
        || ResamplingKernels.claims(composite)
        || PoolingKernels.claims(composite)
        || DropoutKernels.claims(composite)
        || !Functions.of(composite).isEmpty();
  }

  private static boolean isGroupNorm(Composite composite, Node node, int inputs) {
    return GroupNormKernels.claims(composite, node.input(0).type(), inputs);
  }

  @Override
  public boolean fuses(
      Op producer, TensorType result, List<PostOp> soFar, Op next, @Nullable TensorType operand) {
    return GENERATES_CODE
        && result.dtype() == DType.F32
        && (operand == null || operand.dtype() == DType.F32)
        && Fusion.allows(producer, soFar, next, operand != null);
  }

  @Override
  public Narrow narrow(Op op, int input) {
    return GENERATES_CODE ? Narrowing.of(op, input) : Narrow.NEVER;
  }

  @Override
  public boolean takesWeights(Op op, int input, DType stored) {
    return GENERATES_CODE
        && op instanceof MatMul
        && input == 1
        && (stored == DType.BF16 ? Dnnl.HAS_AVX512 : stored == DType.I8 && Dnnl.MULTIPLIES_INT8);
  }

  @Override
  public @Nullable Strided prefers(Op op, int input, Strided rowMajor) {
    boolean image =
        ((op instanceof Convolution || op instanceof ConvolutionInputGradient) && input == 0)
            || (op instanceof ConvolutionWeightGradient && input < 2)
            || isOfImages(composite(op));
    return GENERATES_CODE && image && rowMajor.rank() > 2
        ? Images.channelsInnermost(rowMajor)
        : null;
  }

  private static boolean isOfImages(@Nullable Composite composite) {
    return composite != null
        && (BatchNormKernels.claims(composite)
            || GroupNormKernels.isGroupNorm(composite)
            || ResamplingKernels.claims(composite)
            || PoolingKernels.claims(composite));
  }

  @Override
  public boolean givesNarrow(Op op) {
    return GENERATES_CODE && Narrowing.ofResult(op);
  }

  @Override
  public @Nullable Proposal propose(Request request) {
    Proposal crossEntropy = CrossEntropyKernels.propose(request);
    if (crossEntropy != null) {
      return crossEntropy;
    }
    Op op = request.op();
    boolean opaque = op == Move.CONVERT;
    if (op instanceof MatMul && request.in(1).dtype() == DType.I8) {
      return Int8Kernels.propose(request);
    }
    if (opaque && Int8Kernels.isPacked(request.out().layout())) {
      return Int8Kernels.pack(request);
    }
    if (!Stream.concat(request.inputs().stream(), request.outputs().stream())
        .allMatch(operand -> isTaken(operand, opaque))) {
      return null;
    }
    if (op instanceof MatMul) {
      return MatMulKernels.propose(request);
    }
    if (op instanceof Binary binary) {
      return ElementwiseKernels.binary(request, binary);
    }
    if (op instanceof UnaryGradient gradient) {
      return ElementwiseKernels.gradient(request, gradient);
    }
    if (op instanceof Reduce reduce) {
      return ReductionKernels.propose(request, reduce);
    }
    if (op == Move.CONVERT) {
      return MoveKernels.convert(request);
    }
    if (op instanceof Convolution convolution) {
      return ConvolutionKernels.forward(request, convolution.window());
    }
    if (op instanceof ConvolutionInputGradient gradient) {
      return ConvolutionKernels.inputGradient(request, gradient.window());
    }
    if (op instanceof ConvolutionWeightGradient gradient) {
      return ConvolutionKernels.weightGradient(request, gradient.window());
    }
    if (op instanceof Softmax || op instanceof LogSoftmax) {
      return SoftmaxKernels.forward(request, op instanceof LogSoftmax);
    }
    if (op instanceof SoftmaxGradient || op instanceof LogSoftmaxGradient) {
      return SoftmaxKernels.gradient(request, op instanceof LogSoftmaxGradient);
    }
    if (op instanceof Composite composite) {
      return composite(request, composite);
    }
    if (op instanceof CompositeGradient gradient) {
      return gradient(request, gradient);
    }
    if (op instanceof Unary || op instanceof Scale || op instanceof Clip || op instanceof Power) {
      return ElementwiseKernels.function(request);
    }
    return null;
  }

  private static @Nullable Proposal composite(Request request, Composite op) {
    if (NormKernels.isNorm(op)) {
      return NormKernels.forward(request, op);
    }
    if (BatchNormKernels.claims(op)) {
      return BatchNormKernels.forward(request, op);
    }
    if (AttentionKernels.claims(op)) {
      return AttentionKernels.forward(request, op);
    }
    if (CachedAttentionKernels.claims(op)) {
      return CachedAttentionKernels.propose(request, op);
    }
    if (RecurrentKernels.claims(op)) {
      return RecurrentKernels.forward(request, op);
    }
    if (PoolingKernels.claims(op)) {
      return PoolingKernels.forward(request, op);
    }
    if (ResamplingKernels.claims(op)) {
      return ResamplingKernels.forward(request, op);
    }
    if (OptimizerKernels.claims(op)) {
      return OptimizerKernels.propose(request, op);
    }
    if (DropoutKernels.claims(op)) {
      return DropoutKernels.propose(request, op);
    }
    if (GroupNormKernels.isGroupNorm(op)) {
      return GroupNormKernels.forward(request, op);
    }
    return ElementwiseKernels.function(request);
  }

  private static @Nullable Proposal gradient(Request request, CompositeGradient op) {
    if (NormKernels.isNorm(op.of())) {
      return NormKernels.gradient(request, op);
    }
    if (BatchNormKernels.claims(op)) {
      return BatchNormKernels.gradient(request, op);
    }
    if (AttentionKernels.claims(op)) {
      return AttentionKernels.gradient(request, op);
    }
    if (RecurrentKernels.claims(op)) {
      return RecurrentKernels.gradient(request, op);
    }
    if (PoolingKernels.claims(op.of())) {
      return PoolingKernels.gradient(request, op);
    }
    if (ResamplingKernels.claims(op.of())) {
      return ResamplingKernels.gradient(request, op);
    }
    if (GroupNormKernels.isGroupNorm(op.of())) {
      return GroupNormKernels.gradient(request, op);
    }
    return ElementwiseKernels.gradient(request, op);
  }

  private static boolean isTaken(Operand operand, boolean opaque) {
    Layout layout = operand.layout();
    return (operand.dtype() == DType.F32 || operand.dtype() == DType.BF16)
        && (layout instanceof Strided strided
            ? strided.elements() > 0
            : opaque && layout instanceof Opaque blocks && blocks.provider().equals(NAME));
  }
}

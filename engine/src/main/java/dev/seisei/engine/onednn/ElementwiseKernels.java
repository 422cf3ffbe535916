package dev.seisei.engine.onednn;

import dev.seisei.engine.gradient.CompositeGradient;
import dev.seisei.engine.kernel.Operand;
import dev.seisei.engine.kernel.PostOp;
import dev.seisei.engine.kernel.Proposal;
import dev.seisei.engine.kernel.Request;
import dev.seisei.engine.kernel.Strided;
import dev.seisei.engine.op.Binary;
import dev.seisei.engine.op.Scale;
import dev.seisei.engine.op.Unary;
import dev.seisei.engine.op.UnaryGradient;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.bytedeco.dnnl.global.dnnl.algorithm;
import org.jspecify.annotations.Nullable;

/** Functions of one and of two elements, and their gradients. */
final class ElementwiseKernels {
  private ElementwiseKernels() {}

  /** Functions of one element. */
  static @Nullable Proposal function(Request request) {
    return propose(
        request,
        Operands.EQUAL,
        (steps, in, result) ->
            steps.function(request.op(), in.get(0), result)
                && steps.apply(posts(request, in), result));
  }

  /** Functions of two elements. */
  static @Nullable Proposal binary(Request request, Binary op) {
    return propose(
        request,
        Operands.REPEATING,
        (steps, in, result) -> steps.binary(op, in.get(0), in.get(1), result, posts(request, in)));
  }

  /** (point, dy) → dx. */
  static @Nullable Proposal gradient(Request request, UnaryGradient op) {
    return propose(
        request,
        Operands.EQUAL,
        (steps, in, result) -> gradient(steps, op.of(), in.get(0), in.get(1), result));
  }

  /** (x, y, dy) → dx of a composite that is a function of one element. */
  static @Nullable Proposal gradient(Request request, CompositeGradient op) {
    return propose(
        request,
        Operands.EQUAL_BUT_SECOND,
        (steps, in, result) -> {
          Arg x = in.get(0);
          Arg dy = in.get(2);
          if (Dnnl.SLOW_TANH && op.of().opName().equals("gelu_tanh")) {
            return steps.geluTanhGradient(x, dy, result);
          }
          return steps.gradient(Functions.of(op.of()), false, x, dy, result);
        });
  }

  /** Whether the gradient of a function is better taken whole. */
  static boolean hasGradient(Unary function) {
    return switch (function) {
      case ABS, EXP, SQRT, TANH, SIGMOID, RELU, SOFTPLUS, SQUARE, RECIPROCAL, RSQRT, LOG -> true;
      default -> false;
    };
  }

  private static boolean gradient(Elementwise steps, Unary of, Arg point, Arg dy, Arg result) {
    return switch (of) {
      case SQUARE ->
          steps.binary(Binary.MUL, dy, point, result, List.of(new Applied(new Scale(2, 0), null)));
      case LOG -> steps.binary(Binary.DIV, dy, point, result, List.of());
      case RECIPROCAL ->
          steps.binary(
              Binary.MUL,
              point,
              point,
              result,
              List.of(new Applied(Binary.MUL, dy), new Applied(new Scale(-1, 0), null)));
      case RSQRT ->
          steps.binary(
              Binary.MUL,
              point,
              point,
              result,
              List.of(
                  new Applied(Binary.MUL, point),
                  new Applied(Binary.MUL, dy),
                  new Applied(new Scale(-0.5, 0), null)));
      case ABS, SOFTPLUS -> steps.gradient(Functions.of(of), false, point, dy, result);
      case EXP -> fromOutput(steps, algorithm.eltwise_exp_use_dst_for_bwd, point, dy, result);
      case SQRT -> fromOutput(steps, algorithm.eltwise_sqrt_use_dst_for_bwd, point, dy, result);
      case TANH -> fromOutput(steps, algorithm.eltwise_tanh_use_dst_for_bwd, point, dy, result);
      case SIGMOID ->
          fromOutput(steps, algorithm.eltwise_logistic_use_dst_for_bwd, point, dy, result);
      case RELU -> fromOutput(steps, algorithm.eltwise_relu_use_dst_for_bwd, point, dy, result);
      default -> false;
    };
  }

  private static boolean fromOutput(
      Elementwise steps, algorithm kind, Arg point, Arg dy, Arg result) {
    return steps.gradient(List.of(new Post.Function(kind, 0, 0)), true, point, dy, result);
  }

  /** How the operands become the result. */
  @FunctionalInterface
  private interface Cook {
    boolean cook(Elementwise steps, List<Arg> inputs, Arg result);
  }

  /** How operands may lie beside the result. */
  private enum Operands {
    /** In the same order of axes; some axes may repeat elements. */
    REPEATING,
    /** As the result does. The operand of a post-operation may repeat elements. */
    EQUAL,
    /** As the result does, but for the second, which is not read. */
    EQUAL_BUT_SECOND
  }

  private static @Nullable Proposal propose(Request request, Operands operands, Cook cook) {
    Strided result = resultLayout(request);
    List<Integer> order = Layouts.order(result);
    List<Integer> added = request.postOps().stream().map(PostOp::operand).toList();
    List<Strided> inputs = new ArrayList<>();
    List<Arg> arguments = new ArrayList<>();
    for (int i = 0; i < request.inputs().size(); i++) {
      Strided own = request.in(i).strided();
      boolean unread = operands == Operands.EQUAL_BUT_SECOND && i == 1;
      boolean repeating = operands == Operands.REPEATING || added.contains(i);
      inputs.add(
          unread
              ? own
              : repeating
                  ? Layouts.alignedWith(own, order)
                  : Layouts.keepOwn(request.in(i), result.of(own.dtype())));
      arguments.add(new Arg(Place.input(i), inputs.get(i)));
    }
    Recipe recipe = new Recipe();
    if (!cook.cook(new Elementwise(recipe), arguments, new Arg(Place.output(0), result))) {
      return null;
    }
    Proposal proposal = recipe.proposal(inputs, List.of(result));
    return recipe.isSingle() ? proposal.withInPlace(alike(inputs, result)) : proposal;
  }

  private static List<Integer> alike(List<Strided> inputs, Strided result) {
    return IntStream.range(0, inputs.size())
        .filter(i -> Layouts.same(inputs.get(i), result))
        .boxed()
        .toList();
  }

  /**
   * The wanted layout if an operand has it, or else that of an operand: a result that lies like its
   * operand costs nothing, and whether it is to lie otherwise may become clear only later.
   */
  private static Strided resultLayout(Request request) {
    Strided wanted = request.out().strided();
    @Nullable Strided found = null;
    for (Operand operand : request.inputs()) {
      Strided layout = operand.strided().of(wanted.dtype());
      if (Arrays.equals(layout.shape(), wanted.shape()) && Layouts.isPacked(layout)) {
        if (Layouts.same(layout, wanted)) {
          return wanted;
        }
        found = found == null ? layout : found;
      }
    }
    if (found != null) {
      return found;
    }
    return Layouts.isPacked(wanted) ? wanted : wanted.dense();
  }

  /** A request's post-operations, given its inputs as they are taken. */
  static List<Applied> posts(Request request, List<Arg> inputs) {
    List<Applied> posts = new ArrayList<>();
    for (PostOp post : request.postOps()) {
      posts.add(new Applied(post.op(), post.operand() < 0 ? null : inputs.get(post.operand())));
    }
    return posts;
  }
}

package dev.seisei.engine.onednn;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_FROM;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC_0;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC_1;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_TO;

import dev.seisei.engine.graph.Op;
import dev.seisei.engine.kernel.Strided;
import dev.seisei.engine.memory.DType;
import dev.seisei.engine.op.Binary;
import dev.seisei.engine.op.Power;
import dev.seisei.engine.op.Scale;
import dev.seisei.engine.op.Unary;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.bytedeco.dnnl.global.dnnl.algorithm;
import org.jspecify.annotations.Nullable;

/**
 * Adds elementwise steps to a recipe. The results lie without gaps, in any order of axes; operands
 * are {@linkplain Layouts#alignedWith aligned} with them. Each method returns whether it could;
 * where it could not, the recipe is spoilt.
 */
final class Elementwise {
  private static final double ROOT = Math.sqrt(8 / Math.PI);
  private static final double CUBIC = 0.044715;

  private final Recipe recipe;

  Elementwise(Recipe recipe) {
    this.recipe = recipe;
  }

  /** A function of one element; the source may be the result. */
  boolean function(Op op, Arg source, Arg result) {
    if (Dnnl.SLOW_TANH && op.opName().equals("gelu_tanh")) {
      return geluTanh(source, result);
    }
    if (op instanceof Power power && power.exponent() == 3 && !source.equals(result)) {
      return binary(Binary.MUL, source, source, result, List.of(new Applied(Binary.MUL, source)));
    }
    if (op == Unary.EXPM1) {
      return expm1(source, result);
    }
    List<Post.Function> functions = Functions.of(op);
    if (functions.isEmpty()) {
      return false;
    }
    DType dtype = result.layout().dtype();
    if (source.layout().dtype() != dtype) {
      return false;
    }
    Arg from = source;
    for (Post.Function function : functions) {
      Primitive primitive =
          Primitives.findBearable(
              new ElementwiseSpecs.Eltwise(function, dtype, result.layout().elements()));
      if (primitive == null) {
        return false;
      }
      recipe.add(primitive, Map.of(DNNL_ARG_SRC, from.place(), DNNL_ARG_DST, result.place()));
      from = result;
    }
    return true;
  }

  /** tanh(x/2)·(eˣ + 1), of which nothing cancels near 0. */
  private boolean expm1(Arg x, Arg result) {
    Arg tanh = recipe.temporary(result.layout());
    return function(new Scale(0.5, 0), x, tanh)
        && function(Unary.TANH, tanh, tanh)
        && function(Unary.EXP, x, result)
        && binary(Binary.MUL, result, tanh, result, List.of(new Applied(Binary.ADD, tanh)));
  }

  /** x·σ(2u) with u = √(2/π)·(x + 0.044715·x³), which is ½·x·(1 + tanh u). */
  private boolean geluTanh(Arg x, Arg result) {
    return binary(
        Binary.MUL,
        x,
        x,
        result,
        List.of(
            new Applied(new Scale(ROOT * CUBIC, ROOT), null),
            new Applied(Binary.MUL, x),
            new Applied(Unary.SIGMOID, null),
            new Applied(Binary.MUL, x)));
  }

  /** (x, dy) → dy·σ·(1 + v·(1 − σ)), where σ is that of the function and v = 2x·du/dx. */
  boolean geluTanhGradient(Arg x, Arg dy, Arg result) {
    Strided layout = result.layout();
    Arg sigma = recipe.temporary(layout);
    Arg slope = recipe.temporary(layout);
    return binary(
            Binary.MUL,
            x,
            x,
            sigma,
            List.of(
                new Applied(new Scale(ROOT * CUBIC, ROOT), null),
                new Applied(Binary.MUL, x),
                new Applied(Unary.SIGMOID, null)))
        && binary(
            Binary.MUL,
            x,
            x,
            slope,
            List.of(
                new Applied(new Scale(3 * ROOT * CUBIC, ROOT), null), new Applied(Binary.MUL, x)))
        && binary(
            Binary.MUL,
            sigma,
            slope,
            result,
            List.of(
                new Applied(Binary.SUB, slope),
                new Applied(new Scale(-1, 1), null),
                new Applied(Binary.MUL, sigma),
                new Applied(Binary.MUL, dy)));
  }

  /** (point, dy) → dx of a function that oneDNN has. */
  boolean gradient(
      List<Post.Function> function, boolean fromOutput, Arg point, Arg dy, Arg result) {
    DType dtype = result.layout().dtype();
    boolean alike = point.layout().dtype() == dtype && dy.layout().dtype() == dtype;
    Primitive primitive =
        function.size() != 1 || !alike
            ? null
            : Primitives.findBearable(
                new ElementwiseSpecs.EltwiseGradient(
                    function.get(0), fromOutput, dtype, result.layout().elements()));
    if (primitive == null) {
      return false;
    }
    recipe.add(
        primitive,
        Map.of(
            fromOutput ? DNNL_ARG_DST : DNNL_ARG_SRC,
            point.place(),
            DNNL_ARG_DIFF_DST,
            dy.place(),
            DNNL_ARG_DIFF_SRC,
            result.place()));
    return true;
  }

  /** Functions applied one after another to a result that is written already. */
  boolean apply(List<Applied> posts, Arg result) {
    if (posts.isEmpty()) {
      return true;
    }
    Applied first = posts.get(0);
    List<Applied> rest = posts.subList(1, posts.size());
    Arg operand = first.operand();
    if (operand == null) {
      return function(first.op(), result, result) && apply(rest, result);
    }
    return first.op() instanceof Binary binary && binary(binary, result, operand, result, rest);
  }

  /** A function of two operands that may repeat elements, then others of its result. */
  boolean binary(Binary op, Arg a, Arg b, Arg result, List<Applied> posts) {
    algorithm kind = Functions.of(op);
    if (kind == null) {
      return false;
    }
    List<Arg> operands = new ArrayList<>(List.of(a, b));
    posts.forEach(post -> operands.addAll(present(post.operand())));
    List<Arg> merged = merge(result, operands);
    Arg target = merged.get(0);
    Arg first = merged.get(1);
    Arg second = merged.get(2);
    List<Applied> after = replaceOperands(posts, merged.subList(3, merged.size()));
    for (int fused = after.size(); fused >= 0; fused--) {
      List<Applied> within = after.subList(0, fused);
      if (direct(kind, first, second, target, within)
          || swapped(op, kind, first, second, target, within)) {
        return apply(after.subList(fused, after.size()), target);
      }
    }
    return spread(op, first, second, target) && apply(after, target);
  }

  /** No operand or one. */
  static List<Arg> present(@Nullable Arg arg) {
    return arg == null ? List.of() : List.of(arg);
  }

  /** The same post-operations with other operands, given in order. */
  static List<Applied> replaceOperands(List<Applied> posts, List<Arg> operands) {
    List<Applied> result = new ArrayList<>();
    int next = 0;
    for (Applied post : posts) {
      result.add(new Applied(post.op(), post.operand() == null ? null : operands.get(next++)));
    }
    return result;
  }

  /** The result and the operands over as few axes as possible, in the order of memory. */
  private static List<Arg> merge(Arg result, List<Arg> operands) {
    List<Integer> order = Layouts.order(result.layout());
    List<Arg> all = new ArrayList<>(List.of(result));
    all.addAll(operands);
    List<Strided> merged =
        Layouts.merge(
            all.stream().map(arg -> arg.layout().permute(order)).toList(),
            result.layout().permute(order).shape());
    List<Arg> renewed = new ArrayList<>();
    for (int i = 0; i < all.size(); i++) {
      renewed.add(all.get(i).with(merged.get(i)));
    }
    return renewed;
  }

  private boolean direct(algorithm kind, Arg a, Arg b, Arg result, List<Applied> posts) {
    if (a.layout().repeats() || hasSlowTanh(posts)) {
      return false;
    }
    List<Post> fused = fuse(posts);
    if (fused == null) {
      return false;
    }
    Primitive primitive =
        Primitives.findFast(
            new ElementwiseSpecs.BinaryOf(kind, a.layout(), b.layout(), result.layout(), fused));
    if (primitive == null) {
      return false;
    }
    recipe.add(
        primitive,
        withOperands(
            Map.of(
                DNNL_ARG_SRC_0, a.place(), DNNL_ARG_SRC_1, b.place(), DNNL_ARG_DST, result.place()),
            fused,
            posts));
    return true;
  }

  /** Only the second operand may repeat elements, so a first one that does changes places. */
  private boolean swapped(
      Binary op, algorithm kind, Arg a, Arg b, Arg result, List<Applied> posts) {
    if (!a.layout().repeats() || b.layout().repeats()) {
      return false;
    }
    List<Applied> undone = new ArrayList<>();
    if (op == Binary.SUB) {
      undone.add(new Applied(new Scale(-1, 0), null));
    } else if (op == Binary.DIV) {
      undone.add(new Applied(Unary.RECIPROCAL, null));
    }
    undone.addAll(posts);
    return direct(kind, b, a, result, undone);
  }

  /** Writes out the elements that an operand repeats. */
  private boolean spread(Binary op, Arg a, Arg b, Arg result) {
    if (a.layout().repeats()) {
      // Not over b, which is still to be read.
      Arg copy = recipe.temporary(result.layout());
      return copy(a, copy) && binary(op, copy, b, result, List.of());
    }
    if (b.layout().repeats()) {
      Arg copy = recipe.temporary(result.layout());
      return copy(b, copy) && binary(op, a, copy, result, List.of());
    }
    return false;
  }

  /** The same elements in another layout. */
  boolean copy(Arg source, Arg result) {
    Primitive primitive =
        Primitives.findBearable(new ReorderSpec(source.layout(), result.layout()));
    if (primitive == null) {
      return false;
    }
    recipe.add(primitive, Map.of(DNNL_ARG_FROM, source.place(), DNNL_ARG_TO, result.place()));
    return true;
  }

  /** Writes zeros. */
  boolean clear(Arg result) {
    Strided layout = result.layout();
    Strided zero = layout.of(DType.F32).with(layout.shape(), new long[layout.rank()]);
    return copy(new Arg(Place.number(0), zero), result);
  }

  /** Whether it is better to take a function out of a primitive and run it by itself. */
  static boolean hasSlowTanh(List<Applied> posts) {
    return Dnnl.SLOW_TANH
        && posts.stream().anyMatch(post -> post.op().opName().equals("gelu_tanh"));
  }

  /** Post-operations as oneDNN has them; null if it lacks one. */
  static @Nullable List<Post> fuse(List<Applied> posts) {
    List<Post> fused = new ArrayList<>();
    for (Applied post : posts) {
      Arg operand = post.operand();
      if (operand == null) {
        List<Post.Function> functions = Functions.of(post.op());
        if (functions.isEmpty()) {
          return null;
        }
        fused.addAll(functions);
      } else {
        algorithm kind = post.op() instanceof Binary binary ? Functions.of(binary) : null;
        if (kind == null) {
          return null;
        }
        fused.add(new Post.Operand(kind, operand.layout()));
      }
    }
    return fused;
  }

  /**
   * A primitive's arguments with the operands of its post-operations.
   *
   * @param fused the post-operations as the primitive has them
   * @param posts where their operands lie
   */
  static Map<Integer, Place> withOperands(
      Map<Integer, Place> arguments, List<Post> fused, List<Applied> posts) {
    Map<Integer, Place> all = new HashMap<>(arguments);
    Iterator<Integer> numbers = Post.operands(fused).keySet().iterator();
    for (Applied post : posts) {
      present(post.operand()).forEach(operand -> all.put(numbers.next(), operand.place()));
    }
    return all;
  }
}

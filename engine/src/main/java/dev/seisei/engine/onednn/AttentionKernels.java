package dev.seisei.engine.onednn;

import dev.seisei.engine.gradient.CompositeGradient;
import dev.seisei.engine.kernel.Proposal;
import dev.seisei.engine.kernel.Request;
import dev.seisei.engine.kernel.Strided;
import dev.seisei.engine.memory.DType;
import dev.seisei.engine.op.Composite;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Attention without its scores in memory: they are computed for some heads and some queries at a
 * time, in a piece of memory that stays in the cache, and once more in the gradient.
 *
 * <p>Source: Dao, Fu, Ermon, Rudra and Ré, 2022, arXiv 2205.14135. Differs from the paper: a block
 * holds all keys of its queries, so that the softmax is taken at once.
 */
final class AttentionKernels {
  private static final String NAME = "attention";

  private AttentionKernels() {}

  /** Dropout goes by the decomposition. */
  static boolean claims(Composite composite) {
    return composite.opName().equals(NAME) && composite.number("dropout") == 0;
  }

  /** The gradient of a mask goes by the decomposition, and so do heads that share their keys. */
  static boolean claims(CompositeGradient gradient) {
    Composite of = gradient.of();
    return claims(of)
        && of.number("heads") == of.number("key_heads")
        && gradient.wanted().stream().allMatch(input -> input < 3);
  }

  /** (q, k, v, mask?) → y. */
  static @Nullable Proposal forward(Request request, Composite composite) {
    List<Strided> inputs = operands(request, request.inputs().size());
    Strided y = byRows(request.out().strided());
    Recipe recipe = new Recipe();
    AttentionBlocks blocks = new AttentionBlocks(recipe, composite, arguments(inputs));
    Arg result = new Arg(Place.output(0), y);
    for (AttentionBlocks.Block block : blocks.all()) {
      Arg probabilities = blocks.probabilities(block);
      if (probabilities == null
          || !MatMulKernels.multiply(
              recipe, probabilities, block.keys(blocks.v()), block.queries(result), List.of())) {
        return null;
      }
    }
    return recipe.proposal(inputs, List.of(y));
  }

  /** (q, k, v, mask?, y, dy) → those gradients that are wanted. */
  static @Nullable Proposal gradient(Request request, CompositeGradient op) {
    int last = request.inputs().size() - 1;
    List<Strided> inputs = operands(request, last - 1);
    List<Arg> arguments = arguments(inputs);
    inputs.add(request.in(last - 1).strided()); // y, which is not read
    inputs.add(byRows(request.in(last).strided()).of(inputs.get(0).dtype()));
    Recipe recipe = new Recipe();
    AttentionBlocks blocks = new AttentionBlocks(recipe, op.of(), arguments);
    List<Strided> outputs = new ArrayList<>();
    for (int i = 0; i < op.wanted().size(); i++) {
      Strided output = byRows(request.outputs().get(i).strided());
      boolean summed = op.wanted().get(i) > 0 && blocks.sharesKeys();
      outputs.add(summed ? output.of(DType.F32) : output);
    }
    AttentionGradient gradient =
        new AttentionGradient(recipe, blocks, new Arg(Place.input(last), inputs.get(last)));
    for (int i = 0; i < outputs.size(); i++) {
      gradient.wants(op.wanted().get(i), new Arg(Place.output(i), outputs.get(i)));
    }
    for (AttentionBlocks.Block block : blocks.all()) {
      if (!gradient.add(block)) {
        return null;
      }
    }
    return recipe.proposal(inputs, outputs);
  }

  /** Queries, keys and values, all of one type, and the mask. */
  private static List<Strided> operands(Request request, int count) {
    List<Strided> operands = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Strided own = request.in(i).strided();
      operands.add(i < 3 ? byRows(own).of(request.in(0).dtype()) : own.of(DType.F32).dense());
    }
    return operands;
  }

  private static List<Arg> arguments(List<Strided> layouts) {
    return IntStream.range(0, layouts.size())
        .mapToObj(i -> new Arg(Place.input(i), layouts.get(i)))
        .toList();
  }

  /** The layout itself if the elements of a row lie together, else a dense one. */
  private static Strided byRows(Strided layout) {
    int last = layout.rank() - 1;
    return !layout.repeats() && layout.stride(last) == 1 && layout.extent(last) > 1
        ? layout
        : layout.dense();
  }
}

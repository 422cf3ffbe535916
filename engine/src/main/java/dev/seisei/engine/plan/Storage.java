package dev.seisei.engine.plan;

import dev.seisei.engine.graph.Op;
import dev.seisei.engine.graph.Value;
import dev.seisei.engine.kernel.KernelProvider;
import dev.seisei.engine.kernel.KernelProvider.Narrow;
import dev.seisei.engine.kernel.Strided;
import dev.seisei.engine.memory.DType;
import dev.seisei.engine.op.Concat;
import dev.seisei.engine.op.Leaf;
import dev.seisei.engine.op.StopGradient;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * In how many bits the float32 values of a plan are stored. With {@link Precision#BF16}, operands
 * of products are rounded; so a value is stored in bfloat16 if all that read it can do so and
 *
 * <ul>
 *   <li>one of them is a product, which would round it anyway,
 *   <li>or a product made it,
 *   <li>or it was computed from values of its size that are all stored so.
 * </ul>
 *
 * <p>Results and states, parameters, and what an optimizer takes keep all their bits; so do sums in
 * which one term does, such as the residual stream of a transformer that begins with an embedding.
 */
final class Storage {
  private final List<KernelProvider> providers;
  private final Set<Value> narrow = new HashSet<>();
  private final Map<Value, Narrow> readers = new HashMap<>();
  private final Precision precision;

  Storage(
      List<Step> steps, List<Value> roots, Precision precision, List<KernelProvider> providers) {
    this.precision = precision;
    this.providers = providers;
    if (precision != Precision.BF16) {
      return;
    }
    roots.forEach(root -> readers.put(root, Narrow.NEVER));
    List<Step> backwards = new ArrayList<>(steps);
    Collections.reverse(backwards);
    backwards.forEach(this::read);
    steps.forEach(this::decide);
  }

  /** Where a value is computed to if nothing else is known: row-major, in the type that is best. */
  Strided dense(Value value) {
    return Strided.dense(dtype(value), value.shape().toLongs());
  }

  private DType dtype(Value value) {
    return narrow.contains(value) ? DType.BF16 : value.type().dtype();
  }

  /** Whether a step takes an operand better in bfloat16 than as it is. */
  boolean isRounded(Step step, int input) {
    return precision == Precision.BF16
        && isFloat(step.inputs.get(input))
        && narrowing(step, input) == Narrow.BETTER;
  }

  /** How weights that a plan does not change are stored, if not as they are; else null. */
  @Nullable DType weights(Step step, int input) {
    DType wanted =
        switch (precision) {
          case F32 -> null;
          case BF16 -> DType.BF16;
          case INT8 -> DType.I8;
        };
    return wanted != null
            && isFloat(step.inputs.get(input))
            && providers.stream()
                .anyMatch(provider -> provider.takesWeights(step.op, input, wanted))
        ? wanted
        : null;
  }

  private static boolean isFloat(Value value) {
    return value.type().dtype() == DType.F32;
  }

  private Narrow narrowing(Step step, int input) {
    if (step.postOps.stream().anyMatch(post -> post.operand() == input)) {
      return Narrow.POSSIBLE;
    }
    return providers.stream()
        .map(provider -> provider.narrow(step.op, input))
        .max(Narrow::compareTo)
        .orElse(Narrow.NEVER);
  }

  /** Notes how a step reads its operands; what only looks at a value reads it as others read it. */
  private void read(Step step) {
    for (int i = 0; i < step.inputs.size(); i++) {
      Narrow how;
      if (step.op instanceof StopGradient) {
        how = Narrow.NEVER;
      } else if (Views.isView(step.op) || step.op instanceof Concat) {
        how = readers.getOrDefault(step.outputs.get(0), Narrow.POSSIBLE);
      } else {
        how = narrowing(step, i);
      }
      readers.merge(step.inputs.get(i), how, Storage::together);
    }
  }

  private static Narrow together(Narrow a, Narrow b) {
    return a == Narrow.NEVER || b == Narrow.NEVER ? Narrow.NEVER : a.compareTo(b) > 0 ? a : b;
  }

  private void decide(Step step) {
    Op op = step.op;
    for (Value output : step.outputs) {
      if (isFloat(output) && !(op instanceof Leaf) && isNarrow(step, output)) {
        narrow.add(output);
      }
    }
  }

  private boolean isNarrow(Step step, Value output) {
    if (Views.isView(step.op)) {
      return narrow.contains(step.inputs.get(0));
    }
    Narrow how = readers.getOrDefault(output, Narrow.NEVER);
    if (how == Narrow.NEVER) {
      return false;
    }
    if (step.op instanceof Concat) {
      return how == Narrow.BETTER || narrow.containsAll(step.inputs);
    }
    if (providers.stream().noneMatch(provider -> provider.givesNarrow(step.op))) {
      return false;
    }
    boolean product =
        step.inputs.size() > 1 && narrowing(step, 0) == Narrow.BETTER; // an operand of its own
    return how == Narrow.BETTER || isMadeOfNarrow(step, output, product);
  }

  /** Whether all operands of the result's size are stored in bfloat16, and there is one. */
  private boolean isMadeOfNarrow(Step step, Value output, boolean product) {
    boolean some = product;
    for (int i = 0; i < step.inputs.size(); i++) {
      boolean multiplied = product && i < 2;
      Value input = step.inputs.get(i);
      if (!multiplied && input.shape().equals(output.shape())) {
        if (!narrow.contains(input)) {
          return false;
        }
        some = true;
      }
    }
    return some;
  }
}

package dev.seisei.engine.plan;

import dev.seisei.engine.graph.Value;
import dev.seisei.engine.kernel.KernelProvider;
import dev.seisei.engine.kernel.Strided;
import dev.seisei.engine.op.Concat;
import dev.seisei.engine.op.Leaf;
import dev.seisei.engine.op.Permute;
import dev.seisei.engine.op.Reshape;
import dev.seisei.engine.op.StopGradient;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where values had best be written so that nothing is copied later: the parts of a concatenation
 * into their slices of it, and a result that will be permuted and then reshaped in the permuted
 * order. Found from the end of the program to its beginning; wishes only, which a kernel may not
 * fulfil.
 */
final class Targets {
  private final Map<Value, Root.Stage> stages;
  private final Storage storage;
  private final Map<Value, Placement> targets = new HashMap<>();
  private final Map<Value, Strided> preferred = new HashMap<>();

  Targets(
      List<Step> steps,
      Map<Value, Root.Stage> stages,
      Storage storage,
      List<KernelProvider> providers) {
    this.stages = stages;
    this.storage = storage;
    for (Step step : steps) {
      for (int i = 0; i < step.inputs.size(); i++) {
        prefer(step, i, providers);
      }
    }
    List<Step> backwards = new ArrayList<>(steps);
    Collections.reverse(backwards);
    for (Step step : backwards) {
      if (step.op instanceof Concat concat) {
        concat(concat, step);
      } else if (step.op instanceof Reshape) {
        reshape(step);
      } else if (step.op instanceof Permute permute) {
        permute(permute, step);
      } else if (step.op instanceof StopGradient) {
        Placement target = targets.get(step.outputs.get(0));
        if (target != null) {
          wish(step.inputs.get(0), target);
        }
      }
    }
  }

  /** Where to write a value, or null if it does not matter. */
  @Nullable Placement get(Value value) {
    return targets.get(value);
  }

  private Root.Stage stage(Value value) {
    return stages.getOrDefault(value, Root.Stage.RUN);
  }

  /** Notes how a step would rather have an operand. */
  private void prefer(Step step, int input, List<KernelProvider> providers) {
    Value value = step.inputs.get(input);
    for (KernelProvider provider : providers) {
      Strided layout = provider.prefers(step.op, input, storage.dense(value));
      if (layout != null) {
        preferred.putIfAbsent(value, layout);
        return;
      }
    }
  }

  private Placement fresh(Value value) {
    Strided layout = preferred.getOrDefault(value, storage.dense(value));
    return new Placement(Root.wanted(stage(value), layout.span()), 0, layout);
  }

  private void wish(Value value, Placement placement) {
    if (!(value.op() instanceof Leaf) && placement.root().stage == stage(value)) {
      targets.putIfAbsent(value, placement);
    }
  }

  private void concat(Concat concat, Step step) {
    Value whole = step.outputs.get(0);
    Placement target = targets.computeIfAbsent(whole, this::fresh);
    long offset = 0;
    for (Value part : step.inputs) {
      wish(part, part(target, part, concat.axis(), offset));
      offset += part.shape().dim(concat.axis()).value();
    }
  }

  /** The slice of a concatenation that one part fills. */
  static Placement part(Placement whole, Value part, int axis, long offset) {
    long[] begin = new long[part.shape().rank()];
    begin[axis] = offset;
    return Views.slice(whole, begin, part.shape().toLongs(), Collections.nCopies(begin.length, 1L));
  }

  private void reshape(Step step) {
    Value from = step.inputs.get(0);
    Value to = step.outputs.get(0);
    Placement target = targets.get(to);
    if (target != null) {
      Strided layout = target.strided().reshape(from.shape().toLongs());
      if (layout != null) {
        wish(from, target.with(layout));
      }
    } else if (from.op() instanceof Permute permute && !Views.isView(from.node().input(0).op())) {
      Strided permuted = storage.dense(from.node().input(0)).permute(permute.order());
      if (permuted.reshape(to.shape().toLongs()) == null) {
        wish(from, fresh(from));
      }
    }
  }

  private void permute(Permute permute, Step step) {
    Placement target = targets.get(step.outputs.get(0));
    if (target != null) {
      wish(step.inputs.get(0), target.with(target.strided().permute(permute.inverse())));
    }
  }
}

package dev.seisei.engine.plan;

import dev.seisei.engine.gradient.CompositeGradient;
import dev.seisei.engine.graph.Value;
import dev.seisei.engine.op.Composite;
import dev.seisei.engine.op.Concat;
import dev.seisei.engine.op.Gather;
import dev.seisei.engine.op.Leaf;
import dev.seisei.engine.op.ScatterAdd;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** How long values are needed, and how often they are computed. */
final class Liveness {
  private Liveness() {}

  /**
   * Index of the last step that reads a value or anything that may share its memory; the number of
   * steps for the roots, which are needed after the end.
   */
  static Map<Value, Integer> lastUses(List<Step> steps, List<Value> roots) {
    Map<Value, Integer> last = new HashMap<>();
    roots.forEach(value -> last.put(value, steps.size()));
    for (int i = steps.size() - 1; i >= 0; i--) {
      Step step = steps.get(i);
      boolean shares = Views.isView(step.op) || step.op instanceof Concat;
      int until = shares ? last.getOrDefault(step.outputs.get(0), i) : i;
      for (Value input : step.inputs) {
        last.merge(input, Math.max(i, until), Math::max);
      }
    }
    return last;
  }

  /** When values change: as often as the leaves that they depend on. */
  static Map<Value, Root.Stage> stages(List<Step> steps, Map<Value, Placement> leaves) {
    Map<Value, Root.Stage> stages = new HashMap<>();
    leaves.forEach((value, placement) -> stages.put(value, placement.root().stage));
    for (Step step : steps) {
      if (step.op instanceof Leaf) {
        continue;
      }
      Root.Stage stage = Root.Stage.CONSTANT;
      for (Value input : step.inputs) {
        Root.Stage other = stages.getOrDefault(input, Root.Stage.RUN);
        stage = other.compareTo(stage) > 0 ? other : stage;
      }
      for (Value output : step.outputs) {
        stages.put(output, stage);
      }
    }
    return stages;
  }

  /** Index of the last step that may throw while running, because an index is out of range. */
  static int lastFallible(List<Step> steps) {
    for (int i = steps.size() - 1; i >= 0; i--) {
      Step step = steps.get(i);
      boolean indexed = step.inputs.stream().anyMatch(in -> !in.type().dtype().isFloating());
      boolean looks =
          step.op instanceof Gather
              || step.op instanceof ScatterAdd
              || step.op instanceof Composite
              || step.op instanceof CompositeGradient;
      if (indexed && looks) {
        return i;
      }
    }
    return -1;
  }
}

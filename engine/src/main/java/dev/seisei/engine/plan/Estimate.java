package dev.seisei.engine.plan;

import dev.seisei.engine.graph.Graph;
import dev.seisei.engine.graph.Op;
import dev.seisei.engine.graph.Value;
import dev.seisei.engine.kernel.KernelProvider;
import dev.seisei.engine.kernel.PostOp;
import dev.seisei.engine.op.Binary;
import dev.seisei.engine.op.Clip;
import dev.seisei.engine.op.Concat;
import dev.seisei.engine.op.Leaf;
import dev.seisei.engine.op.Power;
import dev.seisei.engine.op.Scale;
import dev.seisei.engine.op.Unary;
import dev.seisei.engine.op.UnaryGradient;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How much temporary memory a graph would need at its worst step, without choosing kernels: close
 * enough to compare graphs by, in a small part of the time. What it does not know of are copies in
 * other layouts, and which kernels write over their operands; {@link Draft} does.
 */
final class Estimate {
  /** Memory that values share. */
  private static final class Block {
    final long bytes;
    int first;
    int last;

    Block(long bytes, int first) {
      this.bytes = bytes;
      this.first = first;
      this.last = first;
    }
  }

  private final List<Step> steps;
  private final Map<Value, Integer> lastUse;
  private final Map<Value, Integer> produced = new HashMap<>();
  private final Storage storage;
  private final Map<Value, Value> wishes = new HashMap<>();
  private final Map<Value, Block> blocks = new HashMap<>();
  private final List<Block> all = new ArrayList<>();

  private Estimate(Graph graph, Precision precision, List<KernelProvider> providers) {
    steps = Fusion.steps(graph, providers);
    lastUse = Liveness.lastUses(steps, graph.roots());
    storage = new Storage(steps, graph.roots(), precision, providers);
    for (int i = 0; i < steps.size(); i++) {
      int now = i;
      steps.get(i).outputs.forEach(output -> produced.put(output, now));
    }
    for (int i = steps.size() - 1; i >= 0; i--) {
      wish(steps.get(i));
    }
    for (int i = 0; i < steps.size(); i++) {
      place(steps.get(i), i);
    }
  }

  /** Bytes of temporary memory in use at the worst step. */
  static long peak(Graph graph, Precision precision, List<KernelProvider> providers) {
    return new Estimate(graph, precision, providers).peak();
  }

  private long peak() {
    long[] changes = new long[steps.size() + 2];
    for (Block block : all) {
      changes[block.first] += block.bytes;
      changes[Math.min(block.last, steps.size()) + 1] -= block.bytes;
    }
    long now = 0;
    long most = 0;
    for (long change : changes) {
      now += change;
      most = Math.max(most, now);
    }
    return most;
  }

  /** Notes which values are written into a concatenation, as {@link Targets} does. */
  private void wish(Step step) {
    if (step.op instanceof Concat) {
      Value whole = step.outputs.get(0);
      Value target = wishes.getOrDefault(whole, whole);
      step.inputs.forEach(part -> wishes.putIfAbsent(part, target));
    } else if (Views.isView(step.op) && wishes.containsKey(step.outputs.get(0))) {
      Value target = wishes.get(step.outputs.get(0));
      if (target != null && step.inputs.get(0).shape().elements().equals(elements(step))) {
        wishes.putIfAbsent(step.inputs.get(0), target);
      }
    }
  }

  private static Object elements(Step step) {
    return step.outputs.get(0).shape().elements();
  }

  private void place(Step step, int now) {
    if (step.op instanceof Leaf) {
      return;
    }
    if (Views.isView(step.op)) {
      Block block = blocks.get(step.inputs.get(0));
      if (block != null) {
        use(step.outputs.get(0), block);
      }
      return;
    }
    for (Value output : step.outputs) {
      if (!lastUse.containsKey(output)) {
        continue;
      }
      Value target = wishes.getOrDefault(output, output);
      Block block = target.equals(output) ? over(step, output, now) : blocks.get(target);
      if (block == null) {
        block = blocks.get(target);
      }
      if (block == null) {
        block = new Block(Arena.align(storage.dense(target).span()), now);
        all.add(block);
        use(target, block);
      }
      use(output, block);
    }
  }

  private void use(Value value, Block block) {
    blocks.put(value, block);
    int until = lastUse.getOrDefault(value, produced.getOrDefault(value, 0));
    block.last = Math.max(block.last, until);
  }

  /** The memory of an operand that is needed no more and can be written over. */
  private @Nullable Block over(Step step, Value output, int now) {
    long bytes = Arena.align(storage.dense(output).span());
    for (int i = 0; i < step.inputs.size(); i++) {
      Block block = blocks.get(step.inputs.get(i));
      if (block != null && block.last == now && block.bytes == bytes && isElementwise(step, i)) {
        return block;
      }
    }
    return null;
  }

  private static boolean isElementwise(Step step, int input) {
    Op op = step.op;
    for (PostOp post : step.postOps) {
      if (post.operand() == input) {
        return true;
      }
    }
    return op instanceof Unary
        || op instanceof UnaryGradient
        || op instanceof Scale
        || op instanceof Power
        || op instanceof Clip
        || op instanceof Binary;
  }
}

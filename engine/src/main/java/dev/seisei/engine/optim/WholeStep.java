package dev.seisei.engine.optim;

import dev.seisei.engine.graph.Shape;
import dev.seisei.engine.graph.Value;
import dev.seisei.engine.op.Composite;
import dev.seisei.engine.op.CompositeType;
import dev.seisei.engine.op.Leaf;
import dev.seisei.engine.op.Ops;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * An optimizer's step as one composite: parameters, gradient, learning rate, step count and slots →
 * parameters and slots. So a provider can compute it in one pass over the parameters.
 */
final class WholeStep {
  private final List<String> read = new ArrayList<>();
  private final List<Value> standIns = new ArrayList<>();
  private final List<String> written = new ArrayList<>();
  private final List<Value> results = new ArrayList<>();
  private final List<Value> operands = new ArrayList<>();

  private WholeStep() {}

  /** As {@link Optimizer#step}. */
  static Value of(
      Optimizer optimizer,
      Slots slots,
      Value parameters,
      Value gradient,
      Value learningRate,
      Value t,
      double weightDecay) {
    if (optimizer.name().isEmpty()) {
      return optimizer.step(slots, parameters, gradient, learningRate, t, weightDecay);
    }
    WholeStep step = new WholeStep();
    Value p = step.operand(parameters);
    Value g = step.operand(gradient);
    Value rate = step.operand(learningRate);
    Value count = step.operand(t);
    Value after = optimizer.step(step.slots(slots), p, g, rate, count, weightDecay);
    step.results.add(0, after);
    Map<String, Object> attributes = new HashMap<>(optimizer.attributes());
    attributes.put("weight_decay", weightDecay);
    Composite whole =
        new Composite(
            new CompositeType(optimizer.name(), false), attributes, step.standIns, step.results);
    List<Value> outputs = Ops.apply(whole, step.operands);
    for (int i = 0; i < step.written.size(); i++) {
      slots.write(step.written.get(i), outputs.get(i + 1));
    }
    return outputs.get(0);
  }

  /** A leaf that stands for an operand in the composite's body. */
  private Value operand(Value value) {
    Value standIn = Ops.apply(new Leaf.Input("operand " + operands.size(), value.type()));
    operands.add(value);
    standIns.add(standIn);
    return standIn;
  }

  private Slots slots(Slots outer) {
    return new Slots() {
      @Override
      public Value read(String slot) {
        return standIn(slot, outer.read(slot));
      }

      @Override
      public Value read(String slot, Shape shape) {
        return standIn(slot, outer.read(slot, shape));
      }

      private Value standIn(String slot, Value value) {
        int known = read.indexOf(slot);
        if (known >= 0) {
          return standIns.get(standIns.size() - read.size() + known);
        }
        read.add(slot);
        return operand(value);
      }

      @Override
      public void write(String slot, Value value) {
        written.add(slot);
        results.add(value);
      }
    };
  }
}

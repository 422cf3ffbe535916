package dev.seisei.engine.onednn;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;

import dev.seisei.engine.graph.Op;
import dev.seisei.engine.kernel.Operand;
import dev.seisei.engine.kernel.Proposal;
import dev.seisei.engine.kernel.Proposal.Overwrite;
import dev.seisei.engine.kernel.Request;
import dev.seisei.engine.kernel.Strided;
import dev.seisei.engine.memory.DType;
import dev.seisei.engine.op.Binary;
import dev.seisei.engine.op.Clip;
import dev.seisei.engine.op.Composite;
import dev.seisei.engine.op.Scale;
import dev.seisei.engine.op.Unary;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The steps of optimizers: (parameters, gradient, rate, step count, slots…) → parameters, slots…. A
 * pass over each slot and one over the parameters; going through them vector by vector, so that a
 * vector stays in the cache between the passes, is slower by what the more calls cost.
 */
final class OptimizerKernels {
  /** What comes before the slots. */
  private static final int FIRST_SLOT = 4;

  /** How many numbers a rule may need. */
  private static final int NUMBERS = 3;

  private OptimizerKernels() {}

  static boolean claims(Op op) {
    return op instanceof Composite composite && Rule.of(composite) != null;
  }

  /** What of a step depends on its rate and count alone, and what is done with the vectors. */
  private interface Rule {
    /** Puts the numbers that {@link #cook} reads, from the learning rate and the step count. */
    void numbers(double rate, double t, FloatBuffer numbers);

    boolean cook(Cook cook);

    static @Nullable Rule of(Composite composite) {
      double decay =
          composite.attributes().get("weight_decay") instanceof Double number ? number : 0;
      return switch (composite.opName()) {
        case "sgd" ->
            new Sgd(
                composite.number("momentum"),
                Boolean.TRUE.equals(composite.attributes().get("nesterov")),
                decay);
        case "rms_prop" ->
            new RmsProp(composite.number("smoothing"), composite.number("epsilon"), decay);
        case "adam" ->
            new Adam(
                composite.number("beta1"),
                composite.number("beta2"),
                composite.number("epsilon"),
                Boolean.TRUE.equals(composite.attributes().get("decoupled_decay")),
                decay);
        case "lion" -> new Lion(composite.number("beta1"), composite.number("beta2"), decay);
        default -> null;
      };
    }
  }

  /** b ← μb + g; p ← p − ηb. */
  private record Sgd(double momentum, boolean nesterov, double decay) implements Rule {
    @Override
    public void numbers(double rate, double t, FloatBuffer numbers) {
      numbers.put(0, (float) -rate);
    }

    @Override
    public boolean cook(Cook cook) {
      Arg direction = cook.penalised(decay);
      if (momentum != 0) {
        Arg penalised = direction;
        Arg velocity = cook.newSlot(0);
        cook.sum(momentum, cook.oldSlot(0), 1, penalised, velocity);
        direction = velocity;
        if (nesterov) {
          direction = cook.temporary();
          cook.sum(1, penalised, momentum, velocity, direction);
        }
      }
      return cook.step(direction, 0);
    }
  }

  /** v ← αv + (1 − α)g²; p ← p − ηg / (√v + ε). */
  private record RmsProp(double smoothing, double epsilon, double decay) implements Rule {
    @Override
    public void numbers(double rate, double t, FloatBuffer numbers) {
      numbers.put(0, (float) -rate).put(1, (float) epsilon);
    }

    @Override
    public boolean cook(Cook cook) {
      Arg g = cook.penalised(decay);
      return cook.square(smoothing, g, 0) && cook.dividedStep(g, 0, 1, 0);
    }
  }

  /** With a = η·√(1 − β₂ᵗ)/(1 − β₁ᵗ) and e = ε·√(1 − β₂ᵗ): p ← p − a·m / (√v + e). */
  private record Adam(double beta1, double beta2, double epsilon, boolean decoupled, double decay)
      implements Rule {
    @Override
    public void numbers(double rate, double t, FloatBuffer numbers) {
      double root = Math.sqrt(-Math.expm1(t * Math.log(beta2)));
      double size = -rate * root / -Math.expm1(t * Math.log(beta1));
      numbers
          .put(0, (float) size)
          .put(1, (float) (epsilon * root))
          .put(2, (float) (1 - rate * decay));
    }

    @Override
    public boolean cook(Cook cook) {
      Arg g = cook.penalised(decoupled ? 0 : decay);
      Arg mean = cook.newSlot(0);
      cook.sum(beta1, cook.oldSlot(0), 1 - beta1, g, mean);
      return cook.square(beta2, g, 1)
          && (!decoupled || decay == 0 || cook.shrink(2))
          && cook.dividedStep(mean, 1, 1, 0);
    }
  }

  /** p ← p − η·sign(β₁m + (1 − β₁)g) − ηλp; m ← β₂m + (1 − β₂)g. */
  private record Lion(double beta1, double beta2, double decay) implements Rule {
    /** What makes any number but the smallest larger than one. */
    private static final double HUGE = 3e38;

    @Override
    public void numbers(double rate, double t, FloatBuffer numbers) {
      numbers.put(0, (float) -rate);
    }

    @Override
    public boolean cook(Cook cook) {
      Arg sign = cook.temporary();
      cook.sum(beta1, cook.oldSlot(0), 1 - beta1, cook.gradient(), sign);
      boolean done =
          cook.steps.function(new Scale(HUGE, 0), sign, sign)
              && cook.steps.function(new Clip(-1, 1), sign, sign);
      if (decay != 0) {
        cook.sum(1, sign, decay, cook.parameters(), sign);
      }
      cook.sum(beta2, cook.oldSlot(0), 1 - beta2, cook.gradient(), cook.newSlot(0));
      return done && cook.step(sign, 0);
    }
  }

  /** The steps of a rule. */
  private static final class Cook {
    private final Recipe recipe = new Recipe();
    private final Elementwise steps = new Elementwise(recipe);
    private final Strided vector;
    private final Arg numbers;
    private @Nullable Arg shrunk;
    private boolean possible = true;

    Cook(Rule rule, long elements) {
      vector = Strided.dense(DType.F32, elements);
      numbers = recipe.temporary(vector.dense(NUMBERS));
      recipe.add(
          memory -> rule.numbers(memory[0].get(0), memory[1].get(0), memory[2]),
          List.of(Place.input(2), Place.input(3), numbers.place()));
    }

    Arg parameters() {
      return shrunk != null ? shrunk : new Arg(Place.input(0), vector);
    }

    Arg gradient() {
      return new Arg(Place.input(1), vector);
    }

    Arg oldSlot(int slot) {
      return new Arg(Place.input(FIRST_SLOT + slot), vector);
    }

    Arg newSlot(int slot) {
      return new Arg(Place.output(1 + slot), vector);
    }

    Arg temporary() {
      return recipe.temporary(vector);
    }

    private Arg number(int index) {
      return new Arg(
          numbers.place().after((long) index * Float.BYTES),
          vector.dense(1).broadcast(vector.extent(0)));
    }

    /** a·x + b·y. */
    void sum(double a, Arg x, double b, Arg y, Arg result) {
      Primitive primitive = Primitives.find(new SumSpec((float) a, (float) b, vector.elements()));
      if (primitive == null) {
        possible = false;
        return;
      }
      recipe.add(
          primitive,
          Map.of(
              SumSpec.operand(0),
              x.place(),
              SumSpec.operand(1),
              y.place(),
              DNNL_ARG_DST,
              result.place()));
    }

    /** g + λp. */
    Arg penalised(double decay) {
      if (decay == 0) {
        return gradient();
      }
      Arg result = temporary();
      sum(1, gradient(), decay, parameters(), result);
      return result;
    }

    /** v ← αv + (1 − α)g². */
    boolean square(double smoothing, Arg g, int slot) {
      if (smoothing == 0) {
        return steps.binary(Binary.MUL, g, g, newSlot(slot), List.of());
      }
      return steps.binary(
          Binary.MUL,
          g,
          g,
          newSlot(slot),
          List.of(
              new Applied(new Scale((1 - smoothing) / smoothing, 0), null),
              new Applied(Binary.ADD, oldSlot(slot)),
              new Applied(new Scale(smoothing, 0), null)));
    }

    /** Multiplies the parameters by a number before the step. */
    boolean shrink(int number) {
      Arg result = temporary();
      boolean done = steps.binary(Binary.MUL, parameters(), number(number), result, List.of());
      shrunk = result;
      return done;
    }

    /** p ← p + number·direction. */
    boolean step(Arg direction, int number) {
      return steps.binary(
          Binary.MUL,
          direction,
          number(number),
          new Arg(Place.output(0), vector),
          List.of(new Applied(Binary.ADD, parameters())));
    }

    /** p ← p + number·direction / (√v + epsilon). */
    boolean dividedStep(Arg direction, int slot, int epsilon, int number) {
      Arg square = newSlot(slot);
      return steps.binary(
          Binary.MAX, // of equals: a beginning that changes nothing
          square,
          square,
          new Arg(Place.output(0), vector),
          List.of(
              new Applied(Unary.SQRT, null),
              new Applied(Binary.ADD, number(epsilon)),
              new Applied(Unary.RECIPROCAL, null),
              new Applied(Binary.MUL, direction),
              new Applied(Binary.MUL, number(number)),
              new Applied(Binary.ADD, parameters())));
    }
  }

  static @Nullable Proposal propose(Request request, Composite composite) {
    Rule rule = Rule.of(composite);
    if (rule == null) {
      return null;
    }
    Cook cook = new Cook(rule, request.in(0).strided().elements());
    if (!rule.cook(cook) || !cook.possible) {
      return null;
    }
    List<Overwrite> overwrites = new ArrayList<>(List.of(new Overwrite(0, 0)));
    for (int slot = 0; slot < request.outputs().size() - 1; slot++) {
      overwrites.add(new Overwrite(FIRST_SLOT + slot, slot + 1));
    }
    return cook.recipe
        .proposal(dense(request.inputs()), dense(request.outputs()))
        .withOverwrites(overwrites);
  }

  private static List<Strided> dense(List<Operand> operands) {
    return operands.stream().map(operand -> operand.strided().dense()).toList();
  }
}

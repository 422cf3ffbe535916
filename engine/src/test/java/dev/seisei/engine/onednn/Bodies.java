package dev.seisei.engine.onednn;

import static dev.seisei.engine.op.Ops.add;
import static dev.seisei.engine.op.Ops.div;
import static dev.seisei.engine.op.Ops.mean;
import static dev.seisei.engine.op.Ops.mul;
import static dev.seisei.engine.op.Ops.scale;
import static dev.seisei.engine.op.Ops.sub;
import static dev.seisei.engine.op.Ops.unary;

import dev.seisei.engine.gradient.CompositeGradient;
import dev.seisei.engine.graph.Shape;
import dev.seisei.engine.graph.Value;
import dev.seisei.engine.memory.DType;
import dev.seisei.engine.op.Clip;
import dev.seisei.engine.op.Compare;
import dev.seisei.engine.op.Composite;
import dev.seisei.engine.op.CompositeType;
import dev.seisei.engine.op.Ops;
import dev.seisei.engine.op.Unary;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** Composites, with decompositions written by hand. */
final class Bodies {
  static final double EPSILON = 1e-3;

  private Bodies() {}

  /** The gradients of some inputs of a composite with one output. */
  static CompositeGradient gradient(Composite of, Integer... wanted) {
    return new CompositeGradient(of, List.of(0), List.of(wanted));
  }

  /** A norm of x with as many vectors beside it: a gain, a shift. */
  static Composite norm(String name, int vectors, long... shape) {
    List<Value> inputs = new ArrayList<>();
    inputs.add(Ops.input("x", DType.F32, Shape.of(shape)));
    for (int i = 0; i < vectors; i++) {
      inputs.add(Ops.input("v" + i, DType.F32, Shape.of(shape[shape.length - 1])));
    }
    Value x = inputs.get(0);
    Value centred = name.equals("layer_norm") ? sub(x, mean(x, List.of(-1))) : x;
    Value power = mean(mul(centred, centred), List.of(-1));
    Value y = div(centred, unary(Unary.SQRT, scale(power, 1, EPSILON)));
    y = vectors > 0 ? mul(y, inputs.get(1)) : y;
    y = vectors > 1 ? add(y, inputs.get(2)) : y;
    return composite(name, Map.of("epsilon", EPSILON), inputs, y);
  }

  /** Batch norm: y, mean and variance. */
  static Composite batchNorm(long... shape) {
    Value x = Ops.input("x", DType.F32, Shape.of(shape));
    Value gain = Ops.input("gain", DType.F32, Shape.of(shape[1]));
    Value shift = Ops.input("shift", DType.F32, Shape.of(shape[1]));
    Value flat = Ops.reshape(x, Shape.of(shape[0], shape[1], rest(shape)));
    Value mean = mean(flat, List.of(0, 2));
    Value centred = sub(flat, mean);
    Value variance = mean(mul(centred, centred), List.of(0, 2));
    Value normal = div(centred, unary(Unary.SQRT, scale(variance, 1, EPSILON)));
    return new Composite(
        new CompositeType("batch_norm", true),
        Map.of("epsilon", EPSILON),
        List.of(x, gain, shift),
        List.of(
            Ops.reshape(affine(normal, gain, shift), Shape.of(shape)),
            Ops.reshape(mean, Shape.of(shape[1])),
            Ops.reshape(variance, Shape.of(shape[1]))));
  }

  /** Group norm, with gain and shift or without. */
  static Composite groupNorm(long groups, boolean gainAndShift, long... shape) {
    List<Value> inputs = new ArrayList<>();
    inputs.add(Ops.input("x", DType.F32, Shape.of(shape)));
    if (gainAndShift) {
      inputs.add(Ops.input("gain", DType.F32, Shape.of(shape[1])));
      inputs.add(Ops.input("shift", DType.F32, Shape.of(shape[1])));
    }
    Value x =
        Ops.reshape(inputs.get(0), Shape.of(shape[0], groups, shape[1] / groups * rest(shape)));
    Value centred = sub(x, mean(x, List.of(2)));
    Value variance = mean(mul(centred, centred), List.of(2));
    Value y = div(centred, unary(Unary.SQRT, scale(variance, 1, EPSILON)));
    if (gainAndShift) {
      Value flat = Ops.reshape(y, Shape.of(shape[0], shape[1], rest(shape)));
      y = affine(flat, inputs.get(1), inputs.get(2));
    }
    return composite(
        "group_norm",
        Map.of("epsilon", EPSILON, "groups", groups),
        inputs,
        Ops.reshape(y, Shape.of(shape)));
  }

  private static long rest(long[] shape) {
    long rest = 1;
    for (int i = 2; i < shape.length; i++) {
      rest *= shape[i];
    }
    return rest;
  }

  private static Value affine(Value x, Value gain, Value shift) {
    Shape channels = Shape.of(1, gain.shape().toLongs()[0], 1);
    return add(mul(x, Ops.reshape(gain, channels)), Ops.reshape(shift, channels));
  }

  /** A function of one element. */
  static Composite activation(String name, long... shape) {
    Value x = Ops.input("x", DType.F32, Shape.of(shape));
    double root = Math.sqrt(2 / Math.PI);
    UnaryOperator<Value> half = inner -> mul(x, scale(inner, 0.5, 0.5));
    Value softplus = unary(Unary.SOFTPLUS, x);
    Value negative = Ops.apply(new Clip(-100, 0), x);
    Value positive = unary(Unary.RELU, x);
    Value y =
        switch (name) {
          case "gelu" -> half.apply(unary(Unary.ERF, scale(x, Math.sqrt(0.5), 0)));
          case "gelu_tanh" ->
              half.apply(
                  unary(Unary.TANH, scale(add(x, scale(mul(x, mul(x, x)), 0.044715, 0)), root, 0)));
          case "silu" -> mul(x, unary(Unary.SIGMOID, x));
          case "mish" -> mul(x, unary(Unary.TANH, softplus));
          case "softplus" -> softplus;
          case "leaky_relu" -> add(positive, scale(negative, 0.2, 0));
          case "elu" -> add(positive, scale(unary(Unary.EXP, negative), 1.5, -1.5));
          default -> throw new IllegalArgumentException(name);
        };
    return composite(name, Map.of("slope", 0.2, "alpha", 1.5), List.of(x), y);
  }

  /** What dropout multiplies by. */
  static Composite dropoutMask(double rate, long... shape) {
    Value noise = Ops.input("noise", DType.F32, Shape.of(shape));
    Value kept = Ops.compare(Compare.GE, noise, Ops.fill(rate, noise.type()));
    Value mask = scale(Ops.cast(kept, DType.F32), 1 / (1 - rate), 0);
    return composite("dropout_mask", Map.of("rate", rate), List.of(noise), mask);
  }

  private static Composite composite(
      String name, Map<String, Object> attributes, List<Value> inputs, Value result) {
    return new Composite(new CompositeType(name, true), attributes, inputs, List.of(result));
  }
}

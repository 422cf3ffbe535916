package dev.seisei.engine.samediff;

import static dev.seisei.engine.op.Ops.add;
import static dev.seisei.engine.op.Ops.matmul;
import static dev.seisei.engine.op.Ops.mul;
import static dev.seisei.engine.op.Ops.unary;

import dev.seisei.engine.graph.Shape;
import dev.seisei.engine.graph.TensorType;
import dev.seisei.engine.graph.Value;
import dev.seisei.engine.op.Clip;
import dev.seisei.engine.op.Compare;
import dev.seisei.engine.op.Ops;
import dev.seisei.engine.op.Unary;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * SameDiff's {@code lstmLayer}, read as libnd4j reads its arguments, which is not always as its
 * Java class names them.
 *
 * <p>Inputs: x, Wx [I, 4H], Wr [H, 4H], and where the flags say so b [4H], sequence lengths [N],
 * the first output [N, H], the first cell [N, H], peepholes [3H]; in both directions each with a
 * leading axis of extent 2. Gates i f g o. Results, where wanted: all outputs, the last output, the
 * last cell.
 */
final class LstmLayer {
  /** Which way time runs, and how two ways come together. */
  private enum Direction {
    FORWARD,
    BACKWARD,
    SUM,
    CONCAT,
    STACK
  }

  /** What a run over the sequence gives. */
  private record Run(List<Value> outputs, Value lastOutput, Value lastCell) {}

  private final OperationCall call;
  private final int format;
  private final Direction direction;
  private final @Nullable Value bias;
  private final @Nullable Value lengths;
  private final @Nullable Value firstOutput;
  private final @Nullable Value firstCell;
  private final @Nullable Value peepholes;

  LstmLayer(OperationCall call) {
    this.call = call;
    format = call.index(0);
    direction = Direction.values()[call.index(1)];
    int next = 3;
    bias = call.flag(0, false) ? call.in(next++) : null;
    lengths = call.flag(1, false) ? call.in(next++) : null;
    firstOutput = call.flag(2, false) ? call.in(next++) : null;
    firstCell = call.flag(3, false) ? call.in(next++) : null;
    peepholes = call.flag(4, false) ? call.in(next) : null;
  }

  List<Value> results() {
    Value x = timeFirst(call.in(0));
    List<Value> all = new ArrayList<>();
    Value output;
    Value cell;
    if (direction == Direction.FORWARD || direction == Direction.BACKWARD) {
      Run run = run(x, -1, direction == Direction.BACKWARD);
      all.add(stacked(run.outputs()));
      output = run.lastOutput();
      cell = run.lastCell();
    } else {
      Run forward = run(x, 0, false);
      Run backward = run(x, 1, true);
      all.add(together(forward.outputs(), backward.outputs()));
      output = ShapeImports.stack(0, List.of(forward.lastOutput(), backward.lastOutput()));
      cell = ShapeImports.stack(0, List.of(forward.lastCell(), backward.lastCell()));
    }
    if (!call.flag(5, true)) {
      all.clear();
    }
    if (call.flag(6, false)) {
      all.add(output);
    }
    if (call.flag(7, false)) {
      all.add(cell);
    }
    return all;
  }

  private Value timeFirst(Value x) {
    return switch (format) {
      case 1 -> Ops.permute(x, List.of(1, 0, 2));
      case 2 -> Ops.permute(x, List.of(2, 0, 1));
      default -> x;
    };
  }

  private Value stacked(List<Value> steps) {
    return ShapeImports.stack(format == 3 ? 0 : format, steps);
  }

  private Value together(List<Value> forward, List<Value> backward) {
    List<Value> joined = new ArrayList<>();
    for (int t = 0; t < forward.size(); t++) {
      Value a = forward.get(t);
      Value b = backward.get(t);
      joined.add(
          switch (direction) {
            case SUM -> add(a, b);
            case CONCAT -> Ops.concat(-1, List.of(a, b));
            default -> ShapeImports.stack(0, List.of(a, b));
          });
    }
    return stacked(joined);
  }

  /** The weights of one direction; all of them where there is only one. */
  private static @Nullable Value of(@Nullable Value weights, int side) {
    return weights == null || side < 0 ? weights : RecurrentImports.step(weights, 0, side);
  }

  private static Value ofAll(Value weights, int side) {
    return side < 0 ? weights : RecurrentImports.step(weights, 0, side);
  }

  private Run run(Value x, int side, boolean backward) {
    Value inputs = RecurrentImports.project(x, ofAll(call.in(1), side));
    Value ownBias = of(bias, side);
    if (ownBias != null) {
      inputs = add(inputs, ownBias);
    }
    Value recurrent = ofAll(call.in(2), side);
    Value peeps = of(peepholes, side);
    Value zeros =
        Ops.fill(
            0,
            new TensorType(x.type().dtype(), Shape.of(x.shape().dim(1), recurrent.shape().dim(0))));
    Value h = orElse(of(firstOutput, side), zeros);
    Value c = orElse(of(firstCell, side), zeros);
    int steps = RecurrentImports.steps(x, 0);
    Value[] outputs = new Value[steps];
    for (int i = 0; i < steps; i++) {
      int t = backward ? steps - 1 - i : i;
      // Backward alone, libnd4j takes the last steps for those of a short sequence.
      int place = direction == Direction.BACKWARD ? i : t;
      Value gates = add(RecurrentImports.step(inputs, 0, t), matmul(h, recurrent));
      Value cell = cell(gates, c, peeps);
      Value output = output(gates, cell, peeps);
      // Beyond its length a sequence stands still and gives zeros.
      c = lengths == null ? cell : Ops.select(within(lengths, place), cell, c);
      h = lengths == null ? output : Ops.select(within(lengths, place), output, h);
      outputs[t] = lengths == null ? h : Ops.select(within(lengths, place), output, zeros);
    }
    return new Run(List.of(outputs), h, c);
  }

  private static Value orElse(@Nullable Value given, Value otherwise) {
    return given == null ? otherwise : given;
  }

  private static Value within(Value lengths, int t) {
    Value step = Ops.scalar(t, lengths.type().dtype());
    return Ops.compare(Compare.LT, step, ShapeImports.alongAxis(lengths, 0, 2));
  }

  private Value cell(Value gates, Value last, @Nullable Value peeps) {
    Value i = activate(2, peep(RecurrentImports.part(gates, 0, 4), last, peeps, 0));
    Value f = activate(2, peep(RecurrentImports.part(gates, 1, 4), last, peeps, 1));
    Value g = activate(3, RecurrentImports.part(gates, 2, 4));
    // libnd4j keeps the bound as a float, whatever the type of the operand.
    return clipped(add(mul(f, last), mul(i, g)), (float) call.number(0, 0));
  }

  private Value output(Value gates, Value cell, @Nullable Value peeps) {
    Value o = activate(2, peep(RecurrentImports.part(gates, 3, 4), cell, peeps, 2));
    return mul(o, activate(4, cell));
  }

  private static Value peep(Value gate, Value cell, @Nullable Value peeps, int index) {
    return peeps == null ? gate : add(gate, mul(cell, RecurrentImports.part(peeps, index, 3)));
  }

  /** Bounded on both sides; not at all where the bound is 0. */
  static Value clipped(Value cell, double bound) {
    return bound == 0 ? cell : Ops.apply(new Clip(-bound, bound), cell);
  }

  /** The function that an integer argument names. */
  private Value activate(int argument, Value x) {
    return switch (call.index(argument)) {
      case 0 -> unary(Unary.TANH, x);
      case 1 -> unary(Unary.RELU, x);
      case 2 -> unary(Unary.SIGMOID, x);
      case 7 -> ElementwiseImports.hardSigmoid(x);
      case 9 -> ElementwiseImports.softSign(x);
      case 10 -> unary(Unary.SOFTPLUS, x);
      default ->
          throw call.refuse(
              "has an activation with parameters of its own (number "
                  + call.index(argument)
                  + "); use tanh, relu, sigmoid, hard sigmoid, softsign or softplus");
    };
  }
}

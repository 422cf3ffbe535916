package dev.seisei.engine.onednn;

import dev.seisei.engine.gradient.CompositeGradient;
import dev.seisei.engine.graph.Op;
import dev.seisei.engine.graph.Shape;
import dev.seisei.engine.graph.TensorType;
import dev.seisei.engine.kernel.Proposal;
import dev.seisei.engine.kernel.Request;
import dev.seisei.engine.op.Composite;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Whole recurrent layers, over all steps of a sequence. */
final class RecurrentKernels {
  private RecurrentKernels() {}

  /** A GRU whose reset gate acts before the product goes by the decomposition. */
  static boolean claims(Composite composite) {
    return switch (composite.opName()) {
      case "lstm" -> true;
      case "gru" -> Boolean.TRUE.equals(composite.attributes().get("reset_after"));
      default -> false;
    };
  }

  /** The gradient of a mask goes by the decomposition, and so does what flows from the gates. */
  static boolean claims(CompositeGradient gradient) {
    Composite of = gradient.of();
    if (!claims(of)) {
      return false;
    }
    RecurrentInputs inputs = RecurrentInputs.of(of);
    int states = isLstm(of) ? 2 : 1;
    return gradient.given().stream().allMatch(result -> result <= states)
        && gradient.wanted().stream().noneMatch(input -> input >= inputs.mask());
  }

  /** Whether an operation is computed here, forward or backward. */
  static boolean isRecurrent(Op op) {
    return op instanceof CompositeGradient gradient
        ? claims(gradient)
        : op instanceof Composite composite && claims(composite);
  }

  /** Whether an input is an operand of products: x, the weights, and the outputs for a gradient. */
  static boolean isMultiplied(Op op, int input) {
    return input < RecurrentInputs.BIAS
        || (op instanceof CompositeGradient gradient && input == gradient.of().parameters().size());
  }

  private static boolean isLstm(Composite composite) {
    return composite.opName().equals("lstm");
  }

  /** Whether a composite has the operands that its name and attributes promise. */
  static boolean fits(Composite composite, List<TensorType> inputs, List<TensorType> outputs) {
    RecurrentInputs at = RecurrentInputs.of(composite);
    if (inputs.size() != at.count()
        || inputs.stream().anyMatch(type -> !type.shape().isConstant() || isEmpty(type))
        || inputs.get(0).shape().rank() != 3
        || inputs.get(2).shape().rank() != 2) {
      return false;
    }
    long[] x = inputs.get(0).shape().toLongs();
    long units = inputs.get(2).shape().toLongs()[0];
    long gates = isLstm(composite) ? 4 : 3;
    Shape state = Shape.of(x[0], units);
    List<Shape> taken = new ArrayList<>(List.of(inputs.get(0).shape()));
    taken.add(Shape.of(x[2], gates * units));
    taken.add(Shape.of(units, gates * units));
    for (int i = 0; i < at.biases(); i++) {
      taken.add(Shape.of(gates * units));
    }
    for (int i = 0; i < at.states(); i++) {
      taken.add(state);
    }
    if (at.masked()) {
      taken.add(Shape.of(x[0], x[1]));
    }
    List<Shape> given = new ArrayList<>(List.of(Shape.of(x[0], x[1], units), state));
    if (isLstm(composite)) {
      given.add(state);
    }
    given.add(Shape.of(4, x[1], x[0], units));
    if (isLstm(composite)) {
      given.add(Shape.of(x[1], x[0], units));
    }
    return composite.attributes().get("steps") instanceof Number steps
        && steps.longValue() == x[1]
        && shapes(inputs).equals(taken)
        && shapes(outputs).equals(given);
  }

  private static boolean isEmpty(TensorType type) {
    return Arrays.stream(type.shape().toLongs()).anyMatch(extent -> extent == 0);
  }

  private static List<Shape> shapes(List<TensorType> types) {
    return types.stream().map(TensorType::shape).toList();
  }

  static @Nullable Proposal forward(Request request, Composite composite) {
    return isLstm(composite)
        ? LstmForward.propose(request, composite)
        : GruForward.propose(request, composite);
  }

  static @Nullable Proposal gradient(Request request, CompositeGradient op) {
    return isLstm(op.of()) ? LstmGradient.propose(request, op) : GruGradient.propose(request, op);
  }
}

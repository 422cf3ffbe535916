package dev.seisei.engine.gradient;

import dev.seisei.engine.graph.Dim;
import dev.seisei.engine.graph.Op;
import dev.seisei.engine.graph.TensorType;
import dev.seisei.engine.graph.Value;
import dev.seisei.engine.op.Composite;
import dev.seisei.engine.op.Ops;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The gradient of a composite as one operation, so that a provider may claim it whole; decomposed,
 * it is the gradient of the composite's own decomposition.
 *
 * <p>Inputs: those of the composite, then its outputs, then the gradients of the outputs at {@code
 * given}. Outputs: the gradients of the inputs at {@code wanted}.
 */
public record CompositeGradient(Composite of, List<Integer> given, List<Integer> wanted)
    implements Op {
  public CompositeGradient {
    given = List.copyOf(given);
    wanted = List.copyOf(wanted);
    if (given.isEmpty() || wanted.isEmpty() || repeats(given) || repeats(wanted)) {
      throw new IllegalArgumentException(
          "a gradient needs what is given and what is wanted, each once, got "
              + given
              + " and "
              + wanted);
    }
  }

  private static boolean repeats(List<Integer> positions) {
    return positions.stream().distinct().count() < positions.size();
  }

  @Override
  public String opName() {
    return of.opName() + "_gradient";
  }

  @Override
  public List<TensorType> infer(List<TensorType> inputs) {
    int forward = of.parameters().size();
    List<TensorType> expected =
        new ArrayList<>(inputs.subList(0, Math.min(forward, inputs.size())));
    List<TensorType> outputs = of.infer(expected);
    expected.addAll(outputs);
    given.forEach(output -> expected.add(outputs.get(Objects.checkIndex(output, outputs.size()))));
    if (!inputs.equals(expected)) {
      throw new IllegalArgumentException("takes " + expected);
    }
    for (int input : wanted) {
      if (!inputs.get(Objects.checkIndex(input, forward)).dtype().isFloating()) {
        throw new IllegalArgumentException("no gradient flows to the integers of input " + input);
      }
    }
    return wanted.stream().map(inputs::get).toList();
  }

  @Override
  public Optional<List<Value>> decompose(List<Value> inputs) {
    // Recomputing the forward pass costs nothing where it is there already: equal nodes become one.
    int forwardInputs = inputs.size() - given.size() - of.outputCount();
    List<Value> arguments = inputs.subList(0, forwardInputs);
    List<Value> seeds = inputs.subList(inputs.size() - given.size(), inputs.size());
    List<@Nullable Value> found =
        Gradients.pullBack(
            standIns -> of.decompose(standIns).orElseThrow(), arguments, given, seeds);
    List<Value> gradients = new ArrayList<>();
    for (int at : wanted) {
      Value gradient = found.get(at);
      gradients.add(gradient != null ? gradient : Ops.zerosLike(arguments.get(at)));
    }
    return Optional.of(gradients);
  }

  @Override
  public Op bind(UnaryOperator<Dim> dims) {
    return new CompositeGradient((Composite) of.bind(dims), given, wanted);
  }
}

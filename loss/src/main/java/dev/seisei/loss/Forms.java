package dev.seisei.loss;

import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The forms of a formula over inputs of one shape, that gives each example one number: in a graph,
 * and as numbers.
 *
 * @param formula from inputs in the order of their names
 * @param names of the inputs, as messages call them
 */
record Forms(Formula formula, List<String> names) {

  /** A formula, whatever it is computed in. */
  interface Formula {
    <T extends Expression<T>> T of(List<T> inputs);
  }

  Forms(Formula formula, String... names) {
    this(formula, List.of(names));
  }

  /** In a graph; {@code [N]}. */
  SDVariable graph(SDVariable... inputs) {
    return formula.of(GraphExpression.inputs(names, List.of(inputs))).variable();
  }

  /** Of one example. */
  double example(double[]... inputs) {
    return numbers(named(i -> Numbers.example(names.get(i), inputs[i])))[0];
  }

  /** One example a row. */
  double[] examples(double[][]... inputs) {
    return numbers(named(i -> Numbers.examples(names.get(i), inputs[i])));
  }

  /** Examples along the first axis. */
  double[] arrays(INDArray... inputs) {
    return numbers(named(i -> Numbers.array(names.get(i), inputs[i])));
  }

  /** Another formula over the same inputs, which keeps their shape, in a graph. */
  SDVariable graphOfElements(Formula ofElements, SDVariable... inputs) {
    return ofElements.of(GraphExpression.elements(names, List.of(inputs))).variable();
  }

  /** Another formula over the same inputs, which keeps their shape, one example a row. */
  double[][] elements(Formula ofElements, double[][]... inputs) {
    List<Numbers> numbers = named(i -> Numbers.examples(names.get(i), inputs[i]));
    return values(ofElements, numbers).toArrays();
  }

  private List<Numbers> named(IntFunction<Numbers> input) {
    return IntStream.range(0, names.size()).mapToObj(input).toList();
  }

  private double[] numbers(List<Numbers> inputs) {
    return values(formula, inputs).values();
  }

  private static RowsExpression values(Formula formula, List<Numbers> inputs) {
    inputs.forEach(input -> input.requireShapeOf(inputs.get(0)));
    return formula.of(inputs.stream().map(Numbers::expression).toList());
  }
}

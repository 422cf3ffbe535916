package dev.seisei.loss;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.ILossFunction;

/**
 * A loss as Deeplearning4j's layers want it: of what a layer computes before its activation, and of
 * labels.
 *
 * <p>Labels and mask: {@code [N, ...]}, as the layer's output. A mask is either {@code [N, 1]}, one
 * weight an example, or of the output's shape, one weight an element; it weights the terms of the
 * loss, and the gradient is that of the weighted loss. (Deeplearning4j's own losses apply an
 * element's weight once more behind the activation: that squares it, and behind a softmax forgets
 * that outputs of weight 0 move the others.) A score's average is over all examples, masked or not,
 * as it is there.
 *
 * <p>The terms are computed on the JVM, in double precision. NaN passes through: Deeplearning4j has
 * its own checks.
 *
 * <p>An instance has no state but its parameters, is safe for use by many threads, and is stored
 * with a network's configuration as JSON. Two are equal if class and parameters are.
 */
public abstract class LayerLoss implements ILossFunction {
  private static final long serialVersionUID = 1L;

  LayerLoss() {}

  /** The terms of the loss, in the shape of the labels. */
  abstract RowsExpression terms(RowsExpression output, RowsExpression labels);

  /** From an example's terms to its loss. */
  <T extends Expression<T>> T reduce(T terms) {
    return terms.sum();
  }

  /**
   * The same loss of what stands before the given activation, if there is one that is more exact
   * than the loss of what comes behind it; else null.
   */
  @Nullable LayerLoss before(IActivation activation) {
    return null;
  }

  /**
   * The labels as the terms take them.
   *
   * @param output what the terms will be of
   * @throws IllegalArgumentException if the labels do not fit the output
   */
  RowsExpression labels(INDArray labels, INDArray output) {
    if (!Arrays.equals(labels.shape(), output.shape())) {
      throw Shapes.differ("labels", labels.shape(), "output", output.shape());
    }
    return RowsExpression.constant(Math.toIntExact(labels.size(0)), Numbers.values(labels));
  }

  @Override
  public final double computeScore(
      INDArray labels,
      INDArray preOutput,
      IActivation activation,
      @Nullable INDArray mask,
      boolean average) {
    return Evaluation.of(this, labels, preOutput, activation, mask).score(average);
  }

  /** The loss of each example, {@code [N, 1]}. */
  @Override
  public final INDArray computeScoreArray(
      INDArray labels, INDArray preOutput, IActivation activation, @Nullable INDArray mask) {
    return Evaluation.of(this, labels, preOutput, activation, mask).scores();
  }

  /** The gradient of the sum of all examples' losses, in the shape of what the layer computed. */
  @Override
  public final INDArray computeGradient(
      INDArray labels, INDArray preOutput, IActivation activation, @Nullable INDArray mask) {
    return Evaluation.of(this, labels, preOutput, activation, mask).gradient();
  }

  @Override
  public final Pair<Double, INDArray> computeGradientAndScore(
      INDArray labels,
      INDArray preOutput,
      IActivation activation,
      @Nullable INDArray mask,
      boolean average) {
    Evaluation evaluation = Evaluation.of(this, labels, preOutput, activation, mask);
    return Pair.of(evaluation.score(average), evaluation.gradient());
  }

  @Override
  public final String name() {
    return toString();
  }

  /** The class, and the parameters in parentheses. */
  @Override
  public String toString() {
    return getClass().getSimpleName() + "()";
  }

  @Override
  public final boolean equals(@Nullable Object other) {
    return other instanceof LayerLoss && toString().equals(other.toString());
  }

  @Override
  public final int hashCode() {
    return toString().hashCode();
  }

  /**
   * A loss of one batch.
   *
   * @param activation what stands between the layer's own output and the loss; null if the loss is
   *     of the output itself
   */
  private record Evaluation(
      INDArray preOutput,
      @Nullable IActivation activation,
      RowsExpression output,
      RowsExpression losses) {

    static Evaluation of(
        LayerLoss loss,
        INDArray labels,
        INDArray preOutput,
        IActivation activation,
        @Nullable INDArray mask) {
      LayerLoss before = loss.before(activation);
      if (before != null) {
        return of(before, labels, preOutput, preOutput, null, mask);
      }
      // Activations write over what they are given.
      INDArray activated = activation.getActivation(preOutput.dup(), true);
      return of(loss, labels, preOutput, activated, activation, mask);
    }

    private static Evaluation of(
        LayerLoss loss,
        INDArray labels,
        INDArray preOutput,
        INDArray activated,
        @Nullable IActivation activation,
        @Nullable INDArray mask) {
      int rows = Math.toIntExact(activated.size(0));
      RowsExpression output = RowsExpression.variable(rows, Numbers.values(activated));
      RowsExpression terms = loss.terms(output, loss.labels(labels, activated));
      if (mask != null) {
        terms = terms.times(weights(mask, terms));
      }
      return new Evaluation(preOutput, activation, output, loss.reduce(terms));
    }

    /** A weight for every term. */
    private static RowsExpression weights(INDArray mask, RowsExpression terms) {
      int rows = terms.rows();
      int columns = terms.columns();
      double[] given = Numbers.values(mask);
      if (mask.size(0) != rows || (given.length != rows && given.length != rows * columns)) {
        throw new IllegalArgumentException(
            "mask has shape %s: wanted one weight an example, [%d, 1], or a term, [%d, %d]"
                .formatted(Arrays.toString(mask.shape()), rows, rows, columns));
      }
      double[] weights = new double[rows * columns];
      Arrays.setAll(weights, i -> given.length == rows ? given[i / columns] : given[i]);
      return RowsExpression.constant(rows, weights);
    }

    double score(boolean average) {
      double sum = Arrays.stream(losses.values()).sum();
      return average ? sum / losses.rows() : sum;
    }

    INDArray scores() {
      return array(losses.values(), losses.rows(), 1);
    }

    INDArray gradient() {
      INDArray gradient = array(losses.gradient(output), preOutput.shape());
      // Activations write over both.
      return activation == null
          ? gradient
          : activation.backprop(preOutput.dup(), gradient).getFirst();
    }

    private INDArray array(double[] values, long... shape) {
      DataType type = preOutput.dataType();
      return Nd4j.createFromArray(values).castTo(type).reshape('c', shape);
    }
  }
}

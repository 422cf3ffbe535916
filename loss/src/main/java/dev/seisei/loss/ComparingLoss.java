package dev.seisei.loss;

import java.util.List;

/** A loss of a prediction and a target of one shape: its terms are a formula of the two. */
abstract class ComparingLoss extends LayerLoss {
  private static final long serialVersionUID = 1L;

  /** The terms of the loss, in the shape of the two. */
  abstract <T extends Expression<T>> T compare(T prediction, T target);

  @Override
  final RowsExpression terms(RowsExpression output, RowsExpression labels) {
    return compare(output, labels);
  }

  /** The forms for graphs and numbers. */
  final Forms forms(String prediction) {
    return new Forms(this::loss, prediction, "target");
  }

  private <T extends Expression<T>> T loss(List<T> inputs) {
    return reduce(compare(inputs.get(0), inputs.get(1)));
  }
}

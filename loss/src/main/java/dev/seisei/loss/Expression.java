package dev.seisei.loss;

/**
 * What a formula is written in: a value for every element of every example. Formulas are generic
 * over it, so that one text serves a graph ({@link GraphExpression}) and numbers ({@link
 * RowsExpression}).
 *
 * @param <T> the kind of expression itself
 */
interface Expression<T extends Expression<T>> {
  /** The smallest normal float: what a probability is taken to be at least. */
  double SMALLEST_PROBABILITY = 0x1p-126;

  T plus(T other);

  T minus(T other);

  T times(T other);

  T plus(double number);

  T times(double number);

  /** The smaller of this and a number; flat above it. It may be the number where this is NaN. */
  T atMost(double number);

  /** Its derivative at 0 is 0. */
  T abs();

  T exp();

  T expm1();

  T log();

  T log1p();

  /** x − log Σ exp x, over the elements of an example, without overflow. */
  T logSoftmax();

  /** The sum of each example's elements. */
  T sum();

  /** The mean of each example's elements. */
  T mean();

  /** log of the mean of exp x over each example's elements, without overflow. */
  T logMeanExp();

  default T negate() {
    return times(-1);
  }

  default T square() {
    return times(itself());
  }

  /**
   * The larger of this and a small number; flat below it. As ½(x + a + |x − a|) and not as a
   * maximum, of which libnd4j and oneDNN return a where x is NaN: a broken model would look well.
   */
  default T atLeast(double number) {
    return plus(number).plus(plus(-number).abs()).times(0.5);
  }

  /**
   * log(1 + exp x), without overflow, as ½(x + |x|) + log(1 + exp −|x|). With max(x, 0) in place of
   * the first term, the derivative at 0 would be 0 or 1 and not ½: layers that start at zero would
   * get a wrong first gradient.
   */
  default T softplus() {
    T magnitude = abs();
    return plus(magnitude).times(0.5).plus(magnitude.negate().exp().log1p());
  }

  /** The logarithm of a probability. */
  default T logProbability() {
    return atLeast(SMALLEST_PROBABILITY).log();
  }

  /** This, as the type that formulas see. */
  T itself();
}

package dev.seisei.loss;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import java.util.function.IntToDoubleFunction;
import java.util.function.UnaryOperator;

/**
 * An expression that is computed as it is written, in double precision: one example a row. What
 * depends on a {@link #variable} remembers how it was made, so that its gradient can be asked for.
 */
final class RowsExpression implements Expression<RowsExpression> {
  private final int rows;
  private final int columns;
  private final double[] values;

  /** Whether a gradient is wanted of this or of something it was made from. */
  private final boolean traced;

  private final List<Edge> edges;

  /** From the gradient of a result to that of one value it was made from. */
  private record Edge(RowsExpression from, UnaryOperator<double[]> pullback) {}

  private RowsExpression(int rows, int columns, double[] values, boolean traced, Edge... edges) {
    this.rows = rows;
    this.columns = columns;
    this.values = values;
    this.edges = Arrays.stream(edges).filter(edge -> edge.from.traced).toList();
    this.traced = traced || !this.edges.isEmpty();
  }

  /** Numbers of which no gradient will be asked. The array is not copied. */
  static RowsExpression constant(int rows, double[] values) {
    return new RowsExpression(rows, values.length / rows, values, false);
  }

  /** Numbers of which a gradient will be asked. The array is not copied. */
  static RowsExpression variable(int rows, double[] values) {
    return new RowsExpression(rows, values.length / rows, values, true);
  }

  int rows() {
    return rows;
  }

  int columns() {
    return columns;
  }

  /** Row after row; not a copy. */
  double[] values() {
    return values;
  }

  double[][] toArrays() {
    double[][] arrays = new double[rows][];
    Arrays.setAll(arrays, row -> Arrays.copyOfRange(values, row * columns, (row + 1) * columns));
    return arrays;
  }

  /** The gradient of the sum of everything here, with respect to something this was made from. */
  double[] gradient(RowsExpression variable) {
    IdentityHashMap<RowsExpression, double[]> gradients = new IdentityHashMap<>();
    double[] ones = new double[values.length];
    Arrays.fill(ones, 1);
    gradients.put(this, ones);
    for (RowsExpression result : resultsFirst()) {
      double[] gradient = gradients.getOrDefault(result, new double[0]);
      for (Edge edge : result.edges) {
        gradients.merge(edge.from, edge.pullback.apply(gradient), RowsExpression::add);
      }
    }
    return gradients.getOrDefault(variable, new double[variable.values.length]);
  }

  /** Everything this was made from, each after all that was made from it. */
  private Iterable<RowsExpression> resultsFirst() {
    Deque<RowsExpression> order = new ArrayDeque<>();
    visit(new IdentityHashMap<>(), order);
    return order;
  }

  private void visit(IdentityHashMap<RowsExpression, Boolean> seen, Deque<RowsExpression> order) {
    if (seen.put(this, true) == null) {
      edges.forEach(edge -> edge.from.visit(seen, order));
      order.addFirst(this);
    }
  }

  private static double[] add(double[] a, double[] b) {
    return zip(a, b, Double::sum);
  }

  @Override
  public RowsExpression plus(RowsExpression other) {
    return like(
        zip(values, other.values, Double::sum), new Edge(this, d -> d), new Edge(other, d -> d));
  }

  @Override
  public RowsExpression minus(RowsExpression other) {
    return like(
        zip(values, other.values, (a, b) -> a - b),
        new Edge(this, d -> d),
        new Edge(other, d -> each(d, x -> -x)));
  }

  @Override
  public RowsExpression times(RowsExpression other) {
    return like(
        zip(values, other.values, (a, b) -> a * b),
        new Edge(this, d -> zip(d, other.values, (x, b) -> x * b)),
        new Edge(other, d -> zip(d, values, (x, a) -> x * a)));
  }

  @Override
  public RowsExpression plus(double number) {
    return map(x -> x + number, (x, y) -> 1);
  }

  @Override
  public RowsExpression times(double number) {
    return map(x -> x * number, (x, y) -> number);
  }

  @Override
  public RowsExpression atMost(double number) {
    return map(x -> Math.min(x, number), (x, y) -> x < number ? 1 : 0);
  }

  @Override
  public RowsExpression abs() {
    return map(Math::abs, (x, y) -> Math.signum(x));
  }

  @Override
  public RowsExpression exp() {
    return map(Math::exp, (x, y) -> y);
  }

  @Override
  public RowsExpression expm1() {
    return map(Math::expm1, (x, y) -> y + 1);
  }

  @Override
  public RowsExpression log() {
    return map(Math::log, (x, y) -> 1 / x);
  }

  @Override
  public RowsExpression log1p() {
    return map(Math::log1p, (x, y) -> 1 / (1 + x));
  }

  @Override
  public RowsExpression logSoftmax() {
    double[] results = new double[values.length];
    for (int row = 0; row < rows; row++) {
      double normalizer = Math.log(columns) + logMeanExp(row);
      for (int i = row * columns; i < (row + 1) * columns; i++) {
        results[i] = values[i] - normalizer;
      }
    }
    return like(results, new Edge(this, d -> logSoftmaxPullback(d, results)));
  }

  private double[] logSoftmaxPullback(double[] gradient, double[] logProbabilities) {
    double[] sums = rowSums(gradient);
    double[] result = new double[gradient.length];
    for (int i = 0; i < result.length; i++) {
      result[i] = gradient[i] - sums[i / columns] * Math.exp(logProbabilities[i]);
    }
    return result;
  }

  @Override
  public RowsExpression sum() {
    return reduced(rowSums(values), new Edge(this, d -> spread(d, i -> 1)));
  }

  @Override
  public RowsExpression mean() {
    return sum().times(1.0 / columns);
  }

  @Override
  public RowsExpression logMeanExp() {
    double[] results = new double[rows];
    Arrays.setAll(results, this::logMeanExp);
    return reduced(
        results,
        new Edge(this, d -> spread(d, i -> Math.exp(values[i] - results[i / columns]) / columns)));
  }

  private double logMeanExp(int row) {
    double largest = Double.NEGATIVE_INFINITY;
    for (int i = row * columns; i < (row + 1) * columns; i++) {
      largest = Math.max(largest, values[i]);
    }
    if (Double.isInfinite(largest)) {
      return largest;
    }
    double sum = 0;
    for (int i = row * columns; i < (row + 1) * columns; i++) {
      sum += Math.exp(values[i] - largest);
    }
    return largest + Math.log(sum / columns);
  }

  @Override
  public RowsExpression itself() {
    return this;
  }

  /** Some columns of every row. */
  RowsExpression columns(int from, int to) {
    int width = to - from;
    double[] part = new double[rows * width];
    for (int row = 0; row < rows; row++) {
      System.arraycopy(values, row * columns + from, part, row * width, width);
    }
    return new RowsExpression(rows, width, part, false, new Edge(this, d -> place(d, from, width)));
  }

  private double[] place(double[] part, int from, int width) {
    double[] whole = new double[values.length];
    for (int row = 0; row < rows; row++) {
      System.arraycopy(part, row * width, whole, row * columns + from, width);
    }
    return whole;
  }

  private RowsExpression map(DoubleUnaryOperator function, DoubleBinaryOperator derivative) {
    double[] results = each(values, function);
    return like(
        results, new Edge(this, d -> zip(d, zip(values, results, derivative), (a, b) -> a * b)));
  }

  private RowsExpression like(double[] results, Edge... edges) {
    return new RowsExpression(rows, columns, results, false, edges);
  }

  private RowsExpression reduced(double[] results, Edge edge) {
    return new RowsExpression(rows, 1, results, false, edge);
  }

  private double[] rowSums(double[] of) {
    double[] sums = new double[rows];
    for (int i = 0; i < of.length; i++) {
      sums[i / columns] += of[i];
    }
    return sums;
  }

  /** A row's number to each of its elements, times a weight of the element. */
  private double[] spread(double[] ofRows, IntToDoubleFunction weight) {
    double[] result = new double[values.length];
    Arrays.setAll(result, i -> ofRows[i / columns] * weight.applyAsDouble(i));
    return result;
  }

  private static double[] each(double[] a, DoubleUnaryOperator function) {
    double[] result = new double[a.length];
    for (int i = 0; i < a.length; i++) {
      result[i] = function.applyAsDouble(a[i]);
    }
    return result;
  }

  private static double[] zip(double[] a, double[] b, DoubleBinaryOperator function) {
    double[] result = new double[a.length];
    for (int i = 0; i < a.length; i++) {
      result[i] = function.applyAsDouble(a[i], b[i]);
    }
    return result;
  }
}

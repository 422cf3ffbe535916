package dev.seisei.evaluate.fidelity;

import dev.seisei.core.progress.Progress;
import java.util.Arrays;

/**
 * How far it is from every point to its nearest others.
 *
 * <p>Blocks of products in float32 say which pairs may be near; the distances of those few are then
 * computed in double precision, so that the result is exact to that.
 */
final class NearestNeighbours {
  /** [N, k], ascending in each row. */
  private final double[] squares;

  private final int k;

  private NearestNeighbours(double[] squares, int k) {
    this.squares = squares;
    this.k = k;
  }

  /**
   * The nearest other points of each point.
   *
   * @param k how many, fewer than there are points
   */
  static NearestNeighbours of(Points points, int k, Products products, Progress progress) {
    int n = points.size();
    double[] squares = new double[Math.multiplyExact(n, k)];
    Arrays.fill(squares, Double.POSITIVE_INFINITY);
    double certain = 1 - Products.error(points.dimensions());
    int rows = products.rows();
    for (int from = 0; from < n; from += rows) {
      progress.throwIfCancelled();
      for (int other = 0; other < n; other += rows) {
        float[] block = products.of(points, from, points, other);
        int end = Math.min(rows, n - other);
        for (int i = from; i < Math.min(n, from + rows); i++) {
          int last = i * k + k - 1;
          int at = (i - from) * rows;
          for (int j = 0; j < end; j++) {
            // At least this far: rounding is taken off.
            double least =
                certain * (points.square(i) + points.square(other + j)) - 2.0 * block[at + j];
            if (least <= squares[last] && other + j != i) {
              insert(squares, i * k, last, points.squaredDistance(i, points, other + j));
            }
          }
        }
      }
    }
    return new NearestNeighbours(squares, k);
  }

  private static void insert(double[] squares, int first, int last, double square) {
    if (square >= squares[last]) {
      return;
    }
    int at = last;
    while (at > first && squares[at - 1] > square) {
      squares[at] = squares[at - 1];
      at--;
    }
    squares[at] = square;
  }

  /**
   * The squared distance from point i to its n-th nearest other one.
   *
   * @param n counted from 1
   */
  double square(int i, int n) {
    return squares[i * k + n - 1];
  }
}

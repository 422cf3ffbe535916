package dev.seisei.evaluate.fidelity;

/** Points in D dimensions, such as the features of images. Not changed once made. */
final class Points {
  private final float[] values;
  private final int dimensions;
  private final double[] squares;

  /**
   * @param values [N, D]; not copied
   * @param dimensions D
   */
  Points(float[] values, int dimensions) {
    this.values = values;
    this.dimensions = dimensions;
    this.squares = new double[values.length / dimensions];
    for (int i = 0; i < values.length; i++) {
      squares[i / dimensions] += (double) values[i] * values[i];
    }
  }

  /** N. */
  int size() {
    return squares.length;
  }

  /** D. */
  int dimensions() {
    return dimensions;
  }

  /** [N, D]; not a copy. */
  float[] values() {
    return values;
  }

  /** The squared length of a point. */
  double square(int i) {
    return squares[i];
  }

  /** The squared distance of two points, in double precision; the same in both directions. */
  double squaredDistance(int i, Points other, int j) {
    double sum = 0;
    int a = i * dimensions;
    int b = j * dimensions;
    for (int d = 0; d < dimensions; d++) {
      double difference = (double) values[a + d] - other.values[b + d];
      sum += difference * difference;
    }
    return sum;
  }

  /** Some of the points. */
  Points select(int[] indices) {
    float[] selected = new float[Math.multiplyExact(indices.length, dimensions)];
    for (int i = 0; i < indices.length; i++) {
      System.arraycopy(values, indices[i] * dimensions, selected, i * dimensions, dimensions);
    }
    return new Points(selected, dimensions);
  }
}

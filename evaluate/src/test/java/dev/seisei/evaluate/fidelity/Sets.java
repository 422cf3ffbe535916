package dev.seisei.evaluate.fidelity;

import dev.seisei.core.progress.Progress;
import dev.seisei.engine.random.RandomNumbers;

/** Sets of points for tests. */
final class Sets {
  /** Work that is to end at once. */
  static final Progress STOPPED =
      new Progress() {
        @Override
        public boolean cancelled() {
          return true;
        }
      };

  private Sets() {}

  /** Independent standard normal coordinates. */
  static Points normal(int n, int dimensions, long seed) {
    return normal(n, dimensions, seed, 1, 0);
  }

  /** Independent normal coordinates, multiplied and shifted. */
  static Points normal(int n, int dimensions, long seed, double deviation, double mean) {
    float[] values = new float[n * dimensions];
    new RandomNumbers(seed, 0, 0).normal(values);
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (deviation * values[i] + mean);
    }
    return new Points(values, dimensions);
  }

  /** Points of a small lattice: many coincide, and many distances are equal. */
  static Points lattice(int n, int dimensions, int width, long seed) {
    float[] values = new float[n * dimensions];
    new RandomNumbers(seed, 0, 0).uniform(values);
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) Math.floor(width * values[i]);
    }
    return new Points(values, dimensions);
  }

  /** Points on a line. */
  static Points line(float... coordinates) {
    return new Points(coordinates, 1);
  }

  /** One set behind another. */
  static Points both(Points a, Points b) {
    float[] values = new float[a.values().length + b.values().length];
    System.arraycopy(a.values(), 0, values, 0, a.values().length);
    System.arraycopy(b.values(), 0, values, a.values().length, b.values().length);
    return new Points(values, a.dimensions());
  }

  static Manifolds compare(Points real, Points generated, int k, int kOfDensity) {
    try (Products products =
        new Products(real.dimensions(), Math.max(real.size(), generated.size()))) {
      return Manifolds.of(real, generated, k, kOfDensity, products, Progress.SILENT);
    }
  }

  static KernelDistance kernelDistance(
      Points real, Points generated, int subsets, int size, long seed) {
    try (Products products = new Products(real.dimensions(), size)) {
      return KernelDistance.of(real, generated, subsets, size, seed, products, Progress.SILENT);
    }
  }
}

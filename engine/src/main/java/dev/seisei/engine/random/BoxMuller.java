package dev.seisei.engine.random;

/**
 * Pairs of normal numbers from pairs of uniform ones, by Taylor series: Java's own logarithm, sine
 * and cosine may differ in their last bit from one machine to the next.
 */
final class BoxMuller {
  private static final double LN_2 = 0.6931471805599453;
  private static final double TWO_PI = 2 * Math.PI;

  /** The bits of √½, which begins the interval that a mantissa is brought to. */
  private static final long SQRT_HALF_BITS = 0x3FE6A09E667F3BCDL;

  private BoxMuller() {}

  /**
   * Element 2p becomes √(−2 ln u)·cos 2πv, element 2p + 1 √(−2 ln u)·sin 2πv.
   *
   * @param u in (0, 1]; overwritten by the radii
   * @param v in [0, 1)
   */
  static void transform(double[] u, double[] v, int pairs, double[] into) {
    for (int p = 0; p < pairs; p++) {
      u[p] = Math.sqrt(-2 * log(u[p]));
    }
    for (int p = 0; p < pairs; p++) {
      int quarter = (int) (v[p] * 4 + 0.5);
      double angle = (v[p] - quarter * 0.25) * TWO_PI;
      double x = u[p] * cos(angle);
      double y = u[p] * sin(angle);
      boolean odd = (quarter & 1) != 0;
      double first = odd ? y : x;
      double second = odd ? x : y;
      into[2 * p] = ((quarter + 1) & 2) != 0 ? -first : first;
      into[2 * p + 1] = (quarter & 2) != 0 ? -second : second;
    }
  }

  /** ln x of a normal, positive number: x = m·2^k, and ln m = 2 artanh((m − 1)/(m + 1)). */
  static double log(double x) {
    long bits = Double.doubleToRawLongBits(x);
    long k = (bits - SQRT_HALF_BITS) >> 52;
    double m = Double.longBitsToDouble(bits - (k << 52));
    double s = (m - 1) / (m + 1);
    double z = s * s;
    double series = 1.0 / 23;
    series = series * z + 1.0 / 21;
    series = series * z + 1.0 / 19;
    series = series * z + 1.0 / 17;
    series = series * z + 1.0 / 15;
    series = series * z + 1.0 / 13;
    series = series * z + 1.0 / 11;
    series = series * z + 1.0 / 9;
    series = series * z + 1.0 / 7;
    series = series * z + 1.0 / 5;
    series = series * z + 1.0 / 3;
    return k * LN_2 + 2 * (s + s * (z * series));
  }

  /** sin x for |x| ≤ π/4. */
  static double sin(double x) {
    double z = x * x;
    double series = 1 / 355687428096000.0; // 17!
    series = series * z - 1 / 1307674368000.0;
    series = series * z + 1 / 6227020800.0;
    series = series * z - 1 / 39916800.0;
    series = series * z + 1 / 362880.0;
    series = series * z - 1 / 5040.0;
    series = series * z + 1 / 120.0;
    series = series * z - 1 / 6.0;
    return x + x * (z * series);
  }

  /** cos x for |x| ≤ π/4. */
  static double cos(double x) {
    double z = x * x;
    double series = -1 / 6402373705728000.0; // 18!
    series = series * z + 1 / 20922789888000.0;
    series = series * z - 1 / 87178291200.0;
    series = series * z + 1 / 479001600.0;
    series = series * z - 1 / 3628800.0;
    series = series * z + 1 / 40320.0;
    series = series * z - 1 / 720.0;
    series = series * z + 1 / 24.0;
    series = series * z - 1 / 2.0;
    return 1 + z * series;
  }
}

package dev.seisei.engine.random;

/**
 * Pairs of normal numbers from pairs of uniform ones, by Taylor series: Java's own logarithm, sine
 * and cosine may differ in their last bit from one machine to the next.
 *
 * <p>Each step is a loop over arrays, so that those which are arithmetic only are vectorised.
 */
final class BoxMuller {
  private static final double LN_2 = 0.6931471805599453;
  private static final double TWO_PI = 2 * Math.PI;

  /** The bits of √½, which begins the interval that a mantissa is brought to. */
  private static final long SQRT_HALF_BITS = 0x3FE6A09E667F3BCDL;

  private final double[] mantissas;
  private final double[] exponents;
  private final double[] angles;
  private final int[] quarters;
  private final double[] sines;
  private final double[] normals;

  BoxMuller(int capacity) {
    this.mantissas = new double[capacity];
    this.exponents = new double[capacity];
    this.angles = new double[capacity];
    this.quarters = new int[capacity];
    this.sines = new double[capacity];
    this.normals = new double[2 * capacity];
  }

  /**
   * Gives a pair to transform.
   *
   * @param u in (0, 1], a normal number
   * @param v in [0, 1)
   */
  void set(int pair, double u, double v) {
    long bits = Double.doubleToRawLongBits(u);
    long exponent = (bits - SQRT_HALF_BITS) >> 52;
    mantissas[pair] = Double.longBitsToDouble(bits - (exponent << 52));
    exponents[pair] = (double) exponent;
    int quarter = (int) (v * 4 + 0.5);
    quarters[pair] = quarter;
    angles[pair] = v - quarter * 0.25;
  }

  /**
   * Transforms the first pairs.
   *
   * @return of which element 2p is √(−2 ln u)·cos 2πv and element 2p + 1 √(−2 ln u)·sin 2πv; valid
   *     until the next transformation
   */
  double[] transform(int pairs) {
    double[] radii = mantissas;
    radii(mantissas, exponents, radii, pairs);
    double[] cosines = angles;
    for (int p = 0; p < pairs; p++) {
      angles[p] *= TWO_PI;
    }
    sines(angles, sines, pairs);
    cosines(angles, cosines, pairs);
    for (int p = 0; p < pairs; p++) {
      int quarter = quarters[p];
      double x = radii[p] * cosines[p];
      double y = radii[p] * sines[p];
      boolean odd = (quarter & 1) != 0;
      double first = odd ? y : x;
      double second = odd ? x : y;
      normals[2 * p] = first * (1 - ((quarter + 1) & 2));
      normals[2 * p + 1] = second * (1 - (quarter & 2));
    }
    return normals;
  }

  /** √(−2 ln(m·2ᵏ)), where ln m = 2 artanh((m − 1)/(m + 1)). */
  static void radii(double[] m, double[] k, double[] into, int count) {
    for (int i = 0; i < count; i++) {
      double s = (m[i] - 1) / (m[i] + 1);
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
      double log = k[i] * LN_2 + 2 * (s + s * (z * series));
      into[i] = Math.sqrt(-2 * log);
    }
  }

  /** sin x for |x| ≤ π/4. */
  static void sines(double[] x, double[] into, int count) {
    for (int i = 0; i < count; i++) {
      double z = x[i] * x[i];
      double series = 1 / 355687428096000.0; // 17!
      series = series * z - 1 / 1307674368000.0;
      series = series * z + 1 / 6227020800.0;
      series = series * z - 1 / 39916800.0;
      series = series * z + 1 / 362880.0;
      series = series * z - 1 / 5040.0;
      series = series * z + 1 / 120.0;
      series = series * z - 1 / 6.0;
      into[i] = x[i] + x[i] * (z * series);
    }
  }

  /** cos x for |x| ≤ π/4. */
  static void cosines(double[] x, double[] into, int count) {
    for (int i = 0; i < count; i++) {
      double z = x[i] * x[i];
      double series = -1 / 6402373705728000.0; // 18!
      series = series * z + 1 / 20922789888000.0;
      series = series * z - 1 / 87178291200.0;
      series = series * z + 1 / 479001600.0;
      series = series * z - 1 / 3628800.0;
      series = series * z + 1 / 40320.0;
      series = series * z - 1 / 720.0;
      series = series * z + 1 / 24.0;
      series = series * z - 1 / 2.0;
      into[i] = 1 + z * series;
    }
  }
}

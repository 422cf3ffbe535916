package dev.seisei.text.sampling;

/**
 * Loops over arrays that a chain spends its time in. IEEE arithmetic without library functions,
 * hence equal on every machine.
 */
final class Weights {
  /** 1.5·2²³: added and taken away again, it rounds a float to an integer. */
  private static final float ROUNDS = 12582912f;

  /** The bits of 1f. */
  private static final int ONE = 127 << 23;

  private static final float LOG2_E = 0x1.715476p0f;

  /** ln 2 in two parts, of which the first has few digits, so that n times it is exact. */
  private static final float LN_2_HIGH = 0x1.63p-1f;

  private static final float LN_2_LOW = -0x1.bd0106p-13f;

  private static final int BLOCK = 256;

  private Weights() {}

  /** The index of the largest; of equal ones the first. */
  static int largest(float[] logits, int size) {
    float most = Float.NEGATIVE_INFINITY;
    int at = -1;
    for (int i = 0; i < size; i++) {
      if (!(logits[i] <= most)) {
        requireNumber(logits[i]);
        most = logits[i];
        at = i;
      }
    }
    requireUsable(most);
    return at;
  }

  static void requireNumber(float logit) {
    if (Float.isNaN(logit)) {
      throw new IllegalArgumentException(
          "a logit is NaN: the model's weights are damaged, or its numbers overflow");
    }
  }

  /** Throws unless the largest logit is finite. */
  static void requireUsable(float most) {
    if (most == Float.NEGATIVE_INFINITY) {
      throw new IllegalArgumentException(
          "no token is left: each logit is -Infinity, by the model, a constraint, logit_bias or"
              + " no_repeat_ngram_size");
    }
    if (most == Float.POSITIVE_INFINITY) {
      throw new IllegalArgumentException(
          "a logit is Infinity: the model's weights are damaged, or its numbers overflow");
    }
  }

  /**
   * weights[i] = exp((logits[i] − most)·scale), with a relative error of 10⁻⁷ and 0 where it would
   * be below 2⁻¹²⁶. Three loops, so that the two that are arithmetic only are vectorised.
   *
   * @param most not below any logit
   * @param scratch as long
   */
  static void exp(
      float[] logits, float most, float scale, float[] weights, float[] scratch, int size) {
    reduce(logits, most, scale, weights, scratch, size);
    series(weights, size);
    scale(scratch, weights, size);
  }

  /** Where the exponent is not below −126, its last bits are those of the rounded sum. */
  private static void scale(float[] rounded, float[] weights, int size) {
    for (int i = 0; i < size; i++) {
      float power = rounded[i];
      int bits = (Float.floatToRawIntBits(power) << 23) + ONE;
      weights[i] = power < ROUNDS - 126 ? 0 : weights[i] * Float.intBitsToFloat(bits);
    }
  }

  private static void reduce(
      float[] logits, float most, float scale, float[] rest, float[] rounded, int size) {
    for (int i = 0; i < size; i++) {
      float x = (logits[i] - most) * scale;
      float shifted = x * LOG2_E + ROUNDS;
      float n = shifted - ROUNDS;
      rounded[i] = shifted;
      rest[i] = (x - n * LN_2_HIGH) - n * LN_2_LOW;
    }
  }

  private static void series(float[] x, int size) {
    for (int i = 0; i < size; i++) {
      float r = x[i];
      float sum = 1f / 5040;
      sum = sum * r + 1f / 720;
      sum = sum * r + 1f / 120;
      sum = sum * r + 1f / 24;
      sum = sum * r + 1f / 6;
      sum = sum * r + 0.5f;
      sum = sum * r + 1;
      x[i] = sum * r + 1;
    }
  }

  static double sum(float[] weights, int size) {
    double total = 0;
    for (int start = 0; start < size; start += BLOCK) {
      total += sum(weights, start, Math.min(start + BLOCK, size));
    }
    return total;
  }

  /** Several sums at a time, which need not wait for one another. */
  private static double sum(float[] weights, int start, int end) {
    double a = 0;
    double b = 0;
    double c = 0;
    double d = 0;
    double e = 0;
    double f = 0;
    double g = 0;
    double h = 0;
    int i = start;
    for (; i + 7 < end; i += 8) {
      a += weights[i];
      b += weights[i + 1];
      c += weights[i + 2];
      d += weights[i + 3];
      e += weights[i + 4];
      f += weights[i + 5];
      g += weights[i + 6];
      h += weights[i + 7];
    }
    for (; i < end; i++) {
      a += weights[i];
    }
    return ((a + b) + (c + d)) + ((e + f) + (g + h));
  }

  /** The index at which the running sum passes the target; never one of weight 0. */
  static int at(float[] weights, int size, double target) {
    double before = 0;
    int last = -1;
    for (int start = 0; start < size; start += BLOCK) {
      int end = Math.min(start + BLOCK, size);
      double block = sum(weights, start, end);
      if (before + block > target || end == size) {
        for (int i = start; i < end; i++) {
          if (weights[i] > 0) {
            last = i;
            before += weights[i];
            if (before > target) {
              return i;
            }
          }
        }
      } else {
        before += block;
        last = block > 0 ? end - 1 : last;
      }
    }
    while (last > 0 && weights[last] == 0) {
      last--;
    }
    return last;
  }
}

package dev.seisei.gan.adversarial;

import java.nio.FloatBuffer;

/** How much examples differ from each other. */
public final class Diversity {
  /** The scale of images, whose pixels are in [0, 1] in data and in [-1, 1] as generated. */
  public static final double IMAGES = 2;

  private Diversity() {}

  /**
   * How much generated examples differ, as a share of how much real ones do; 1 where real ones are
   * all alike, which says nothing.
   *
   * @param made generated ones, row after row
   * @param real as many real ones
   * @param features numbers of each
   * @param scale how many times as much generated ones may differ, for they are scaled differently
   */
  public static double of(FloatBuffer made, FloatBuffer real, int features, double scale) {
    double ofReal = scale * deviation(real, features);
    return ofReal == 0 ? 1 : deviation(made, features) / ofReal;
  }

  /** The root of the mean variance of each number over the examples. */
  private static double deviation(FloatBuffer examples, int features) {
    int count = examples.remaining() / features;
    double total = 0;
    for (int f = 0; f < features; f++) {
      double sum = 0;
      double squares = 0;
      for (int i = 0; i < count; i++) {
        double value = examples.get(i * features + f);
        sum += value;
        squares += value * value;
      }
      total += squares / count - sum / count * (sum / count);
    }
    return Math.sqrt(Math.max(0, total / features));
  }
}

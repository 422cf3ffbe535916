package dev.seisei.gan.anomaly;

/** What was found in some images, row after row. */
public final class Inspection {
  private final float[] reconstructions;
  private final double[] scores;

  /**
   * @param reconstructions the nearest that the generator comes to each, [rows, C, H, W], in [0,
   *     1]; not copied
   * @param scores larger for what is more anomalous; not copied
   */
  public Inspection(float[] reconstructions, double[] scores) {
    this.reconstructions = reconstructions;
    this.scores = scores;
  }

  /** [rows, C, H, W], in [0, 1]; not a copy. */
  public float[] reconstructions() {
    return reconstructions;
  }

  /** Larger for what is more anomalous; not a copy. */
  public double[] scores() {
    return scores;
  }
}

package dev.seisei.vae.latent;

/** What goes from images to latents and back. Rows are independent of each other. */
public interface Codec {
  /** How the latents of some images are distributed, row after row. */
  final class Posterior {
    private final float[] mean;
    private final float[] deviation;

    /**
     * @param mean [rows, D]; not copied
     * @param deviation [rows, D]; not copied
     */
    public Posterior(float[] mean, float[] deviation) {
      this.mean = mean;
      this.deviation = deviation;
    }

    /** [rows, D]; not a copy. */
    public float[] mean() {
      return mean;
    }

    /** [rows, D]; not a copy. */
    public float[] deviation() {
      return deviation;
    }
  }

  /**
   * The latents of images.
   *
   * @param images [rows, C, H, W], in [0, 1]
   * @param labels [rows]; not read by a model without classes
   */
  Posterior encode(float[] images, int[] labels, int rows);

  /**
   * The images of latents.
   *
   * @param z [rows, D]
   * @param labels [rows]; not read by a model without classes
   * @return [rows, C, H, W], in [0, 1]
   */
  float[] decode(float[] z, int[] labels, int rows);

  /**
   * Latents distributed as the model's prior.
   *
   * @param noise standard normal, [rows, D]
   * @return [rows, D]
   */
  float[] prior(float[] noise);
}

package dev.seisei.gan.latent;

/** From latents to images. Rows are independent of each other. */
public interface LatentDecoder {
  /** Rows of a run. */
  int ROWS = 64;

  /** Compiles what {@link #decode} runs, so that a model that cannot be run is not opened. */
  void prepare();

  /**
   * The images of latents.
   *
   * @param latents row after row
   * @return [rows, C, H, W], in [0, 1]
   */
  float[] decode(Latent latents);

  /** Some latents, with what belongs to each. */
  final class Latent {
    private final float[] z;
    private final int[] labels;
    private final float[] truncation;
    private final long[] seeds;
    private final long[] positions;

    /** Room for some rows. */
    public Latent(int rows, int dimensions) {
      z = new float[Math.multiplyExact(rows, dimensions)];
      labels = new int[rows];
      truncation = new float[rows];
      seeds = new long[rows];
      positions = new long[rows];
    }

    public int rows() {
      return labels.length;
    }

    /** [rows, D], standard normal as drawn; not a copy. */
    public float[] z() {
      return z;
    }

    /** Class of each row; not read by a model without classes; not a copy. */
    public int[] labels() {
      return labels;
    }

    /** ψ of each row; not a copy. */
    public float[] truncation() {
      return truncation;
    }

    /** Seed of further noise of each row; not a copy. */
    public long[] seeds() {
      return seeds;
    }

    /** Position of each row in its seed's noise; not a copy. */
    public long[] positions() {
      return positions;
    }
  }
}

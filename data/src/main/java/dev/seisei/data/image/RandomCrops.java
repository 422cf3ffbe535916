package dev.seisei.data.image;

import dev.seisei.core.dataset.ImageShape;
import dev.seisei.engine.random.RandomNumbers;

/**
 * Moves every image of a batch by some pixels, what comes in being black, and mirrors half of them.
 *
 * @param image the images' extents
 * @param shift pixels up, down, left and right, at most
 * @param flip whether images are mirrored
 */
public record RandomCrops(ImageShape image, int shift, boolean flip)
    implements ImageBatches.Transform {
  // A stream of its own, so that no noise of a model with the same seed is correlated with it.
  private static final int STREAM = 0x63726F70;

  /** Random numbers an image. */
  private static final int DRAWN = 3;

  @Override
  public void apply(float[] pixels, int count, long seed, long step, long position) {
    int features = image.features();
    int images = count / features;
    float[] drawn = new float[images * DRAWN];
    new RandomNumbers(seed, step, STREAM).uniform(drawn, drawn.length, position / features * DRAWN);
    float[] moved = new float[features];
    for (int i = 0; i < images; i++) {
      int down = offset(drawn[i * DRAWN]);
      int right = offset(drawn[i * DRAWN + 1]);
      boolean mirror = flip && drawn[i * DRAWN + 2] < 0.5f;
      move(pixels, i * features, moved, down, right, mirror);
      System.arraycopy(moved, 0, pixels, i * features, features);
    }
  }

  private int offset(float uniform) {
    return (int) (uniform * (2 * shift + 1)) - shift;
  }

  private void move(float[] pixels, int from, float[] moved, int down, int right, boolean mirror) {
    int at = 0;
    for (int c = 0; c < image.channels(); c++) {
      for (int y = 0; y < image.height(); y++) {
        int sourceY = y - down;
        boolean inside = sourceY >= 0 && sourceY < image.height();
        int row = from + (c * image.height() + sourceY) * image.width();
        for (int x = 0; x < image.width(); x++) {
          int shifted = x - right;
          int sourceX = mirror ? image.width() - 1 - shifted : shifted;
          boolean seen = inside && sourceX >= 0 && sourceX < image.width();
          moved[at++] = seen ? pixels[row + sourceX] : 0;
        }
      }
    }
  }
}

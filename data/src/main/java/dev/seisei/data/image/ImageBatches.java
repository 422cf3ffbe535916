package dev.seisei.data.image;

import dev.seisei.core.dataset.ImageSet;
import dev.seisei.core.settings.Require;
import dev.seisei.data.Binarization;
import dev.seisei.data.Shuffle;
import dev.seisei.engine.plan.Plan;
import java.nio.IntBuffer;

/**
 * The batches of a training, each a function of seed and step: every epoch goes through the images
 * once in a new order, leaving out what does not fill a batch at its end. Some images are held out
 * for validation.
 *
 * <p>Not thread-safe.
 */
public final class ImageBatches {
  private final ImageSet images;
  private final int size;
  private final long seed;
  private final boolean binarized;
  private final int[] kept;
  private final int[] heldOut;
  private final float[] pixels;
  private long epoch = -1;
  private int[] order = {};

  /**
   * @param size images a batch
   * @param validation images held out; 0 for a thirtieth of them, but at least one
   * @param binarized whether every pixel of every batch is drawn to be 0 or 1 with its grey level
   *     as probability
   * @throws dev.seisei.core.settings.SettingException if fewer images than a batch are left to
   *     learn from
   */
  public ImageBatches(ImageSet images, int size, int validation, long seed, boolean binarized) {
    int heldOutCount = validation == 0 ? Math.max(1, images.size() / 30) : validation;
    Require.that(
        heldOutCount < images.size(),
        "validation",
        "validation must leave some of the " + images.size() + " images, got " + validation);
    int left = images.size() - heldOutCount;
    Require.that(
        size <= left,
        "batch_size",
        "batch_size must be at most %d, the images left beside %d for validation, got %d"
            .formatted(left, heldOutCount, size));
    this.images = images;
    this.size = size;
    this.seed = seed;
    this.binarized = binarized;
    Shuffle.HoldOut parts = Shuffle.holdOut(images.size(), heldOutCount, seed);
    this.kept = parts.kept();
    this.heldOut = parts.heldOut();
    this.pixels = new float[Math.multiplyExact(size, images.features())];
  }

  /** Steps of a pass over the images. */
  public long perEpoch() {
    return kept.length / size;
  }

  /** How many images are held out. */
  public int heldOut() {
    return heldOut.length;
  }

  /** Writes the batch of a step (the first is 0) into a plan's inputs. */
  public void fill(Plan plan, long step) {
    if (step / perEpoch() != epoch) {
      epoch = step / perEpoch();
      order = Shuffle.order(kept.length, seed, epoch);
    }
    int from = (int) (step % perEpoch()) * size;
    IntBuffer labels = labels(plan);
    for (int i = 0; i < size; i++) {
      take(kept[order[from + i]], i, labels);
    }
    if (binarized) {
      Binarization.dynamic(pixels, size * images.features(), seed, step);
    }
    plan.input("x").bytes().asFloatBuffer().put(pixels, 0, size * images.features());
  }

  /** Writes held-out images into a plan's inputs, drawn the same way every time. */
  public void fillHeldOut(Plan plan, int from, int count) {
    int features = images.features();
    float[] drawn = new float[count * features];
    IntBuffer labels = labels(plan);
    for (int i = 0; i < count; i++) {
      images.copy(heldOut[from + i], drawn, i * features);
      if (labels.capacity() > 0) {
        labels.put(i, images.label(heldOut[from + i]));
      }
    }
    if (binarized) {
      // Steps of training count from 0; this is none of them.
      Binarization.dynamic(drawn, drawn.length, seed, -1, (long) from * features);
    }
    plan.input("x").bytes().asFloatBuffer().put(drawn);
  }

  private void take(int image, int at, IntBuffer labels) {
    images.copy(image, pixels, at * images.features());
    if (labels.capacity() > 0) {
      labels.put(at, images.label(image));
    }
  }

  private static IntBuffer labels(Plan plan) {
    return plan.inputs().contains("label")
        ? plan.input("label").bytes().asIntBuffer()
        : IntBuffer.allocate(0);
  }
}

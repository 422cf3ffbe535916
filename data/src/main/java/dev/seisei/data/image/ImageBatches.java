package dev.seisei.data.image;

import dev.seisei.core.dataset.ImageSet;
import dev.seisei.core.settings.Require;
import dev.seisei.core.train.Batches;
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
public final class ImageBatches implements Batches {
  /** Something that is done to a batch of images, in place. */
  @FunctionalInterface
  public interface Transform {
    /** Nothing. */
    Transform NONE = (pixels, count, seed, step, position) -> {};

    /**
     * Changes pixels; how is a function of the arguments alone.
     *
     * @param pixels of some images, in [0, 1]
     * @param count how many of them there are
     * @param step of the training, or -1
     * @param position of the first pixel in the whole that it is a piece of
     */
    void apply(float[] pixels, int count, long seed, long step, long position);
  }

  private final ImageSet images;
  private final int size;
  private final long seed;
  private final Transform training;
  private final Transform validation;
  private final int[] kept;
  private final int[] heldOut;
  private final float[] pixels;
  private long epoch = -1;
  private int[] order = {};

  private ImageBatches(
      ImageSet images,
      int size,
      Shuffle.HoldOut parts,
      long seed,
      Transform training,
      Transform validation) {
    this.images = images;
    this.size = size;
    this.seed = seed;
    this.training = training;
    this.validation = validation;
    this.kept = parts.kept();
    this.heldOut = parts.heldOut();
    Require.that(
        size <= kept.length,
        "batch_size",
        "batch_size must be at most %d, the images left beside %d for validation, got %d"
            .formatted(kept.length, heldOut.length, size));
    this.pixels = new float[Math.multiplyExact(size, images.features())];
  }

  /**
   * Batches of all images but some.
   *
   * @param size images a batch
   * @param validation images held out; 0 for a thirtieth of them, but at least one
   * @param training what is done to the images of every batch
   * @param validating what is done to those held out, the same way every time
   * @throws dev.seisei.core.settings.SettingException if fewer images than a batch are left to
   *     learn from
   */
  public static ImageBatches holdingOut(
      ImageSet images,
      int size,
      int validation,
      long seed,
      Transform training,
      Transform validating) {
    int heldOut = validation == 0 ? Math.max(1, images.size() / 30) : validation;
    Require.that(
        heldOut < images.size(),
        "validation",
        "validation must leave some of the " + images.size() + " images, got " + validation);
    Shuffle.HoldOut parts = Shuffle.holdOut(images.size(), heldOut, seed);
    return new ImageBatches(images, size, parts, seed, training, validating);
  }

  /**
   * Batches of all images.
   *
   * @param size images a batch
   * @throws dev.seisei.core.settings.SettingException if there are fewer images than a batch
   */
  public static ImageBatches ofAll(ImageSet images, int size, long seed) {
    Shuffle.HoldOut all = Shuffle.holdOut(images.size(), 0, seed);
    return new ImageBatches(images, size, all, seed, Transform.NONE, Transform.NONE);
  }

  @Override
  public long perEpoch() {
    return kept.length / size;
  }

  /** How many images are held out. */
  public int heldOut() {
    return heldOut.length;
  }

  /** The indices of the images held out. */
  public int[] heldOutIndices() {
    return heldOut.clone();
  }

  /** Writes into the inputs {@code x} and, if there is one, {@code label}. */
  @Override
  public void fill(Plan plan, long step) {
    fill(plan, "x", step);
  }

  /**
   * Writes the batch of a step (the first is 0) into a plan's inputs.
   *
   * @param input that takes the images
   */
  public void fill(Plan plan, String input, long step) {
    if (step / perEpoch() != epoch) {
      epoch = step / perEpoch();
      order = Shuffle.order(kept.length, seed, epoch);
    }
    int from = (int) (step % perEpoch()) * size;
    IntBuffer labels = labels(plan);
    for (int i = 0; i < size; i++) {
      take(kept[order[from + i]], i, labels);
    }
    training.apply(pixels, size * images.features(), seed, step, 0);
    plan.input(input).bytes().asFloatBuffer().put(pixels, 0, size * images.features());
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
    // Steps of training count from 0; this is none of them.
    validation.apply(drawn, drawn.length, seed, -1, (long) from * features);
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

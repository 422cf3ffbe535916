package dev.seisei.core.dataset;

import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Images of one size held in memory, one byte a channel and pixel, [N, C, H, W], and their labels.
 *
 * <p>Immutable and thread-safe.
 */
public final class ImageSet {
  private final int channels;
  private final int height;
  private final int width;
  private final byte[][] images;
  private final int @Nullable [] labels;

  /**
   * @param images each C·H·W bytes, channels first; not copied
   * @param labels one an image, or null; not copied
   * @throws IllegalArgumentException if an extent is not positive, an image has another size, or
   *     the labels are not as many
   */
  public ImageSet(int channels, int height, int width, byte[][] images, int @Nullable [] labels) {
    if (channels < 1 || height < 1 || width < 1) {
      throw new IllegalArgumentException(
          "channels, height and width must be positive, got "
              + channels
              + ", "
              + height
              + " and "
              + width);
    }
    int bytes = Math.multiplyExact(Math.multiplyExact(channels, height), width);
    for (int i = 0; i < images.length; i++) {
      if (images[i].length != bytes) {
        throw new IllegalArgumentException(
            "image " + i + " has " + images[i].length + " bytes, expected " + bytes);
      }
    }
    if (labels != null && labels.length != images.length) {
      throw new IllegalArgumentException(
          "there are " + labels.length + " labels for " + images.length + " images");
    }
    this.channels = channels;
    this.height = height;
    this.width = width;
    this.images = images;
    this.labels = labels;
  }

  public int size() {
    return images.length;
  }

  public int channels() {
    return channels;
  }

  public int height() {
    return height;
  }

  public int width() {
    return width;
  }

  /** Numbers in one image: C·H·W. */
  public int features() {
    return channels * height * width;
  }

  public boolean labelled() {
    return labels != null;
  }

  /**
   * The class of an image.
   *
   * @throws IllegalStateException if the images have no labels
   */
  public int label(int index) {
    if (labels == null) {
      throw new IllegalStateException("these images have no labels");
    }
    return labels[Objects.checkIndex(index, labels.length)];
  }

  /** The images of the given indices, and their labels; they share memory with these. */
  public ImageSet select(int... indices) {
    byte[][] selected = Arrays.stream(indices).mapToObj(i -> images[i]).toArray(byte[][]::new);
    int[] theirs = labels == null ? null : Arrays.stream(indices).map(this::label).toArray();
    return new ImageSet(channels, height, width, selected, theirs);
  }

  /** Writes an image as numbers in [0, 1], [C, H, W], at an offset of an array. */
  public void copy(int index, float[] into, int offset) {
    byte[] image = images[index];
    for (int i = 0; i < image.length; i++) {
      into[offset + i] = (image[i] & 0xFF) / 255f;
    }
  }

  /** The images of the given indices in [0, 1], [N, C, H, W]. */
  public float[] batch(int... indices) {
    int features = features();
    float[] batch = new float[Math.multiplyExact(indices.length, features)];
    for (int i = 0; i < indices.length; i++) {
      copy(indices[i], batch, i * features);
    }
    return batch;
  }

  /** A copy of an image's bytes, [C, H, W]. */
  public byte[] bytes(int index) {
    return images[index].clone();
  }
}

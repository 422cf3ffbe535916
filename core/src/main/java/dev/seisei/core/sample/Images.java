package dev.seisei.core.sample;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Objects;

/**
 * Images, [N, C, H, W], float32 in [0, 1]; C is 1 (grey) or 3 (red, green, blue).
 *
 * <p>As {@code png} a grid, as near to a square as the count allows; as {@code gif} an animation,
 * an image a frame; as {@code json} the numbers.
 */
public final class Images implements Sample {
  private final int count;
  private final int channels;
  private final int height;
  private final int width;
  private final float[] pixels;

  /**
   * @param pixels count·channels·height·width numbers; values outside [0, 1] are clamped when
   *     written to a picture; not copied
   * @throws IllegalArgumentException if an extent is not positive, channels is neither 1 nor 3, or
   *     the numbers are not as many
   */
  public Images(int count, int channels, int height, int width, float[] pixels) {
    this.count = count;
    this.channels = channels;
    this.height = height;
    this.width = width;
    this.pixels = pixels;
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

  /** A copy of one image, [C, H, W]. */
  public float[] pixels(int index) {
    Objects.checkIndex(index, count);
    throw new UnsupportedOperationException();
  }

  @Override
  public int size() {
    return count;
  }

  @Override
  public Images slice(int from, int length) {
    throw new UnsupportedOperationException();
  }

  @Override
  public List<String> formats() {
    return List.of("png", "gif", "json");
  }

  @Override
  public void write(String format, OutputStream out) throws IOException {
    throw new UnsupportedOperationException(format + pixels.length);
  }
}

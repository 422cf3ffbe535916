package dev.seisei.core.sample;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Objects;

/**
 * Images, [N, C, H, W], float32 in [0, 1]; C is 1 (grey) or 3 (red, green, blue).
 *
 * <p>As {@code png} a grid, as near to a square as the count allows, with 2 black pixels around
 * each image (a single one stands without); as {@code gif} an animation that runs for ever, ten
 * images a second; as {@code json} the numbers: {@code {"shape": [N, C, H, W], "data": [...]}}.
 */
public final class Images implements Sample {
  private static final String[] EXTENTS = {"count", "channels", "height", "width"};

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
    if (channels != 1 && channels != 3) {
      throw new IllegalArgumentException(
          "channels must be 1 (grey) or 3 (red, green, blue), got " + channels);
    }
    Numbers.checkShape(pixels, EXTENTS, count, channels, height, width);
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
    return Numbers.rows(pixels, index, 1, features());
  }

  /** One number of one image. */
  float pixel(int index, int channel, int y, int x) {
    return pixels[((index * channels + channel) * height + y) * width + x];
  }

  private int features() {
    return channels * height * width;
  }

  @Override
  public int size() {
    return count;
  }

  @Override
  public Images slice(int from, int length) {
    SampleFiles.checkRange(from, length, count);
    float[] part = Numbers.rows(pixels, from, length, features());
    return new Images(length, channels, height, width, part);
  }

  @Override
  public List<String> formats() {
    return List.of("png", "gif", "json");
  }

  @Override
  public void write(String format, OutputStream out) throws IOException {
    switch (format) {
      case "png" -> ImageWriters.png(this, out);
      case "gif" -> ImageWriters.gif(this, out);
      case "json" -> Numbers.writeJson(pixels, out, count, channels, height, width);
      default -> throw SampleFiles.unknown(this, format);
    }
  }
}

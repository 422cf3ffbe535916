package dev.seisei.core.sample;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Iterator;
import java.util.Locale;
import java.util.Set;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * A decoded PNG, JPEG, GIF (its first frame) or BMP file.
 *
 * <p>Values are taken as they are in the file, whatever colour profile it carries. Immutable and
 * thread-safe.
 */
public final class ImageFile {
  /** Most pixels decoded. */
  public static final long MAX_PIXELS = 64_000_000;

  private static final Set<String> FORMATS = Set.of("png", "jpeg", "gif", "bmp");

  // Luma by ITU-R BT.601, as in JPEG.
  private static final float RED = 0.299f;
  private static final float GREEN = 0.587f;
  private static final float BLUE = 0.114f;

  private final int height;
  private final int width;
  private final RgbRows rows;

  private ImageFile(BufferedImage image) {
    this.height = image.getHeight();
    this.width = image.getWidth();
    this.rows = new RgbRows(image);
  }

  /**
   * Decodes a file. Its width and height are checked before any pixel is decoded.
   *
   * @throws IOException if it is no such picture, is damaged, or has more than {@link #MAX_PIXELS}
   *     pixels; the message is a predicate, such as {@code is no PNG, JPEG, GIF or BMP file}
   */
  public static ImageFile decode(byte[] file) throws IOException {
    try (ImageInputStream stream =
        new MemoryCacheImageInputStream(new ByteArrayInputStream(file))) {
      ImageReader reader = reader(stream);
      try {
        // Metadata is skipped: it is not needed, and a small file can hold much of it, compressed.
        reader.setInput(stream, true, true);
        int width = guarded(reader, read -> read.getWidth(0));
        int height = guarded(reader, read -> read.getHeight(0));
        if ((long) width * height > MAX_PIXELS) {
          throw new IOException(
              "has " + width + "×" + height + " pixels; at most " + MAX_PIXELS + " are read");
        }
        return new ImageFile(guarded(reader, read -> read.read(0)));
      } finally {
        reader.dispose();
      }
    }
  }

  private static ImageReader reader(ImageInputStream stream) throws IOException {
    for (Iterator<ImageReader> all = ImageIO.getImageReaders(stream); all.hasNext(); ) {
      ImageReader reader = all.next();
      if (FORMATS.contains(reader.getFormatName().toLowerCase(Locale.ROOT))) {
        return reader;
      }
      reader.dispose();
    }
    throw new IOException("is no PNG, JPEG, GIF or BMP file");
  }

  /** Something that a reader is asked for. */
  @FunctionalInterface
  private interface Question<T> {
    T ask(ImageReader reader) throws IOException;
  }

  /** Java's readers meet damaged files with all kinds of exceptions; from here it is always one. */
  private static <T> T guarded(ImageReader reader, Question<T> question) throws IOException {
    try {
      return question.ask(reader);
    } catch (IOException | RuntimeException e) {
      throw new IOException(
          "is damaged or of an unknown kind of " + reader.getFormatName() + ": " + e, e);
    }
  }

  public int height() {
    return height;
  }

  public int width() {
    return width;
  }

  /**
   * The picture at a size: scaled so that it just covers the size, and its centre kept, so that
   * nothing is stretched. A picture that has the size is kept as it is. What is transparent lies
   * over black. Grey is luma by ITU-R BT.601: 0.299 red + 0.587 green + 0.114 blue.
   *
   * @param channels 1 (grey) or 3 (red, green, blue)
   * @return [channels, height, width], in [0, 1]
   * @throws IllegalArgumentException if channels is neither, or an extent is not positive
   */
  public float[] pixels(int channels, int height, int width) {
    if ((channels != 1 && channels != 3) || height < 1 || width < 1) {
      throw new IllegalArgumentException(
          "expected 1 or 3 channels and a positive size, got "
              + channels
              + ", height "
              + height
              + " and width "
              + width);
    }
    double step = Math.min((double) width() / width, (double) height() / height);
    Resampling down = new Resampling(height(), height, step);
    Resampling across = new Resampling(width(), width, step);
    float[] pixels = new float[Math.multiplyExact(channels, Math.multiplyExact(height, width))];
    float[][] rgb = new float[3][width()];
    float[] scaled = new float[width];
    for (int y = down.first(); y < down.end(); y++) {
      rows.read(y, rgb);
      if (channels == 1) {
        toGrey(rgb);
      }
      for (int c = 0; c < channels; c++) {
        across.apply(rgb[c], scaled);
        down.scatter(y, scaled, pixels, c * height * width);
      }
    }
    for (int i = 0; i < pixels.length; i++) {
      // The weights' sum may exceed 1 by rounding.
      pixels[i] = Math.min(pixels[i], 1);
    }
    return pixels;
  }

  /** Replaces red by luma. */
  private static void toGrey(float[][] rgb) {
    for (int x = 0; x < rgb[0].length; x++) {
      float red = rgb[0][x];
      float green = rgb[1][x];
      float blue = rgb[2][x];
      // Grey stays what it is, to the last bit.
      if (red != green || green != blue) {
        rgb[0][x] = RED * red + GREEN * green + BLUE * blue;
      }
    }
  }
}

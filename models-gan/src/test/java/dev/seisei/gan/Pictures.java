package dev.seisei.gan;

import dev.seisei.core.sample.ImageFile;
import dev.seisei.core.settings.Picture;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.imageio.ImageIO;

/** Small pictures to begin with. */
public final class Pictures {
  private Pictures() {}

  /** A slope of colours with a disc in it. */
  public static Picture disc(int height, int width) {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        double away = Math.hypot(y - 0.5 * height, x - 0.4 * width);
        int ground = 0x304050 + 0x010000 * (120 * x / width) + 100 * y / height;
        image.setRGB(x, y, away < 0.25 * Math.min(height, width) ? 0xe0c040 : ground);
      }
    }
    return png(image);
  }

  /** Soft oblique stripes of two colours, nine pixels from one to the next along a row. */
  public static Picture stripes(int height, int width) {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        double wave = 0.5 + 0.5 * Math.sin(0.7 * (x + y));
        int red = (int) (60 + 150 * wave);
        int green = (int) (90 + 90 * wave);
        int blue = (int) (190 - 100 * wave);
        image.setRGB(x, y, red << 16 | green << 8 | blue);
      }
    }
    return png(image);
  }

  private static Picture png(BufferedImage image) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      ImageIO.write(image, "png", out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new Picture(out.toByteArray());
  }

  /** The pixels of a picture at a size, [3, H, W]. */
  public static float[] pixels(Picture picture, int height, int width) {
    try {
      return ImageFile.decode(picture.file()).pixels(3, height, width);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

package dev.seisei.core.sample;

import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;

/**
 * Rows of a decoded picture as red, green and blue in [0, 1], over black.
 *
 * <p>Samples are read from the raster as they are: {@link BufferedImage#getRGB} takes grey for
 * linear light and would brighten it.
 */
final class RgbRows {
  private final BufferedImage image;

  RgbRows(BufferedImage image) {
    this.image = image;
  }

  /** Reads row y into three arrays of the picture's width. */
  void read(int y, float[][] rgb) {
    Raster raster = image.getRaster();
    int[] samples = raster.getPixels(0, y, image.getWidth(), 1, (int[]) null);
    if (image.getColorModel() instanceof IndexColorModel palette) {
      readIndexed(samples, palette, rgb);
    } else {
      readDirect(samples, raster, rgb);
    }
  }

  private static void readIndexed(int[] samples, IndexColorModel palette, float[][] rgb) {
    for (int x = 0; x < samples.length; x++) {
      int argb = palette.getRGB(samples[x]);
      float alpha = (argb >>> 24) / 255f;
      for (int c = 0; c < 3; c++) {
        rgb[c][x] = alpha * (argb >> (16 - 8 * c) & 0xFF) / 255;
      }
    }
  }

  /** One or three bands of colour, and perhaps one of alpha after them. */
  private static void readDirect(int[] samples, Raster raster, float[][] rgb) {
    int bands = raster.getNumBands();
    int colours = bands < 3 ? 1 : 3;
    for (int x = 0; x < rgb[0].length; x++) {
      float alpha = bands > colours ? sample(samples, raster, x, colours) : 1;
      for (int c = 0; c < 3; c++) {
        rgb[c][x] = alpha * sample(samples, raster, x, colours == 1 ? 0 : c);
      }
    }
  }

  private static float sample(int[] samples, Raster raster, int x, int band) {
    int most = (1 << raster.getSampleModel().getSampleSize(band)) - 1;
    return (float) samples[x * raster.getNumBands() + band] / most;
  }
}

package dev.seisei.examples;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.zip.GZIPInputStream;

/** The first 2,000 training digits of MNIST, which come with the examples. */
public final class Digits {
  /** Pixels of one digit: 28 rows of 28. */
  public static final int PIXELS = 784;

  private final float[][] images;
  private final int[] labels;

  private Digits(float[][] images, int[] labels) {
    this.images = images;
    this.labels = labels;
  }

  /** Reads the digits. */
  public static Digits load() {
    try (DataInputStream images = open("digits-images-idx3-ubyte.gz", 2051);
        DataInputStream labels = open("digits-labels-idx1-ubyte.gz", 2049)) {
      int count = images.readInt();
      int pixels = images.readInt() * images.readInt();
      if (labels.readInt() != count || pixels != PIXELS) {
        throw new IOException("images and labels do not belong together");
      }
      float[][] all = new float[count][PIXELS];
      int[] classes = new int[count];
      for (int i = 0; i < count; i++) {
        byte[] row = images.readNBytes(PIXELS);
        for (int j = 0; j < PIXELS; j++) {
          all[i][j] = (row[j] & 0xFF) / 255f;
        }
        classes[i] = labels.readUnsignedByte();
      }
      return new Digits(all, classes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static DataInputStream open(String name, int magic) throws IOException {
    InputStream file = Digits.class.getResourceAsStream(name);
    if (file == null) {
      throw new IOException("resource " + name + " is missing");
    }
    DataInputStream data = new DataInputStream(new GZIPInputStream(file, 1 << 16));
    int found = data.readInt();
    if (found != magic) {
      throw new IOException(name + " begins with " + found + ", expected " + magic);
    }
    return data;
  }

  public int count() {
    return images.length;
  }

  /** A digit's pixels in [0, 1], row by row. */
  public float[] image(int index) {
    return images[index].clone();
  }

  /** Which digit it is, 0 to 9. */
  public int label(int index) {
    return labels[index];
  }

  /** Some digits in a row, from one index on and around the end: [count · 784]. */
  public float[] batch(int from, int count) {
    float[] batch = new float[count * PIXELS];
    for (int i = 0; i < count; i++) {
      System.arraycopy(images[(from + i) % images.length], 0, batch, i * PIXELS, PIXELS);
    }
    return batch;
  }
}

package dev.seisei.data.image;

import dev.seisei.data.fetch.Archives;
import dev.seisei.data.idx.Idx;
import dev.seisei.data.idx.IdxFiles;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import javax.imageio.ImageIO;

/** Small archives that are made like the registered ones. */
final class Originals {
  private Originals() {}

  private static byte[] idx(byte[][] rows, int... shape) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    IdxFiles.write(Idx.ofBytes(rows, shape), out);
    return out.toByteArray();
  }

  /** Images of 2×3 whose pixels are 10·index + position, with labels index mod 10. */
  static Archives mnist(int train, int test) throws IOException {
    return new Archives()
        .file("package/package.json", "{}".getBytes(StandardCharsets.UTF_8))
        .file("package/data/t10k-images-idx3-ubyte", idx(images(test), test, 2, 3))
        .file("package/data/t10k-labels-idx1-ubyte", idx(labels(test), test))
        .file("package/data/train-images-idx3-ubyte", idx(images(train), train, 2, 3))
        .file("package/data/train-labels-idx1-ubyte", idx(labels(train), train));
  }

  private static byte[][] images(int count) {
    byte[][] images = new byte[count][6];
    for (int i = 0; i < count; i++) {
      for (int p = 0; p < 6; p++) {
        images[i][p] = (byte) (10 * i + p);
      }
    }
    return images;
  }

  private static byte[][] labels(int count) {
    byte[][] labels = new byte[count][1];
    for (int i = 0; i < count; i++) {
      labels[i][0] = (byte) (i % 10);
    }
    return labels;
  }

  /** Image i of class c has all pixels 20·c + i; class 0 has empty rows as the real one. */
  static Archives fashion(int test, int train) {
    Archives archive = new Archives();
    for (int label = 0; label < 10; label++) {
      StringBuilder json = new StringBuilder("{\"data\":[");
      for (int i = 0; i < test + train; i++) {
        json.append(label == 0 && i == test ? "[]," : "")
            .append("[")
            .append((20 * label + i + ",").repeat(783))
            .append(20 * label + i)
            .append(label == 0 || i < test + train - 1 ? "]," : "]");
      }
      json.append(label == 0 ? "[]]}" : "]}");
      archive.file(
          "package/src/clothes/" + label + ".json",
          json.toString().getBytes(StandardCharsets.UTF_8));
    }
    return archive;
  }

  /** Batches of two images; the sample of channel c at pixel p of image i is i + 3·c + p mod 50. */
  static Archives cifar() throws IOException {
    Archives archive = new Archives();
    for (int batch = 0; batch < 5; batch++) {
      archive.file("package/data_batch_" + (batch + 1) + ".png", batch(2 * batch));
    }
    return archive
        .file("package/test_batch.png", batch(10))
        .file("package/train_lables.json", "[0,1,2,3,4,5,6,7,8,9]".getBytes(StandardCharsets.UTF_8))
        .file("package/test_lables.json", "[9,8]".getBytes(StandardCharsets.UTF_8));
  }

  private static byte[] batch(int first) throws IOException {
    BufferedImage image = new BufferedImage(1024, 2, BufferedImage.TYPE_3BYTE_BGR);
    for (int i = 0; i < 2; i++) {
      for (int p = 0; p < 1024; p++) {
        for (int c = 0; c < 3; c++) {
          image.getRaster().setSample(p, i, c, first + i + 3 * c + p % 50);
        }
      }
    }
    return png(image);
  }

  static byte[] png(BufferedImage image) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ImageIO.write(image, "png", out);
    return out.toByteArray();
  }
}

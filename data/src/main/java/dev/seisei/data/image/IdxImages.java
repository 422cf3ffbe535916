package dev.seisei.data.image;

import dev.seisei.core.dataset.ImageSet;
import dev.seisei.data.idx.Idx;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/**
 * Images and labels as IDX arrays of unsigned bytes: images [N, H, W] or [N, C, H, W], labels [N].
 */
final class IdxImages {
  /** Names of files as MNIST has them. */
  static final String TRAIN_IMAGES = "train-images-idx3-ubyte";

  static final String TRAIN_LABELS = "train-labels-idx1-ubyte";
  static final String TEST_IMAGES = "t10k-images-idx3-ubyte";
  static final String TEST_LABELS = "t10k-labels-idx1-ubyte";

  static final List<String> FILES = List.of(TRAIN_IMAGES, TRAIN_LABELS, TEST_IMAGES, TEST_LABELS);

  private IdxImages() {}

  /** What the files hold, by name. */
  static Map<String, Idx> files(ImageParts parts) {
    return Map.of(
        TRAIN_IMAGES,
        images(parts.train()),
        TRAIN_LABELS,
        labels(parts.train()),
        TEST_IMAGES,
        images(parts.test()),
        TEST_LABELS,
        labels(parts.test()));
  }

  /**
   * Puts images and their labels together.
   *
   * @param name of the file of images, for messages
   * @throws IOException if they are not such arrays, or do not belong together
   */
  static ImageSet join(Idx images, Idx labels, String name) throws IOException {
    int[] shape = images.shape();
    int[] count = labels.shape();
    boolean bytes =
        images.type() == Idx.Type.UNSIGNED_BYTE && labels.type() == Idx.Type.UNSIGNED_BYTE;
    if (!bytes || (shape.length != 3 && shape.length != 4) || count.length != 1) {
      throw new IOException(
          name
              + ": expected images as unsigned bytes with 3 or 4 extents and labels with 1, got "
              + images
              + " and "
              + labels);
    }
    if (shape[0] != count[0]) {
      throw new IOException(name + ": there are " + count[0] + " labels for " + images);
    }
    int[] classes = new int[count[0]];
    for (int i = 0; i < classes.length; i++) {
      classes[i] = (int) labels.get(i);
    }
    int rank = shape.length;
    int channels = rank == 3 ? 1 : shape[1];
    try {
      return new ImageSet(channels, shape[rank - 2], shape[rank - 1], images.rows(), classes);
    } catch (IllegalArgumentException e) {
      throw new IOException(name + ": " + e.getMessage(), e);
    }
  }

  private static Idx images(ImageSet set) {
    byte[][] rows = new byte[set.size()][];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = set.bytes(i);
    }
    return set.channels() == 1
        ? Idx.ofBytes(rows, rows.length, set.height(), set.width())
        : Idx.ofBytes(rows, rows.length, set.channels(), set.height(), set.width());
  }

  private static Idx labels(ImageSet set) {
    byte[][] rows = new byte[set.size()][];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = new byte[] {(byte) set.label(i)};
    }
    return Idx.ofBytes(rows, rows.length);
  }
}

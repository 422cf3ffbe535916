package dev.seisei.data.image;

import dev.seisei.core.dataset.ImageDataset;
import dev.seisei.core.dataset.ImageSet;
import dev.seisei.core.file.Sha256;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Locale;

/** A dataset whose images are in memory. Immutable and thread-safe. */
public final class InMemoryImages implements ImageDataset {
  private final String name;
  private final ImageSet train;
  private final ImageSet test;
  private final List<String> classes;
  private final String hash;

  /**
   * @param name as it was asked for
   * @param test may be empty
   * @param classes the classes' names, by label; empty if there are no labels
   * @throws IllegalArgumentException if the parts differ in size or in whether they have labels, or
   *     a label has no name
   */
  public InMemoryImages(String name, ImageSet train, ImageSet test, List<String> classes) {
    this.name = name;
    this.train = train;
    this.test = test;
    this.classes = List.copyOf(classes);
    if (train.channels() != test.channels()
        || train.height() != test.height()
        || train.width() != test.width()) {
      throw new IllegalArgumentException(
          name + ": training images are " + extents(train) + ", test images " + extents(test));
    }
    checkLabels("training", train);
    checkLabels("test", test);
    this.hash = hash(train, test);
  }

  private void checkLabels(String part, ImageSet images) {
    if (images.labelled() == classes.isEmpty()) {
      throw new IllegalArgumentException(
          name
              + ": "
              + part
              + " images have "
              + (images.labelled() ? "labels" : "no labels")
              + ", and there are "
              + classes.size()
              + " classes");
    }
    for (int i = 0; images.labelled() && i < images.size(); i++) {
      if (images.label(i) < 0 || images.label(i) >= classes.size()) {
        throw new IllegalArgumentException(
            name
                + ": "
                + part
                + " image "
                + i
                + " has label "
                + images.label(i)
                + ", expected one in [0, "
                + (classes.size() - 1)
                + "]");
      }
    }
  }

  /** SHA-256 over both parts: extents and whether labelled, then label and bytes of each image. */
  private static String hash(ImageSet... parts) {
    Sha256 hash = new Sha256();
    for (ImageSet part : parts) {
      ByteBuffer head = ByteBuffer.allocate(5 * Integer.BYTES);
      head.putInt(part.size()).putInt(part.channels()).putInt(part.height()).putInt(part.width());
      head.putInt(part.labelled() ? 1 : 0);
      hash.add(head.array());
      for (int i = 0; i < part.size(); i++) {
        int label = part.labelled() ? part.label(i) : 0;
        hash.add(ByteBuffer.allocate(Integer.BYTES).putInt(label).array());
        hash.add(part.bytes(i));
      }
    }
    return hash.hexadecimal();
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public String hash() {
    return hash;
  }

  @Override
  public String summary() {
    return String.format(
        Locale.ROOT, "%,d + %,d images of %s", train.size(), test.size(), extents(train));
  }

  private static String extents(ImageSet images) {
    return images.channels() + "×" + images.height() + "×" + images.width();
  }

  @Override
  public ImageSet train() {
    return train;
  }

  @Override
  public ImageSet test() {
    return test;
  }

  @Override
  public List<String> classes() {
    return classes;
  }
}

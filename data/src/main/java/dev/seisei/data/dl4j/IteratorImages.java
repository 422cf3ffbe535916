package dev.seisei.data.dl4j;

import dev.seisei.core.dataset.ImageDataset;
import dev.seisei.core.dataset.ImageSet;
import dev.seisei.data.image.InMemoryImages;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;

/**
 * Deeplearning4j's iterators over images as a dataset.
 *
 * <p>Features are [N, C, H, W], or [N, C·H·W] as of {@code MnistDataSetIterator}, in [0, 1]; they
 * are kept as bytes, that is, to 1/255. Labels are one-hot, [N, classes], or missing.
 */
public final class IteratorImages {
  private final String name;
  private final int channels;
  private final int height;
  private final int width;
  private final List<byte[]> images = new ArrayList<>();
  private final List<Integer> labels = new ArrayList<>();
  private int classes;

  private IteratorImages(String name, int channels, int height, int width) {
    this.name = name;
    this.channels = channels;
    this.height = height;
    this.width = width;
  }

  /**
   * Reads two iterators to their ends, each from its beginning if it can go there. Their
   * preprocessors run as they do in training.
   *
   * @param name for people
   * @param train images to learn from
   * @param test images to measure on
   * @throws IllegalArgumentException if features or labels are not as said above, naming the image
   */
  public static ImageDataset read(
      String name,
      DataSetIterator train,
      DataSetIterator test,
      int channels,
      int height,
      int width) {
    IteratorImages learnt = new IteratorImages(name + ", training", channels, height, width);
    IteratorImages measured = new IteratorImages(name + ", test", channels, height, width);
    learnt.readAll(train);
    measured.readAll(test);
    return new InMemoryImages(name, learnt.set(), measured.set(), classes(train, learnt.classes));
  }

  private static List<String> classes(DataSetIterator iterator, int count) {
    List<String> named = iterator.getLabels();
    return named != null && named.size() == count
        ? named
        : IntStream.range(0, count).mapToObj(Integer::toString).toList();
  }

  private void readAll(DataSetIterator iterator) {
    if (iterator.resetSupported()) {
      iterator.reset();
    }
    while (iterator.hasNext()) {
      DataSet batch = iterator.next();
      addImages(batch.getFeatures());
      if (batch.getLabels() != null) {
        addLabels(batch.getLabels());
      }
    }
  }

  private void addImages(INDArray features) {
    int numbers = Math.multiplyExact(channels, Math.multiplyExact(height, width));
    boolean flat = features.rank() == 2 && features.size(1) == numbers;
    boolean whole =
        features.rank() == 4
            && features.size(1) == channels
            && features.size(2) == height
            && features.size(3) == width;
    if (!flat && !whole) {
      throw new IllegalArgumentException(
          String.format(
              "%s: features must be [N, %d, %d, %d] or [N, %d], got %s",
              name, channels, height, width, numbers, features.shapeInfoToString()));
    }
    float[] values = values(features);
    for (int start = 0; start < values.length; start += numbers) {
      byte[] image = new byte[numbers];
      for (int i = 0; i < numbers; i++) {
        image[i] = level(values[start + i]);
      }
      images.add(image);
    }
  }

  private byte level(float value) {
    if (!(value >= 0 && value <= 1)) {
      throw new IllegalArgumentException(
          name
              + ": image "
              + images.size()
              + " has a value of "
              + value
              + ", expected [0, 1]; set new ImagePreProcessingScaler(0, 1) on the iterator");
    }
    return (byte) Math.round(value * 255);
  }

  private void addLabels(INDArray oneHot) {
    if (oneHot.rank() != 2) {
      throw new IllegalArgumentException(
          name + ": labels must be [N, classes], got " + oneHot.shapeInfoToString());
    }
    classes = (int) oneHot.size(1);
    float[] values = values(oneHot);
    for (int start = 0; start < values.length; start += classes) {
      labels.add(label(values, start));
    }
  }

  private int label(float[] values, int start) {
    int label = -1;
    for (int k = 0; k < classes; k++) {
      float value = values[start + k];
      if ((value != 0 && value != 1) || (value == 1 && label >= 0)) {
        label = -1;
        break;
      }
      label = value == 1 ? k : label;
    }
    if (label < 0) {
      throw new IllegalArgumentException(
          name + ": the labels of image " + labels.size() + " must be a single 1 among zeros");
    }
    return label;
  }

  private static float[] values(INDArray array) {
    return array.castTo(DataType.FLOAT).dup('c').data().asFloat();
  }

  private ImageSet set() {
    int[] all = labels.isEmpty() ? null : labels.stream().mapToInt(Integer::intValue).toArray();
    return new ImageSet(channels, height, width, images.toArray(byte[][]::new), all);
  }
}

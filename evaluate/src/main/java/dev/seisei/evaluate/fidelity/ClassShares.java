package dev.seisei.evaluate.fidelity;

import dev.seisei.core.dataset.ImageSet;
import dev.seisei.core.features.ImageFeatures;
import java.util.Arrays;
import java.util.Map;

/** Which classes a network sees in images of a model, and whether they are those asked for. */
final class ClassShares {
  private final int classes;
  private final long[] seen;
  private final long[] asked;
  private final long[] agreed;

  ClassShares(int classes) {
    this.classes = classes;
    this.seen = new long[classes];
    this.asked = new long[classes];
    this.agreed = new long[classes];
  }

  /**
   * Adds images.
   *
   * @param labels the classes that were asked for, one each
   */
  void add(ImageFeatures.Seen images, int[] labels) {
    for (int i = 0; i < labels.length; i++) {
      int best = images.mostProbable(i, classes);
      seen[best]++;
      asked[labels[i]]++;
      agreed[labels[i]] += best == labels[i] ? 1 : 0;
    }
  }

  /** Shares of classes among the samples, and among the images that the model learned from. */
  void shares(ImageSet train, Map<String, Double> numbers) {
    long[] data = new long[classes];
    for (int i = 0; i < train.size(); i++) {
      data[train.label(i)]++;
    }
    shares("class_share_", seen, numbers);
    shares("data_share_", data, numbers);
  }

  private static void shares(String prefix, long[] counts, Map<String, Double> numbers) {
    double all = Arrays.stream(counts).sum();
    for (int c = 0; c < counts.length; c++) {
      numbers.put(prefix + c, counts[c] / all);
    }
  }

  /** Shares of samples that are seen as the class that was asked for: of all, and of each class. */
  void agreement(Map<String, Double> numbers) {
    numbers.put(
        "class_agreement", (double) Arrays.stream(agreed).sum() / Arrays.stream(asked).sum());
    for (int c = 0; c < classes; c++) {
      numbers.put("class_agreement_" + c, (double) agreed[c] / asked[c]);
    }
  }
}

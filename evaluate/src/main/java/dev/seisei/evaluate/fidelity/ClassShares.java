package dev.seisei.evaluate.fidelity;

import dev.seisei.core.dataset.ImageSet;
import dev.seisei.core.features.ImageFeatures;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.IntStream;

/** Which classes a network sees in images of a model, and whether they are those asked for. */
final class ClassShares {
  private final int classes;

  /** By the class asked for, then by the class seen. */
  private final long[][] counts;

  /**
   * @param asked how many classes the model can be asked for
   * @param classes that the network sees
   */
  ClassShares(int asked, int classes) {
    this.classes = classes;
    this.counts = new long[asked][classes];
  }

  /**
   * Adds images.
   *
   * @param labels the classes that were asked for, one each
   */
  void add(ImageFeatures.Seen images, int[] labels) {
    for (int i = 0; i < labels.length; i++) {
      counts[labels[i]][images.mostProbable(i, classes)]++;
    }
  }

  /** Shares of classes among the samples, and among the images that the model learned from. */
  void shares(ImageSet train, Map<String, Double> numbers) {
    long[] data = new long[classes];
    for (int i = 0; i < train.size(); i++) {
      data[train.label(i)]++;
    }
    long[] seen = new long[classes];
    for (long[] row : counts) {
      Arrays.setAll(seen, c -> seen[c] + row[c]);
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

  /**
   * Shares of samples that are seen as the class that was asked for: of all, and of each class.
   *
   * @param discovered whether what was asked for stands for classes in an order of the model's own;
   *     which for which is found by the best matching
   */
  void agreement(boolean discovered, Map<String, Double> numbers) {
    int[] meant = discovered ? Matching.of(counts) : IntStream.range(0, counts.length).toArray();
    long agreed = 0;
    long all = 0;
    for (int a = 0; a < counts.length; a++) {
      long asked = Arrays.stream(counts[a]).sum();
      long right = meant[a] < 0 ? 0 : counts[a][meant[a]];
      numbers.put("class_agreement_" + a, (double) right / asked);
      if (discovered) {
        numbers.put("matched_class_" + a, (double) meant[a]);
      }
      agreed += right;
      all += asked;
    }
    numbers.put("class_agreement", (double) agreed / all);
  }
}

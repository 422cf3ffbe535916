package dev.seisei.evaluate;

import dev.seisei.core.dataset.Dataset;
import dev.seisei.core.dataset.ImageDataset;
import dev.seisei.core.dataset.ImageSet;
import dev.seisei.core.features.ImageFeatures;
import dev.seisei.core.measure.Measure;
import dev.seisei.core.model.Model;
import dev.seisei.core.progress.Progress;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * How often a network that sees images is right about their classes: {@code accuracy}, the share of
 * the test set whose most probable class is its label.
 */
public final class Accuracy implements Measure<AccuracySettings> {
  private static final int PIECE = 500;

  @Override
  public String id() {
    return "accuracy";
  }

  @Override
  public String description() {
    return "share of the test set whose most probable class is its label";
  }

  @Override
  public Class<AccuracySettings> settingsType() {
    return AccuracySettings.class;
  }

  @Override
  public boolean appliesTo(Model model, Dataset data) {
    return data instanceof ImageDataset images
        && model
            .as(ImageFeatures.class)
            .filter(it -> it.image().equals(images.shape()))
            .filter(it -> it.classes() == images.classes().size())
            .isPresent();
  }

  @Override
  public Map<String, Double> measure(
      Model model, Dataset data, AccuracySettings settings, Progress progress) {
    ImageFeatures features = model.as(ImageFeatures.class).orElseThrow();
    ImageSet test = TestImages.of(data, features.image(), features.classes()).test();
    int count = TestImages.count(test, settings.examples());
    int right = 0;
    for (int from = 0; from < count; from += PIECE) {
      progress.throwIfCancelled();
      int[] indices = IntStream.range(from, Math.min(count, from + PIECE)).toArray();
      ImageFeatures.Seen seen = features.see(test.batch(indices), indices.length);
      for (int i = 0; i < indices.length; i++) {
        right += seen.mostProbable(i, features.classes()) == test.label(indices[i]) ? 1 : 0;
      }
      progress.at(from + indices.length, count, "examples");
    }
    Map<String, Double> numbers = new LinkedHashMap<>();
    numbers.put("accuracy", (double) right / count);
    numbers.put("examples", (double) count);
    return numbers;
  }
}

package dev.seisei.cli.tiny;

import dev.seisei.core.dataset.Dataset;
import dev.seisei.core.dataset.ImageDataset;
import dev.seisei.core.dataset.ImageSet;
import dev.seisei.core.measure.Measure;
import dev.seisei.core.model.Model;
import dev.seisei.core.progress.Progress;
import dev.seisei.core.settings.Description;
import dev.seisei.core.settings.Require;
import java.util.LinkedHashMap;
import java.util.Map;

/** How far the mean is from the test images, times a factor. */
public final class SquaredError implements Measure<SquaredError.Options> {
  /** What it is multiplied by. */
  public record Options(@Description("What it is multiplied by.") double factor) {
    public Options {
      Require.positive("factor", factor);
    }

    public Options() {
      this(1);
    }
  }

  @Override
  public String id() {
    return "squared_error";
  }

  @Override
  public String description() {
    return "How far the mean is from the test images.";
  }

  @Override
  public Class<Options> settingsType() {
    return Options.class;
  }

  @Override
  public boolean appliesTo(Model model, Dataset data) {
    return data instanceof ImageDataset && model.as(TinyGenerator.class).isPresent();
  }

  @Override
  public Map<String, Double> measure(
      Model model, Dataset data, Options settings, Progress progress) {
    ImageSet test = ((ImageDataset) data).test();
    double mean = model.as(TinyGenerator.class).orElseThrow().mean();
    double error = 0;
    for (float pixel : test.batch(0)) {
      error += (pixel - mean) * (pixel - mean);
    }
    progress.at(1, 1, "");
    Map<String, Double> numbers = new LinkedHashMap<>();
    numbers.put("squared_error", settings.factor() * error);
    numbers.put("examples", (double) test.size());
    return numbers;
  }
}

package dev.seisei.cli.tiny;

import dev.seisei.core.dataset.Dataset;
import dev.seisei.core.measure.Measure;
import dev.seisei.core.model.Model;
import dev.seisei.core.progress.Progress;
import java.util.Map;

/** A measure that applies to nothing. */
public final class Never implements Measure<SquaredError.Options> {
  @Override
  public String id() {
    return "never";
  }

  @Override
  public String description() {
    return "Nothing.";
  }

  @Override
  public Class<SquaredError.Options> settingsType() {
    return SquaredError.Options.class;
  }

  @Override
  public boolean appliesTo(Model model, Dataset data) {
    return false;
  }

  @Override
  public Map<String, Double> measure(
      Model model, Dataset data, SquaredError.Options settings, Progress progress) {
    throw new IllegalStateException("it applies to nothing");
  }
}

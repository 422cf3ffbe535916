package dev.seisei.cli.tiny;

import dev.seisei.core.dataset.Dataset;
import dev.seisei.core.measure.Measure;
import dev.seisei.core.model.Model;
import dev.seisei.core.progress.Progress;
import dev.seisei.core.settings.Require;
import java.util.Map;

/** A measure that applies and cannot be taken if the factor is above 100. */
public final class Picky implements Measure<SquaredError.Options> {
  @Override
  public String id() {
    return "picky";
  }

  @Override
  public String description() {
    return "The factor, if it is small.";
  }

  @Override
  public Class<SquaredError.Options> settingsType() {
    return SquaredError.Options.class;
  }

  @Override
  public boolean appliesTo(Model model, Dataset data) {
    return model.as(TinyGenerator.class).isPresent();
  }

  @Override
  public Map<String, Double> measure(
      Model model, Dataset data, SquaredError.Options settings, Progress progress) {
    Require.inRange("factor", settings.factor(), 0, 100);
    return Map.of("picky", settings.factor());
  }
}

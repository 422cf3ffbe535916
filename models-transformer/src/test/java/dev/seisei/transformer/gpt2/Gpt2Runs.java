package dev.seisei.transformer.gpt2;

import dev.seisei.core.dataset.Dataset;
import dev.seisei.core.progress.Progress;
import dev.seisei.testkit.SmallRuns;
import dev.seisei.transformer.decoder.Counting;
import java.nio.file.Path;
import java.util.Map;

/** Small trainings on numbers in words. */
final class Gpt2Runs {
  /** A network that trains in seconds. */
  static final Map<String, Object> SMALL =
      Map.ofEntries(
          Map.entry("n_positions", 24),
          Map.entry("n_embd", 32),
          Map.entry("n_layer", 2),
          Map.entry("n_head", 2),
          Map.entry("batch_size", 16),
          Map.entry("learning_rate", 1e-2),
          Map.entry("min_learning_rate", 1e-3),
          Map.entry("warm_up", 10),
          Map.entry("validation", 40),
          Map.entry("report_every", 20));

  private Gpt2Runs() {}

  static Map<String, Double> train(Path folder, Map<String, ?> changed, long steps) {
    return train(Counting.text(), folder, changed, steps, false, Progress.SILENT);
  }

  static Map<String, Double> train(
      Dataset data,
      Path folder,
      Map<String, ?> changed,
      long steps,
      boolean resume,
      Progress progress) {
    return SmallRuns.train(
        new Gpt2Family(), data, SmallRuns.with(SMALL, changed), folder, steps, resume, progress);
  }
}

package dev.seisei.transformer.xl;

import dev.seisei.core.progress.Progress;
import dev.seisei.testkit.SmallRuns;
import dev.seisei.transformer.decoder.Counting;
import java.nio.file.Path;
import java.util.Map;

/** Small trainings on numbers in words. */
final class XlRuns {
  /** A network that trains in seconds. */
  static final Map<String, Object> SMALL =
      Map.ofEntries(
          Map.entry("tgt_len", 12),
          Map.entry("mem_len", 12),
          Map.entry("d_model", 32),
          Map.entry("d_inner", 64),
          Map.entry("n_layer", 2),
          Map.entry("n_head", 2),
          Map.entry("batch_size", 16),
          Map.entry("learning_rate", 1e-2),
          Map.entry("min_learning_rate", 1e-3),
          Map.entry("warm_up", 20),
          Map.entry("validation", 60),
          Map.entry("report_every", 20));

  private XlRuns() {}

  static Map<String, Double> train(Path folder, Map<String, ?> changed, long steps) {
    return train(folder, changed, steps, false, Progress.SILENT);
  }

  static Map<String, Double> train(
      Path folder, Map<String, ?> changed, long steps, boolean resume, Progress progress) {
    return SmallRuns.train(
        new XlFamily(),
        Counting.text(),
        SmallRuns.with(SMALL, changed),
        folder,
        steps,
        resume,
        progress);
  }
}

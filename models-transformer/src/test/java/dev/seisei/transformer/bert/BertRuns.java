package dev.seisei.transformer.bert;

import dev.seisei.core.dataset.Dataset;
import dev.seisei.core.model.ModelFamily;
import dev.seisei.core.progress.Progress;
import dev.seisei.testkit.SmallRuns;
import dev.seisei.transformer.decoder.Counting;
import java.nio.file.Path;
import java.util.Map;

/** Small trainings on numbers in words. */
final class BertRuns {
  /** A network that trains in seconds. */
  static final Map<String, Object> SMALL =
      Map.ofEntries(
          Map.entry("max_position_embeddings", 26),
          Map.entry("hidden_size", 32),
          Map.entry("num_hidden_layers", 2),
          Map.entry("num_attention_heads", 2),
          Map.entry("intermediate_size", 64),
          Map.entry("tokenizer", "bpe:330"),
          Map.entry("batch_size", 32),
          Map.entry("context", 24),
          Map.entry("initializer_range", 0.15),
          Map.entry("masked", 0.25),
          Map.entry("learning_rate", 6e-3),
          Map.entry("min_learning_rate", 6e-4),
          Map.entry("warm_up", 10),
          Map.entry("dropout", 0),
          Map.entry("validation", 100),
          Map.entry("report_every", 20));

  private BertRuns() {}

  static Map<String, Double> train(Path folder, Map<String, ?> changed, long steps) {
    return train(new BertFamily(), Counting.text(), folder, changed, steps, false, Progress.SILENT);
  }

  static Map<String, Double> train(
      ModelFamily<?, ?> family,
      Dataset data,
      Path folder,
      Map<String, ?> changed,
      long steps,
      boolean resume,
      Progress progress) {
    return SmallRuns.train(
        family, data, SmallRuns.with(SMALL, changed), folder, steps, resume, progress);
  }
}

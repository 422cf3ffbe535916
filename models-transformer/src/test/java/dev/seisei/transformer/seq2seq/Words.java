package dev.seisei.transformer.seq2seq;

import dev.seisei.core.dataset.PairDataset;
import dev.seisei.core.dataset.PairDataset.Pair;
import dev.seisei.core.progress.Progress;
import dev.seisei.data.pair.InMemoryPairs;
import dev.seisei.testkit.SmallRuns;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/** Small trainings on words of a few letters and what they are from behind. */
final class Words {
  /** A network that trains in seconds. */
  static final Map<String, Object> SMALL =
      Map.ofEntries(
          Map.entry("d_model", 32),
          Map.entry("d_ff", 64),
          Map.entry("num_layers", 1),
          Map.entry("num_heads", 2),
          Map.entry("relative_attention_max_distance", 20),
          Map.entry("batch_size", 32),
          Map.entry("learning_rate", 1e-2),
          Map.entry("min_learning_rate", 1e-3),
          Map.entry("dropout", 0),
          Map.entry("label_smoothing", 0),
          Map.entry("warm_up", 20),
          Map.entry("report_every", 50));

  private Words() {}

  static PairDataset backwards() {
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(11);
    Set<String> words = new LinkedHashSet<>();
    while (words.size() < 1500) {
      StringBuilder word = new StringBuilder();
      for (int length = random.nextInt(2, 6); length > 0; length--) {
        word.append("abcdef".charAt(random.nextInt(6)));
      }
      words.add(word.toString());
    }
    List<Pair> pairs = new ArrayList<>();
    for (String word : words) {
      pairs.add(new Pair(word, new StringBuilder(word).reverse().toString()));
    }
    return new InMemoryPairs("backwards", pairs);
  }

  static Map<String, Double> train(Path folder, Map<String, ?> changed, long steps) {
    return train(folder, changed, steps, false, Progress.SILENT);
  }

  static Map<String, Double> train(
      Path folder, Map<String, ?> changed, long steps, boolean resume, Progress progress) {
    return SmallRuns.train(
        new Seq2SeqFamily(),
        backwards(),
        SmallRuns.with(SMALL, changed),
        folder,
        steps,
        resume,
        progress);
  }
}

package dev.seisei.vae;

import dev.seisei.core.dataset.Dataset;
import dev.seisei.core.dataset.Datasets;
import dev.seisei.core.progress.Progress;
import dev.seisei.core.settings.Settings;
import dev.seisei.core.train.TrainingRun;
import dev.seisei.core.train.TrainingRun.Length;
import dev.seisei.engine.memory.Device;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** Small trainings on the digits that come with the project. */
final class Runs {
  /** A network that trains in seconds. */
  static final Map<String, Object> SMALL =
      Map.ofEntries(
          Map.entry("latent_dim", 8),
          Map.entry("encoder.width", 64),
          Map.entry("encoder.depth", 1),
          Map.entry("decoder.width", 64),
          Map.entry("decoder.depth", 1),
          Map.entry("batch_size", 100),
          Map.entry("validation", 150),
          Map.entry("report_every", 20),
          Map.entry("average_decay", 0.9),
          Map.entry("warm_up", 10),
          Map.entry("learning_rate", 3e-3));

  private Runs() {}

  static Dataset digits() {
    return Datasets.open("mnist-mini");
  }

  /** A run of {@link #SMALL} with some settings changed. */
  static TrainingRun<VaeConfig, VaeTraining> small(
      Path folder, Map<String, ?> changed, long steps, boolean resume) {
    return small(folder, changed, steps, resume, 1);
  }

  private static TrainingRun<VaeConfig, VaeTraining> small(
      Path folder, Map<String, ?> changed, long steps, boolean resume, long seed) {
    Map<String, Object> config = new HashMap<>();
    Map<String, Object> training = new HashMap<>();
    Map<String, Object> all = new HashMap<>(SMALL);
    all.putAll(changed);
    all.forEach(
        (key, value) ->
            (Settings.keys(VaeTraining.class).contains(key) ? training : config).put(key, value));
    Dataset data = digits();
    return new TrainingRun<>(
        new VaeTrainer().configure(Settings.bind(VaeConfig.class, config), data),
        Settings.bind(VaeTraining.class, training),
        data,
        Length.steps(steps),
        seed,
        folder,
        resume,
        Device.CPU);
  }

  /** Trains and returns the numbers that the trainer shows. */
  static Map<String, Double> train(Path folder, Map<String, ?> changed, long steps) {
    return new VaeTrainer().train(small(folder, changed, steps, false), Progress.SILENT);
  }

  /** As {@link #train(Path, Map, long)}, from another seed. */
  static Map<String, Double> train(Path folder, Map<String, ?> changed, long steps, long seed) {
    return new VaeTrainer().train(small(folder, changed, steps, false, seed), Progress.SILENT);
  }

  /** Asks a training to stop once it has taken some steps. */
  static Progress stopAfter(long steps) {
    return new Progress() {
      private long done;

      @Override
      public void at(long step, long total, String detail) {
        done = step;
      }

      @Override
      public boolean cancelled() {
        return done >= steps;
      }
    };
  }
}

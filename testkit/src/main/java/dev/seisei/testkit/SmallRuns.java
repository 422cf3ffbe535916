package dev.seisei.testkit;

import dev.seisei.core.dataset.Dataset;
import dev.seisei.core.dataset.Datasets;
import dev.seisei.core.dataset.ImageDataset;
import dev.seisei.core.model.ModelFamily;
import dev.seisei.core.progress.Progress;
import dev.seisei.core.settings.Settings;
import dev.seisei.core.train.Trainer;
import dev.seisei.core.train.TrainingRun;
import dev.seisei.core.train.TrainingRun.Length;
import dev.seisei.engine.memory.Device;
import dev.seisei.engine.plan.KernelCounts;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** Small trainings of any family on the digits that come with the project. */
public final class SmallRuns {
  private SmallRuns() {}

  public static ImageDataset digits() {
    return (ImageDataset) Datasets.open("mnist-mini");
  }

  /** What is no images. */
  public static Dataset text() {
    return new Dataset() {
      @Override
      public String name() {
        return "text:book";
      }

      @Override
      public String hash() {
        return "";
      }

      @Override
      public String summary() {
        return "one text";
      }
    };
  }

  /** Trains anew, and returns the numbers that the trainer shows. */
  public static Map<String, Double> train(
      ModelFamily<?, ?> family, Map<String, ?> settings, Path folder, long steps) {
    return train(family, settings, folder, steps, false, Progress.SILENT);
  }

  /**
   * Trains and returns the numbers that the trainer shows.
   *
   * @param settings of configuration and training together
   */
  public static Map<String, Double> train(
      ModelFamily<?, ?> family,
      Map<String, ?> settings,
      Path folder,
      long steps,
      boolean resume,
      Progress progress) {
    return train(family, digits(), settings, folder, steps, resume, progress);
  }

  /** The same on other data than digits. */
  public static Map<String, Double> train(
      ModelFamily<?, ?> family,
      Dataset data,
      Map<String, ?> settings,
      Path folder,
      long steps,
      boolean resume,
      Progress progress) {
    return train(
        family.configType(),
        family.trainer().orElseThrow(),
        data,
        settings,
        folder,
        steps,
        resume,
        progress);
  }

  @SuppressWarnings("unchecked") // A family's trainer takes the family's configuration.
  private static <C extends Record, T extends Record> Map<String, Double> train(
      Class<?> configType,
      Trainer<?, T> trainer,
      Dataset data,
      Map<String, ?> settings,
      Path folder,
      long steps,
      boolean resume,
      Progress progress) {
    Trainer<C, T> typed = (Trainer<C, T>) trainer;
    Map<String, Object> config = new HashMap<>();
    Map<String, Object> training = new HashMap<>();
    settings.forEach(
        (key, value) ->
            (Settings.keys(typed.settingsType()).contains(key) ? training : config)
                .put(key, value));
    long slow = slowKernels();
    Map<String, Double> numbers =
        typed.train(
            new TrainingRun<>(
                typed.configure(Settings.bind((Class<C>) configType, config), data),
                Settings.bind(typed.settingsType(), training),
                data,
                Length.steps(steps),
                1,
                folder,
                resume,
                Device.CPU),
            progress);
    if (slowKernels() != slow) {
      throw new AssertionError("operations without a fast kernel: " + KernelCounts.all());
    }
    return numbers;
  }

  /** How often a kernel of last resort was chosen, where there are fast ones for everything. */
  static long slowKernels() {
    boolean fast =
        System.getProperty("os.name").equals("Linux")
            && System.getProperty("os.arch").equals("amd64");
    return fast ? KernelCounts.of("reference") : 0;
  }

  /** Asks a training to stop once it has taken some steps. */
  public static Progress stopAfter(long steps) {
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

  /** Settings with some of them changed. */
  public static Map<String, Object> with(Map<String, ?> settings, Map<String, ?> changed) {
    Map<String, Object> all = new HashMap<>(settings);
    all.putAll(changed);
    return all;
  }
}

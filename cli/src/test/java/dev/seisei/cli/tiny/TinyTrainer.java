package dev.seisei.cli.tiny;

import dev.seisei.core.dataset.Dataset;
import dev.seisei.core.dataset.ImageDataset;
import dev.seisei.core.dataset.ImageSet;
import dev.seisei.core.progress.Progress;
import dev.seisei.core.settings.SettingException;
import dev.seisei.core.train.Curve;
import dev.seisei.core.train.Trainer;
import dev.seisei.core.train.TrainingFolder;
import dev.seisei.core.train.TrainingRun;
import dev.seisei.engine.memory.Tensor;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;

/** Learns the mean grey level, from one image a step. */
public final class TinyTrainer implements Trainer<TinyConfig, TinyTraining> {
  private static final int USUAL_STEPS = 8;

  @Override
  public Class<TinyTraining> settingsType() {
    return TinyTraining.class;
  }

  @Override
  public TinyConfig configure(TinyConfig config, Dataset data) {
    int size = images(data).features();
    if (config.size() != 0 && config.size() != size) {
      throw new SettingException(
          "size", "size must be " + size + " for these data, got " + config.size());
    }
    return new TinyConfig(size, config.inverted());
  }

  private static ImageSet images(Dataset data) {
    if (data instanceof ImageDataset images) {
      return images.train();
    }
    throw new SettingException("data", "tiny learns from images, not from " + data.name());
  }

  @Override
  public Map<String, Double> train(TrainingRun<TinyConfig, TinyTraining> run, Progress progress) {
    ImageSet images = images(run.data());
    long steps = run.length().inSteps(images.size(), USUAL_STEPS);
    try (TrainingFolder folder = TrainingFolder.open(TinyFamily.ID, run)) {
      Optional<TrainingFolder.Saved> saved = folder.saved();
      long step = saved.map(TrainingFolder.Saved::step).orElse(0L);
      double mean =
          saved.isPresent() ? mean(saved.get().state()) : new Random(run.seed()).nextDouble();
      Curve curve = new Curve(List.of("mean"));
      while (step < steps && (run.settings().deaf() || !progress.cancelled())) {
        float[] image = images.batch((int) (step % images.size()));
        double grey = 0;
        for (float pixel : image) {
          grey += pixel / image.length;
        }
        mean += run.settings().rate() * (grey - mean);
        step++;
        progress.at(step, steps, "mean " + (float) mean);
      }
      curve.add(step, mean);
      try (Tensor tensor = Tensor.of(new double[] {mean}, 1)) {
        folder
            .save(step, Map.of("mean", mean), curve)
            .weights(Map.of("mean", tensor))
            .state(Map.of("mean", tensor))
            .commit();
      }
      return Map.of("mean", mean);
    }
  }

  static double mean(Map<String, Tensor> tensors) {
    double mean = Objects.requireNonNull(tensors.get("mean")).getDouble(0);
    tensors.values().forEach(Tensor::close);
    return mean;
  }
}

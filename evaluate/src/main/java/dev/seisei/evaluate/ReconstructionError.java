package dev.seisei.evaluate;

import dev.seisei.core.dataset.Dataset;
import dev.seisei.core.dataset.ImageDataset;
import dev.seisei.core.dataset.ImageSet;
import dev.seisei.core.measure.Measure;
import dev.seisei.core.model.Model;
import dev.seisei.core.model.Reconstruction;
import dev.seisei.core.progress.Progress;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * How far reconstructions of the test set are from its images: the mean over images of the squared
 * error a pixel, {@code reconstruction_mse}, and the signal-to-noise ratio −10 log₁₀ of it, {@code
 * reconstruction_psnr} in decibels.
 */
public final class ReconstructionError implements Measure<ReconstructionSettings> {
  private static final int PIECE = 500;

  @Override
  public String id() {
    return "reconstruction";
  }

  @Override
  public String description() {
    return "squared error a pixel of reconstructions of the test set";
  }

  @Override
  public Class<ReconstructionSettings> settingsType() {
    return ReconstructionSettings.class;
  }

  @Override
  public boolean appliesTo(Model model, Dataset data) {
    return data instanceof ImageDataset && model.as(Reconstruction.class).isPresent();
  }

  @Override
  public Map<String, Double> measure(
      Model model, Dataset data, ReconstructionSettings settings, Progress progress) {
    Reconstruction reconstruction = model.as(Reconstruction.class).orElseThrow();
    ImageSet test = TestImages.of(data, reconstruction);
    int count = TestImages.count(test, settings.examples());
    double sum = 0;
    for (int from = 0; from < count; from += PIECE) {
      progress.throwIfCancelled();
      int[] indices = IntStream.range(from, Math.min(count, from + PIECE)).toArray();
      float[] images = test.batch(indices);
      float[] again =
          reconstruction.reconstruct(images, TestImages.labels(test, reconstruction, indices));
      for (int i = 0; i < images.length; i++) {
        double difference = (double) images[i] - again[i];
        sum += difference * difference;
      }
      progress.at(from + indices.length, count, "examples");
    }
    double error = sum / ((double) count * test.features());
    Map<String, Double> numbers = new LinkedHashMap<>();
    numbers.put("reconstruction_mse", error);
    numbers.put("reconstruction_psnr", -10 * Math.log10(error));
    return numbers;
  }
}

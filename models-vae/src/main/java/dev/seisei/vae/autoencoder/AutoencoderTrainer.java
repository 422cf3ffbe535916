package dev.seisei.vae.autoencoder;

import dev.seisei.core.dataset.Dataset;
import dev.seisei.core.dataset.ImageDataset;
import dev.seisei.core.dataset.ImageSet;
import dev.seisei.core.model.RowPlan;
import dev.seisei.core.progress.Progress;
import dev.seisei.core.train.Journal;
import dev.seisei.core.train.Saves;
import dev.seisei.core.train.Trainer;
import dev.seisei.core.train.TrainingFolder;
import dev.seisei.core.train.TrainingFolder.Saved;
import dev.seisei.core.train.TrainingRun;
import dev.seisei.core.train.TrainingSave;
import dev.seisei.core.train.TrainingState;
import dev.seisei.core.train.TrainingStep;
import dev.seisei.data.image.ImageBatches;
import dev.seisei.data.image.ImageBatches.Transform;
import dev.seisei.data.image.Validation;
import dev.seisei.engine.memory.Tensor;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;

/** Trains autoencoders, and fits a density to the codes of each best one. */
final class AutoencoderTrainer implements Trainer<AutoencoderConfig, AutoencoderTraining> {
  /** How many training images the density is fitted to, at most, and how many a run encodes. */
  private static final int FITTED = 10_000;

  private static final int PIECE = 500;

  @Override
  public Class<AutoencoderTraining> settingsType() {
    return AutoencoderTraining.class;
  }

  @Override
  public AutoencoderConfig configure(AutoencoderConfig config, Dataset data) {
    return config.withImage(ImageDataset.of(data, AutoencoderFamily.ID).shape());
  }

  @Override
  public Map<String, Double> train(
      TrainingRun<AutoencoderConfig, AutoencoderTraining> run, Progress progress) {
    AutoencoderTraining settings = run.settings();
    ImageSet images = ImageDataset.of(run.data(), AutoencoderFamily.ID).train();
    ImageBatches batches =
        ImageBatches.holdingOut(
            images,
            settings.batchSize(),
            settings.validation(),
            run.seed(),
            Transform.NONE,
            Transform.NONE);
    AutoencoderGraph.Objective objective =
        AutoencoderGraph.objective(run.config(), settings, run.seed());
    int dimensions = run.config().latentDim();
    try (TrainingFolder folder = TrainingFolder.open(AutoencoderFamily.ID, run)) {
      Optional<Saved> saved = folder.saved();
      long steps = run.steps(batches.perEpoch(), settings.epochs(), saved);
      try (TrainingState training =
              new TrainingState(objective.parameters(), Map.of(), run.seed(), saved, run.device());
          TrainingStep optimization =
              new TrainingStep(
                  objective.graph(),
                  AutoencoderGraph.LOSS,
                  training,
                  settings.recipe().over(steps),
                  settings.batchSize(),
                  settings.precision());
          Validation validation =
              new Validation(
                  objective.graph(),
                  AutoencoderGraph.LOSS,
                  training.averaged(),
                  batches,
                  run.device());
          RowPlan encoder =
              new RowPlan(
                  AutoencoderGraph.encode(run.config()),
                  training.averaged(),
                  run.device(),
                  PIECE)) {
        Journal journal = Journal.open(saved);
        Saves saves = new Saves();
        TrainingSave save =
            new TrainingSave(
                folder, training, journal, () -> AutoencoderGraph.functions(run.config()), steps);
        if (saved.isEmpty()) {
          save.best(weights(training, encoder, images, dimensions));
        }
        long step = saved.map(Saved::step).orElse(0L);
        while (step < steps && !progress.cancelled()) {
          batches.fill(optimization.plan(), step);
          double loss = optimization.run();
          journal.step(++step, loss);
          if (step % settings.reportEvery() == 0 || step == steps) {
            training.average();
            if (journal.report(step, validation.loss())) {
              save.best(weights(training, encoder, images, dimensions));
            }
          }
          progress.at(step, steps, journal.summary());
          if (saves.due()) {
            save.at(step);
            saves.done();
          }
        }
        return save.at(step);
      }
    }
  }

  /** The averaged weights, and the density of the codes that they give. */
  private static Map<String, Tensor> weights(
      TrainingState training, RowPlan encoder, ImageSet images, int dimensions) {
    int count = Math.min(FITTED, images.size());
    float[] codes = new float[Math.multiplyExact(count, dimensions)];
    for (int from = 0; from < count; from += PIECE) {
      int[] indices = IntStream.range(from, Math.min(count, from + PIECE)).toArray();
      float[] piece =
          encoder
              .run(indices.length, Map.of(AutoencoderGraph.X, images.batch(indices)))
              .get(AutoencoderGraph.Z);
      System.arraycopy(
          Objects.requireNonNull(piece), 0, codes, from * dimensions, indices.length * dimensions);
    }
    Map<String, Tensor> weights = training.weights();
    weights.putAll(GaussianDensity.fit(codes, dimensions).weights());
    return weights;
  }
}

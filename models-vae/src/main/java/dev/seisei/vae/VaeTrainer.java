package dev.seisei.vae;

import dev.seisei.core.checkpoint.Checkpoint;
import dev.seisei.core.checkpoint.Home;
import dev.seisei.core.dataset.Dataset;
import dev.seisei.core.dataset.ImageDataset;
import dev.seisei.core.model.LatentVariableModel.Likelihood;
import dev.seisei.core.progress.Progress;
import dev.seisei.core.settings.Require;
import dev.seisei.core.train.Journal;
import dev.seisei.core.train.Saves;
import dev.seisei.core.train.Trainer;
import dev.seisei.core.train.TrainingFolder;
import dev.seisei.core.train.TrainingFolder.Saved;
import dev.seisei.core.train.TrainingRun;
import dev.seisei.core.train.TrainingSave;
import dev.seisei.core.train.TrainingState;
import dev.seisei.core.train.TrainingStep;
import dev.seisei.data.Binarization;
import dev.seisei.data.image.ImageBatches;
import dev.seisei.data.image.ImageBatches.Transform;
import dev.seisei.data.image.Validation;
import dev.seisei.engine.memory.Tensor;
import java.util.Map;
import java.util.Optional;

/** Trains VAEs by Adam, with half a cosine of learning rate, keeping a moving average. */
final class VaeTrainer implements Trainer<VaeConfig, VaeTraining> {
  @Override
  public Class<VaeTraining> settingsType() {
    return VaeTraining.class;
  }

  @Override
  public VaeConfig configure(VaeConfig config, Dataset data) {
    ImageDataset images = ImageDataset.of(data, VaeFamily.ID);
    Require.that(
        !config.conditional() || images.train().labelled(),
        "conditional",
        "conditional needs data with classes, and " + data.name() + " has none");
    return config.withData(images.shape(), images.classes().size());
  }

  @Override
  public Map<String, Double> train(TrainingRun<VaeConfig, VaeTraining> run, Progress progress) {
    VaeTraining settings = run.settings();
    Transform drawn =
        run.config().likelihood() == Likelihood.BERNOULLI ? Binarization::dynamic : Transform.NONE;
    ImageBatches batches =
        ImageBatches.holdingOut(
            ImageDataset.of(run.data(), VaeFamily.ID).train(),
            settings.batchSize(),
            settings.validation(),
            run.seed(),
            drawn,
            drawn);
    VaeGraph.Objective objective = VaeGraph.objective(run.config(), settings, run.seed());
    try (TrainingFolder folder = TrainingFolder.open(VaeFamily.ID, run)) {
      Optional<Saved> saved = folder.saved();
      long steps = run.steps(batches.perEpoch(), settings.epochs(), saved);
      try (TrainingState training =
              new TrainingState(
                  saved.isEmpty() ? initial(objective, run) : objective.parameters(),
                  Map.of(),
                  run.seed(),
                  saved,
                  run.device());
          TrainingStep optimization =
              new TrainingStep(
                  objective.graph(),
                  VaeGraph.LOSS,
                  training,
                  settings.recipe().over(steps),
                  settings.batchSize(),
                  settings.precision());
          Validation validation =
              new Validation(
                  objective.graph(), VaeGraph.LOSS, training.averaged(), batches, run.device())) {
        Journal journal = Journal.open(saved);
        Saves saves = new Saves(settings.saveSeconds());
        TrainingSave save =
            new TrainingSave(
                folder, training, journal, () -> VaeGraph.functions(run.config()), steps);
        if (saved.isEmpty()) {
          save.best(training.weights());
        }
        long step = saved.map(Saved::step).orElse(0L);
        while (step < steps && !progress.cancelled()) {
          batches.fill(optimization.plan(), step);
          double loss = optimization.run();
          journal.step(++step, loss);
          if (step % settings.reportEvery() == 0 || step == steps) {
            training.average();
            if (journal.report(step, validation.loss())) {
              save.best(training.weights());
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

  /** Random weights, or those of the model to start from. */
  private static Map<String, Tensor> initial(
      VaeGraph.Objective objective, TrainingRun<VaeConfig, VaeTraining> run) {
    String from = run.settings().startFrom();
    if (from.isEmpty()) {
      return objective.parameters();
    }
    Checkpoint checkpoint = Checkpoint.open(Home.find(from));
    boolean same =
        checkpoint.modelType().equals(VaeFamily.ID)
            && checkpoint.config(VaeConfig.class).equals(run.config());
    Require.that(
        same,
        "start_from",
        "start_from must be a vae of the same configuration, got %s with %s %s"
            .formatted(from, checkpoint.modelType(), checkpoint.config()));
    return checkpoint.tensors(VaeGraph.functions(run.config()).values());
  }
}

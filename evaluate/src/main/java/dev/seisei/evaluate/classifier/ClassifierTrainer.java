package dev.seisei.evaluate.classifier;

import dev.seisei.core.dataset.Dataset;
import dev.seisei.core.dataset.ImageDataset;
import dev.seisei.core.dataset.ImageSet;
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
import dev.seisei.data.image.ImageBatches;
import dev.seisei.data.image.ImageBatches.Transform;
import dev.seisei.data.image.RandomCrops;
import dev.seisei.engine.optim.Optimizer;
import dev.seisei.engine.optim.ParameterGroup;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Trains classifiers by AdamW, keeping the weights that err least on the images held out. */
final class ClassifierTrainer implements Trainer<ClassifierConfig, ClassifierTraining> {
  @Override
  public Class<ClassifierTraining> settingsType() {
    return ClassifierTraining.class;
  }

  @Override
  public ClassifierConfig configure(ClassifierConfig config, Dataset data) {
    ImageDataset images = ImageDataset.of(data, ClassifierFamily.ID);
    Require.that(
        images.train().labelled(),
        "data",
        "data for family classifier must have classes, and " + data.name() + " has none");
    return config.withData(images.shape(), images.classes().size());
  }

  @Override
  public Map<String, Double> train(
      TrainingRun<ClassifierConfig, ClassifierTraining> run, Progress progress) {
    ClassifierTraining settings = run.settings();
    ImageSet images = ImageDataset.of(run.data(), ClassifierFamily.ID).train();
    ImageBatches batches =
        ImageBatches.holdingOut(
            images,
            settings.batchSize(),
            settings.validation(),
            run.seed(),
            new RandomCrops(run.config().image(), settings.shift(), settings.flip()),
            Transform.NONE);
    ClassifierGraph.Objective objective = ClassifierGraph.objective(run.config(), run.seed());
    try (TrainingFolder folder = TrainingFolder.open(ClassifierFamily.ID, run)) {
      Optional<Saved> saved = folder.saved();
      long steps = run.steps(batches.perEpoch(), settings.epochs(), saved);
      try (TrainingState training =
              new TrainingState(
                  objective.parameters(), objective.states(), run.seed(), saved, run.device());
          TrainingStep optimization =
              new TrainingStep(
                  objective.graph(),
                  ClassifierGraph.LOSS,
                  training,
                  each ->
                      settings
                          .recipe()
                          .over(steps)
                          .apply(each)
                          .optimizer(Optimizer.Adam.decoupled())
                          .groups(List.of(ParameterGroup.all(settings.weightDecay()))),
                  settings.batchSize(),
                  settings.precision());
          Candidate candidate = new Candidate(run.config(), training)) {
        Journal journal = Journal.open(saved);
        Saves saves = new Saves();
        TrainingSave save =
            new TrainingSave(
                folder, training, journal, () -> ClassifierGraph.functions(run.config()), steps);
        if (saved.isEmpty()) {
          save.best(candidate.weights(images));
        }
        long step = saved.map(Saved::step).orElse(0L);
        while (step < steps && !progress.cancelled()) {
          batches.fill(optimization.plan(), step);
          double loss = optimization.run();
          journal.step(++step, loss);
          if (step % settings.reportEvery() == 0 || step == steps) {
            if (journal.report(step, candidate.error(images, batches.heldOutIndices()))) {
              save.best(candidate.weights(images));
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
}

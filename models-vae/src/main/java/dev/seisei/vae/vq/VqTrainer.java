package dev.seisei.vae.vq;

import dev.seisei.core.checkpoint.Checkpoint;
import dev.seisei.core.dataset.Dataset;
import dev.seisei.core.dataset.ImageDataset;
import dev.seisei.core.dataset.ImageSet;
import dev.seisei.core.progress.Progress;
import dev.seisei.core.train.Saves;
import dev.seisei.core.train.Trainer;
import dev.seisei.core.train.TrainingFolder;
import dev.seisei.core.train.TrainingFolder.Saved;
import dev.seisei.core.train.TrainingRun;
import dev.seisei.core.train.TrainingState;
import dev.seisei.core.train.TrainingStep;
import dev.seisei.data.image.ImageBatches;
import dev.seisei.data.image.ImageBatches.Transform;
import dev.seisei.data.image.Validation;
import dev.seisei.engine.graph.Graph;
import dev.seisei.engine.memory.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Trains VQ-VAEs in two stages: encoder, codes and decoder; then, with the best of these as they
 * are, the prior.
 */
final class VqTrainer implements Trainer<VqConfig, VqTraining> {
  @Override
  public Class<VqTraining> settingsType() {
    return VqTraining.class;
  }

  @Override
  public VqConfig configure(VqConfig config, Dataset data) {
    return config.withImage(ImageDataset.of(data, VqFamily.ID).shape());
  }

  @Override
  public Map<String, Double> train(TrainingRun<VqConfig, VqTraining> run, Progress progress) {
    VqTraining settings = run.settings();
    ImageSet images = ImageDataset.of(run.data(), VqFamily.ID).train();
    ImageBatches batches =
        ImageBatches.holdingOut(
            images,
            settings.batchSize(),
            settings.validation(),
            run.seed(),
            Transform.NONE,
            Transform.NONE);
    VqGraph.Objective autoencoder = VqGraph.autoencoder(run.config(), settings, run.seed());
    VqGraph.Objective prior = VqGraph.prior(run.config(), run.seed());
    try (TrainingFolder folder = TrainingFolder.open(VqFamily.ID, run)) {
      Optional<Saved> saved = folder.saved();
      Map<String, Tensor> weights = new LinkedHashMap<>(prior.parameters());
      weights.putAll(autoencoder.parameters());
      if (saved.isPresent()) {
        weights.putAll(stored(run));
      }
      VqCourse course = new VqCourse(run, batches.perEpoch(), saved, weights);
      Stages stages = new Stages(run, images, batches, folder, course, progress);
      if (course.stage() == 2) {
        return stages.learn(prior.graph(), VqTrainer::ofPrior, saved);
      }
      Map<String, Double> numbers = stages.learn(autoencoder.graph(), name -> true, saved);
      if (progress.cancelled()) {
        return numbers;
      }
      course.beginPrior();
      return stages.learn(prior.graph(), VqTrainer::ofPrior, Optional.empty());
    }
  }

  private static boolean ofPrior(String parameter) {
    return parameter.startsWith(CodePrior.SCOPE + ".");
  }

  /** The best weights so far. */
  private static Map<String, Tensor> stored(TrainingRun<VqConfig, VqTraining> run) {
    return Checkpoint.open(run.folder()).tensors(VqGraph.functions(run.config()).values());
  }

  /** What both stages share. */
  private record Stages(
      TrainingRun<VqConfig, VqTraining> run,
      ImageSet images,
      ImageBatches batches,
      TrainingFolder folder,
      VqCourse course,
      Progress progress) {

    /**
     * Trains to the end of the course's stage.
     *
     * @param graph of the loss
     * @param trained which parameters are changed
     * @param saved where this stage goes on from
     * @return numbers of the training
     */
    Map<String, Double> learn(Graph graph, Predicate<String> trained, Optional<Saved> saved) {
      VqTraining settings = run.settings();
      try (TrainingState training =
              new TrainingState(course.best(), Map.of(), run.seed(), saved, run.device());
          TrainingStep optimization =
              new TrainingStep(
                  graph,
                  VqGraph.LOSS,
                  training,
                  each -> settings.recipe().over(course.length()).apply(each).trainable(trained),
                  settings.batchSize(),
                  settings.precision());
          Validation validation =
              new Validation(graph, VqGraph.LOSS, training.averaged(), batches, run.device());
          CodeRestarts restarts =
              new CodeRestarts(run.config(), training, images, run.seed(), run.device())) {
        Saves saves = new Saves();
        while (course.step() < course.end() && !progress.cancelled()) {
          if (course.restarts(settings.restartEvery())) {
            restarts.restart(course.step());
          }
          batches.fill(optimization.plan(), course.step());
          course.stepped(optimization.run());
          if (course.step() % settings.reportEvery() == 0 || course.step() == course.end()) {
            training.average();
            course.report(validation.loss(), training);
          }
          progress.at(course.step(), course.steps(), course.summary());
          if (saves.due()) {
            course.save(folder, run.config(), training);
            saves.done();
          }
        }
        return course.save(folder, run.config(), training);
      }
    }
  }
}

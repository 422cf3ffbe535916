package dev.seisei.gan.dcgan;

import dev.seisei.core.dataset.Dataset;
import dev.seisei.core.dataset.ImageDataset;
import dev.seisei.core.dataset.ImageShape;
import dev.seisei.core.model.Functions;
import dev.seisei.core.progress.Progress;
import dev.seisei.core.settings.Require;
import dev.seisei.core.train.Saves;
import dev.seisei.core.train.Trainer;
import dev.seisei.core.train.TrainingFolder;
import dev.seisei.core.train.TrainingFolder.Saved;
import dev.seisei.core.train.TrainingRun;
import dev.seisei.core.train.TrainingSave;
import dev.seisei.core.train.TrainingState;
import dev.seisei.data.image.ImageBatches;
import dev.seisei.engine.memory.Tensor;
import dev.seisei.gan.adversarial.AveragedGenerator;
import dev.seisei.gan.adversarial.GameGraph;
import dev.seisei.gan.adversarial.GameRecord;
import dev.seisei.gan.adversarial.Match;
import dev.seisei.gan.latent.GanRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Trains DCGANs: some discriminator's steps, a generator's step, and so on. */
final class DcganTrainer implements Trainer<DcganConfig, DcganTraining> {
  private static final GanRequest GRID =
      new GanRequest(GanRequest.Mode.SAMPLE, 100, 0, -1, 1, "", "");

  @Override
  public Class<DcganTraining> settingsType() {
    return DcganTraining.class;
  }

  @Override
  public DcganConfig configure(DcganConfig config, Dataset data) {
    ImageDataset images = ImageDataset.of(data, DcganFamily.ID);
    Require.that(
        !config.conditional() || images.train().labelled(),
        "condition",
        "condition needs data with classes, and " + data.name() + " has none");
    return config.withData(images.shape(), images.classes().size());
  }

  private static GameGraph.Setting setting(DcganConfig config, DcganTraining settings) {
    ImageShape image = config.image();
    return new GameGraph.Setting(
        settings.game(),
        new DcganGraph(config, true),
        image.features(),
        config.latentDim(),
        config.classes(),
        pixels -> pixels.mul(2).sub(1),
        rows -> settings.augment().apply(rows, image));
  }

  @Override
  public Map<String, Double> train(TrainingRun<DcganConfig, DcganTraining> run, Progress progress) {
    DcganConfig config = run.config();
    DcganTraining settings = run.settings();
    int batch = settings.batchSize();
    int judgings = settings.game().discriminatorSteps();
    ImageDataset data = ImageDataset.of(run.data(), DcganFamily.ID);
    ImageBatches batches = ImageBatches.ofAll(data.train(), batch, run.seed());
    GameGraph.Setting setting = setting(config, settings);
    GameGraph.Graphs graphs = GameGraph.of(setting, run.seed());
    DcganGraph.Standing standing = DcganGraph.standing(config);
    try (TrainingFolder folder = TrainingFolder.open(DcganFamily.ID, run)) {
      Optional<Saved> saved = folder.saved();
      long perEpoch = Math.max(1, batches.perEpoch() / judgings);
      long steps = run.steps(perEpoch, settings.epochs(), saved);
      try (TrainingState state =
              new TrainingState(
                  graphs.parameters(), graphs.states(), run.seed(), saved, run.device());
          Match match =
              new Match(
                  setting,
                  graphs,
                  state,
                  settings.rates(),
                  steps,
                  batch,
                  run.seed(),
                  settings.precision());
          AveragedGenerator averaged =
              new AveragedGenerator(
                  standing.graph(),
                  standing.statistics(),
                  state,
                  config.latentDim(),
                  config.classes())) {
        GameRecord record = GameRecord.open(saved);
        Saves saves = new Saves(settings.saveSeconds());
        TrainingSave save =
            new TrainingSave(folder, state, record, () -> DcganGraph.functions(config), steps);
        long step = saved.map(Saved::step).orElse(0L);
        if (saved.isEmpty()) {
          save.best(averaged.weights());
          save.at(0);
        }
        while (step < steps && !progress.cancelled()) {
          double ofDiscriminator = 0;
          for (int i = 0; i < judgings; i++) {
            long judging = step * judgings + i;
            batches.fill(match.discriminator(judging), judging);
            ofDiscriminator = match.judge(judging);
          }
          long last = step * judgings + judgings - 1;
          if (setting.game().objective().pairs()) {
            batches.fill(match.generator(), last);
          }
          double ofGenerator = match.generate(step);
          record.step(
              ++step, ofGenerator, ofDiscriminator, match.accuracy(last), match.diversity(last));
          if (step % settings.reportEvery() == 0 || step == steps) {
            record.report(step).ifPresent(progress::note);
          }
          if (step % settings.sampleEvery() == 0 || step == steps) {
            draw(config, averaged.weights(), folder.samples(step), run);
          }
          progress.at(step, steps, record.summary());
          if (saves.due()) {
            save.best(averaged.weights());
            save.at(step);
            saves.done();
          }
        }
        save.best(averaged.weights());
        return save.at(step);
      }
    }
  }

  /** Writes a grid of samples, a column a class if there are ten. */
  private static void draw(
      DcganConfig config, Map<String, Tensor> weights, Path file, TrainingRun<?, ?> run) {
    try (DcganGenerator generator =
        new DcganGenerator(
            config, Functions.of(DcganGraph.functions(config), weights, run.device()))) {
      generator.generateTogether(List.of(GRID)).get(0).write(file);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file + ": " + e.getMessage(), e);
    }
  }
}

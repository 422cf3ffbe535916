package dev.seisei.gan.cyclegan;

import dev.seisei.core.dataset.Dataset;
import dev.seisei.core.dataset.ImageDataset;
import dev.seisei.core.dataset.ImageSet;
import dev.seisei.core.model.Functions;
import dev.seisei.core.progress.Progress;
import dev.seisei.core.sample.Images;
import dev.seisei.core.settings.Require;
import dev.seisei.core.train.Saves;
import dev.seisei.core.train.Trainer;
import dev.seisei.core.train.TrainingFolder;
import dev.seisei.core.train.TrainingFolder.Saved;
import dev.seisei.core.train.TrainingRun;
import dev.seisei.core.train.TrainingSave;
import dev.seisei.core.train.TrainingState;
import dev.seisei.core.train.TrainingStep;
import dev.seisei.data.image.ImageBatches;
import dev.seisei.engine.memory.Tensor;
import dev.seisei.gan.adversarial.Diversity;
import dev.seisei.gan.adversarial.Game;
import dev.seisei.gan.adversarial.GameRecord;
import dev.seisei.gan.adversarial.Rates;
import dev.seisei.gan.cyclegan.TranslateRequest.Direction;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Trains CycleGANs on data of two classes: the first is kind A, the second kind B. A step of both
 * discriminators, a step of both generators, and so on.
 */
final class CycleganTrainer implements Trainer<CycleganConfig, CycleganTraining> {
  /** Images of each kind in a picture; of four times as many, each fill whole rows of the grid. */
  private static final int SHOWN = 16;

  @Override
  public Class<CycleganTraining> settingsType() {
    return CycleganTraining.class;
  }

  @Override
  public CycleganConfig configure(CycleganConfig config, Dataset data) {
    ImageDataset images = ImageDataset.of(data, CycleganFamily.ID);
    Require.that(
        images.classes().size() == 2,
        "data",
        "data for family cyclegan must have two classes, the kinds to translate between (two"
            + " sub-folders of images:PATH), and "
            + data.name()
            + " has "
            + images.classes().size());
    return config.withImage(images.shape());
  }

  private static ImageSet kind(ImageDataset data, int label) {
    ImageSet all = data.train();
    return all.select(IntStream.range(0, all.size()).filter(i -> all.label(i) == label).toArray());
  }

  @Override
  public Map<String, Double> train(
      TrainingRun<CycleganConfig, CycleganTraining> run, Progress progress) {
    CycleganConfig config = run.config();
    CycleganTraining settings = run.settings();
    ImageDataset data = ImageDataset.of(run.data(), CycleganFamily.ID);
    int batch = settings.batchSize();
    ImageSet kindA = kind(data, 0);
    ImageSet kindB = kind(data, 1);
    ImageBatches ofA = ImageBatches.ofAll(kindA, batch, run.seed());
    ImageBatches ofB = ImageBatches.ofAll(kindB, batch, run.seed() + 1);
    CycleganGraph.Objective making = CycleganGraph.generators(config, settings, run.seed());
    CycleganGraph.Objective judging = CycleganGraph.discriminators(config, settings, run.seed());
    Map<String, Tensor> initial = new LinkedHashMap<>(judging.parameters());
    initial.putAll(making.parameters());
    try (TrainingFolder folder = TrainingFolder.open(CycleganFamily.ID, run)) {
      Optional<Saved> saved = folder.saved();
      long perEpoch = Math.max(ofA.perEpoch(), ofB.perEpoch());
      long steps = run.steps(perEpoch, settings.epochs(), saved);
      try (TrainingState state =
              new TrainingState(initial, Map.of(), run.seed(), saved, run.device());
          TrainingStep discriminators =
              new TrainingStep(
                  judging.graph(),
                  CycleganGraph.LOSS,
                  state,
                  settings.rates().ofDiscriminator(steps),
                  batch,
                  settings.precision());
          TrainingStep generators =
              new TrainingStep(
                  making.graph(),
                  CycleganGraph.LOSS,
                  state,
                  settings.rates().ofGenerator(steps),
                  batch,
                  settings.precision())) {
        GameRecord record = GameRecord.open(saved, "cycle");
        Saves saves = new Saves(settings.saveSeconds());
        TrainingSave save =
            new TrainingSave(folder, state, record, () -> CycleganGraph.functions(config), steps);
        long step = saved.map(Saved::step).orElse(0L);
        if (saved.isEmpty()) {
          save.best(weights(state));
          save.at(0);
        }
        while (step < steps && !progress.cancelled()) {
          for (TrainingStep each : new TrainingStep[] {discriminators, generators}) {
            ofA.fill(each.plan(), CycleganGraph.A, step);
            ofB.fill(each.plan(), CycleganGraph.B, step);
          }
          double ofDiscriminators = discriminators.run();
          double ofGenerators = generators.run();
          double cycle = generators.plan().output(CycleganGraph.CYCLE).getDouble(0);
          double accuracy =
              Game.accuracy(
                  settings.objective(),
                  numbers(discriminators, CycleganGraph.REAL),
                  numbers(discriminators, CycleganGraph.GENERATED));
          record.step(
              ++step,
              ofGenerators,
              ofDiscriminators,
              accuracy,
              diversity(config, generators),
              cycle);
          if (step % settings.reportEvery() == 0 || step == steps) {
            record.report(step).ifPresent(progress::note);
          }
          if (step % settings.sampleEvery() == 0 || step == steps) {
            draw(run, weights(state), kindA, kindB, folder.samples(step, "png"));
          }
          progress.at(step, steps, record.summary());
          if (saves.due()) {
            save.best(weights(state));
            save.at(step);
            saves.done();
          }
        }
        save.best(weights(state));
        return save.at(step);
      }
    }
  }

  private static FloatBuffer numbers(TrainingStep step, String output) {
    return step.plan().output(output).bytes().asFloatBuffer();
  }

  /** Of the kind whose translations vary less, compared with images of that kind. */
  private static double diversity(CycleganConfig config, TrainingStep generators) {
    double least = Double.POSITIVE_INFINITY;
    for (Direction direction : Direction.values()) {
      FloatBuffer made = numbers(generators, CycleganGraph.to(direction));
      String kind = direction == Direction.A_TO_B ? CycleganGraph.B : CycleganGraph.A;
      FloatBuffer real = generators.plan().input(kind).bytes().asFloatBuffer();
      least =
          Math.min(least, Diversity.of(made, real, config.image().features(), Diversity.IMAGES));
    }
    return least;
  }

  /** Both generators' averaged weights. */
  private static Map<String, Tensor> weights(TrainingState state) {
    Rates.average(state);
    Map<String, Tensor> weights = new LinkedHashMap<>(state.weights());
    weights.keySet().removeIf(name -> !name.startsWith(Rates.GENERATOR + "."));
    return weights;
  }

  /** Images of A, their translations, images of B and their translations. */
  private static void draw(
      TrainingRun<CycleganConfig, ?> run,
      Map<String, Tensor> weights,
      ImageSet kindA,
      ImageSet kindB,
      Path file) {
    CycleganConfig config = run.config();
    int[] shown =
        IntStream.range(0, Math.min(SHOWN, Math.min(kindA.size(), kindB.size()))).toArray();
    int size = shown.length * config.image().features();
    float[] all = new float[4 * size];
    try (CycleganGenerator generator =
        new CycleganGenerator(
            config, Functions.of(CycleganGraph.functions(config), weights, run.device()))) {
      float[] a = kindA.batch(shown);
      float[] b = kindB.batch(shown);
      System.arraycopy(a, 0, all, 0, size);
      System.arraycopy(generator.translate(Direction.A_TO_B, a, shown.length), 0, all, size, size);
      System.arraycopy(b, 0, all, 2 * size, size);
      System.arraycopy(
          generator.translate(Direction.B_TO_A, b, shown.length), 0, all, 3 * size, size);
    }
    try {
      new Images(4 * shown.length, config.channels(), config.height(), config.width(), all)
          .write(file);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file + ": " + e.getMessage(), e);
    }
  }
}

package dev.seisei.gan.classic;

import dev.seisei.core.dataset.Dataset;
import dev.seisei.core.dataset.ImageDataset;
import dev.seisei.core.dataset.ImageShape;
import dev.seisei.core.model.Functions;
import dev.seisei.core.progress.Progress;
import dev.seisei.core.train.Trainer;
import dev.seisei.core.train.TrainingRun;
import dev.seisei.data.image.ImageBatches;
import dev.seisei.engine.graph.Graph;
import dev.seisei.gan.adversarial.Contest;
import dev.seisei.gan.adversarial.GameGraph;
import dev.seisei.gan.adversarial.GameTrainer;
import dev.seisei.gan.adversarial.GanTraining;
import dev.seisei.gan.latent.Painting;
import java.util.Map;

/** Trains fully connected GANs. */
final class GanTrainer implements Trainer<GanConfig, GanTraining> {
  @Override
  public Class<GanTraining> settingsType() {
    return GanTraining.class;
  }

  @Override
  public GanConfig configure(GanConfig config, Dataset data) {
    ImageDataset images = ImageDataset.of(data, GanFamily.ID);
    return config.withImage(images.shape());
  }

  @Override
  public Map<String, Double> train(TrainingRun<GanConfig, GanTraining> run, Progress progress) {
    GanConfig config = run.config();
    ImageDataset data = ImageDataset.of(run.data(), GanFamily.ID);
    return GameTrainer.train(
        run,
        ImageBatches.ofAll(data.train(), run.settings().play().batchSize(), run.seed()),
        run.settings().play(),
        contest(config, run),
        progress);
  }

  private static Contest contest(GanConfig config, TrainingRun<?, GanTraining> run) {
    GanTraining settings = run.settings();
    ImageShape image = config.image();
    GameGraph.Setting setting =
        new GameGraph.Setting(
            settings.game(),
            new GanGraph(config, true),
            image.features(),
            config.latentDim(),
            0,
            false,
            pixels -> pixels.mul(2).sub(1),
            rows -> settings.augment().apply(rows, image));
    Map<String, Graph> functions = GanGraph.functions(config);
    return new Contest(
        GanFamily.ID,
        image.features(),
        config.latentDim(),
        0,
        GameGraph.of(setting, run.seed()),
        GanGraph.standing(config),
        functions,
        "png",
        (weights, file) ->
            Painting.draw(
                GanFamily.generator(config, Functions.of(functions, weights, run.device())), file));
  }
}

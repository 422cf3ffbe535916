package dev.seisei.gan.infogan;

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
import dev.seisei.gan.latent.Painting;
import java.util.Map;

/** Trains InfoGANs, without looking at labels. */
final class InfoganTrainer implements Trainer<InfoganConfig, InfoganTraining> {
  @Override
  public Class<InfoganTraining> settingsType() {
    return InfoganTraining.class;
  }

  @Override
  public InfoganConfig configure(InfoganConfig config, Dataset data) {
    ImageDataset images = ImageDataset.of(data, InfoganFamily.ID);
    return config.withImage(images.shape());
  }

  @Override
  public Map<String, Double> train(
      TrainingRun<InfoganConfig, InfoganTraining> run, Progress progress) {
    InfoganConfig config = run.config();
    ImageDataset data = ImageDataset.of(run.data(), InfoganFamily.ID);
    return GameTrainer.train(
        run,
        ImageBatches.ofAll(data.train(), run.settings().gan().play().batchSize(), run.seed()),
        run.settings().gan().play(),
        contest(config, run),
        progress);
  }

  private static Contest contest(InfoganConfig config, TrainingRun<?, InfoganTraining> run) {
    InfoganTraining settings = run.settings();
    ImageShape image = config.image();
    GameGraph.Setting setting =
        new GameGraph.Setting(
            settings.gan().game(),
            new InfoganGraph(config, settings),
            image.features(),
            config.latentDim(),
            config.categories(),
            false,
            pixels -> pixels.mul(2).sub(1),
            rows -> settings.gan().augment().apply(rows, image));
    Map<String, Graph> functions = InfoganGraph.functions(config);
    return new Contest(
        InfoganFamily.ID,
        image.features(),
        config.latentDim(),
        config.categories(),
        GameGraph.of(setting, run.seed()),
        InfoganGraph.standing(config),
        functions,
        "png",
        (weights, file) ->
            Painting.draw(
                InfoganFamily.generator(config, Functions.of(functions, weights, run.device())),
                file));
  }
}

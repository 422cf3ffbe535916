package dev.seisei.gan.infogan;

import dev.seisei.core.dataset.Dataset;
import dev.seisei.core.dataset.ImageDataset;
import dev.seisei.core.progress.Progress;
import dev.seisei.core.train.Trainer;
import dev.seisei.core.train.TrainingRun;
import dev.seisei.gan.latent.ImageGame;
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
    ImageGame game =
        new ImageGame(
            InfoganFamily.ID,
            config.image(),
            config.latentDim(),
            config.categories(),
            false,
            new InfoganGraph(config, run.settings()),
            InfoganGraph.standing(config),
            InfoganGraph.functions(config),
            (functions, file) -> Painting.draw(InfoganFamily.generator(config, functions), file));
    return game.train(
        run,
        ImageDataset.of(run.data(), InfoganFamily.ID).train(),
        run.settings().gan().play(),
        run.settings().gan().augment(),
        progress);
  }
}

package dev.seisei.gan.classic;

import dev.seisei.core.dataset.Dataset;
import dev.seisei.core.dataset.ImageDataset;
import dev.seisei.core.progress.Progress;
import dev.seisei.core.train.Trainer;
import dev.seisei.core.train.TrainingRun;
import dev.seisei.gan.adversarial.GanTraining;
import dev.seisei.gan.latent.ImageGame;
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
    ImageGame game =
        new ImageGame(
            GanFamily.ID,
            config.image(),
            config.latentDim(),
            0,
            false,
            new GanGraph(config, true),
            GanGraph.standing(config),
            GanGraph.functions(config),
            (functions, file) -> Painting.draw(GanFamily.generator(config, functions), file));
    return game.train(
        run,
        ImageDataset.of(run.data(), GanFamily.ID).train(),
        run.settings().play(),
        run.settings().augment(),
        progress);
  }
}

package dev.seisei.gan.stylegan;

import dev.seisei.core.dataset.Dataset;
import dev.seisei.core.dataset.ImageDataset;
import dev.seisei.core.progress.Progress;
import dev.seisei.core.settings.Require;
import dev.seisei.core.train.Trainer;
import dev.seisei.core.train.TrainingRun;
import dev.seisei.gan.latent.ImageGame;
import dev.seisei.gan.latent.Painting;
import java.util.Map;

/** Trains StyleGAN2s. */
final class StyleganTrainer implements Trainer<StyleganConfig, StyleganTraining> {
  @Override
  public Class<StyleganTraining> settingsType() {
    return StyleganTraining.class;
  }

  @Override
  public StyleganConfig configure(StyleganConfig config, Dataset data) {
    ImageDataset images = ImageDataset.of(data, StyleganFamily.ID);
    Require.that(
        !config.conditional() || images.train().labelled(),
        "conditional",
        "conditional needs data with classes, and " + data.name() + " has none");
    return config.withData(images.shape(), images.classes().size());
  }

  @Override
  public Map<String, Double> train(
      TrainingRun<StyleganConfig, StyleganTraining> run, Progress progress) {
    StyleganConfig config = run.config();
    ImageGame game =
        new ImageGame(
            StyleganFamily.ID,
            config.image(),
            config.latentDim(),
            config.classes(),
            config.conditional(),
            new StyleganGraph(config, run.settings().styleMixing()),
            StyleganGraph.standing(config),
            StyleganGraph.functions(config),
            (functions, file) -> Painting.draw(StyleganFamily.generator(config, functions), file));
    return game.train(
        run,
        ImageDataset.of(run.data(), StyleganFamily.ID).train(),
        run.settings().play(),
        run.settings().augment(),
        progress);
  }
}

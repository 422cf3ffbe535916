package dev.seisei.gan.dcgan;

import dev.seisei.core.dataset.Dataset;
import dev.seisei.core.dataset.ImageDataset;
import dev.seisei.core.progress.Progress;
import dev.seisei.core.settings.Require;
import dev.seisei.core.train.Trainer;
import dev.seisei.core.train.TrainingRun;
import dev.seisei.gan.adversarial.GanTraining;
import dev.seisei.gan.latent.ImageGame;
import dev.seisei.gan.latent.Painting;
import java.util.Map;

/** Trains DCGANs. */
final class DcganTrainer implements Trainer<DcganConfig, GanTraining> {
  @Override
  public Class<GanTraining> settingsType() {
    return GanTraining.class;
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

  @Override
  public Map<String, Double> train(TrainingRun<DcganConfig, GanTraining> run, Progress progress) {
    DcganConfig config = run.config();
    ImageGame game =
        new ImageGame(
            DcganFamily.ID,
            config.image(),
            config.latentDim(),
            config.classes(),
            config.conditional(),
            new DcganGraph(config, true),
            DcganGraph.standing(config),
            DcganGraph.functions(config),
            (functions, file) -> Painting.draw(DcganFamily.generator(config, functions), file));
    return game.train(
        run,
        ImageDataset.of(run.data(), DcganFamily.ID).train(),
        run.settings().play(),
        run.settings().augment(),
        progress);
  }
}

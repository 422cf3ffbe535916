package dev.seisei.gan.dcgan;

import dev.seisei.core.dataset.Dataset;
import dev.seisei.core.dataset.ImageDataset;
import dev.seisei.core.progress.Progress;
import dev.seisei.core.settings.Require;
import dev.seisei.core.train.Trainer;
import dev.seisei.core.train.TrainingRun;
import dev.seisei.gan.adversarial.Game;
import dev.seisei.gan.adversarial.GanTraining;
import dev.seisei.gan.dcgan.DcganConfig.DiscriminatorNorm;
import dev.seisei.gan.latent.ImageGame;
import dev.seisei.gan.latent.Painting;
import dev.seisei.loss.AdversarialLoss;
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
    requireSlopes(config, run.settings().game());
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

  /** Checks that the slopes that the game needs are those of each image, and bounded. */
  private static void requireSlopes(DcganConfig config, Game game) {
    DiscriminatorNorm norm = config.discriminatorNorm();
    Require.that(
        game.gradientPenalty() == 0 || norm != DiscriminatorNorm.BATCH,
        "discriminator_norm",
        "discriminator_norm must not be batch with game.gradient_penalty, which takes each image's"
            + " slope by itself");
    Require.that(
        game.objective() != AdversarialLoss.WASSERSTEIN
            || game.penalises()
            || norm == DiscriminatorNorm.SPECTRAL,
        "game.objective",
        "game.objective wasserstein needs bounded slopes: set game.gradient_penalty=10, or"
            + " discriminator_norm=spectral");
  }
}

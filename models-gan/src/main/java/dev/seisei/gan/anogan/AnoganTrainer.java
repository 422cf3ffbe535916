package dev.seisei.gan.anogan;

import dev.seisei.core.dataset.Dataset;
import dev.seisei.core.dataset.ImageDataset;
import dev.seisei.core.progress.Progress;
import dev.seisei.core.train.Trainer;
import dev.seisei.core.train.TrainingRun;
import dev.seisei.gan.adversarial.GanTraining;
import dev.seisei.gan.anomaly.AnomalyRequest;
import dev.seisei.gan.anomaly.NormalImages;
import dev.seisei.gan.dcgan.DcganGraph;
import dev.seisei.gan.latent.ImageGame;
import dev.seisei.gan.latent.Painting;
import java.util.Map;

/** Trains AnoGANs on the images of the normal class. */
final class AnoganTrainer implements Trainer<AnoganConfig, GanTraining> {
  private static final AnomalyRequest GRID =
      new AnomalyRequest(AnomalyRequest.Mode.SAMPLE, 100, 0, null);

  @Override
  public Class<GanTraining> settingsType() {
    return GanTraining.class;
  }

  @Override
  public AnoganConfig configure(AnoganConfig config, Dataset data) {
    ImageDataset images = ImageDataset.of(data, AnoganFamily.ID);
    NormalImages.of(images, config.normalClass());
    return config.withImage(images.shape());
  }

  @Override
  public Map<String, Double> train(TrainingRun<AnoganConfig, GanTraining> run, Progress progress) {
    AnoganConfig config = run.config();
    ImageDataset data = ImageDataset.of(run.data(), AnoganFamily.ID);
    ImageGame game =
        new ImageGame(
            AnoganFamily.ID,
            config.image(),
            config.networks().latentDim(),
            0,
            false,
            new DcganGraph(config.networks(), true),
            DcganGraph.standing(config.networks()),
            AnoganGraph.functions(config),
            (functions, file) ->
                Painting.draw(AnoganFamily.generator(config, functions, run.device()), GRID, file));
    return game.train(
        run,
        NormalImages.of(data, config.normalClass()),
        run.settings().play(),
        run.settings().augment(),
        progress);
  }
}

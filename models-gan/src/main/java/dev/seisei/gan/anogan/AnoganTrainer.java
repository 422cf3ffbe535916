package dev.seisei.gan.anogan;

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
import dev.seisei.gan.adversarial.GameGraphs;
import dev.seisei.gan.adversarial.GameTrainer;
import dev.seisei.gan.adversarial.GanTraining;
import dev.seisei.gan.anomaly.AnomalyRequest;
import dev.seisei.gan.anomaly.NormalImages;
import dev.seisei.gan.dcgan.DcganGraph;
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
    Map<String, Graph> functions = AnoganGraph.functions(config);
    Contest contest =
        new Contest(
            AnoganFamily.ID,
            config.image().features(),
            config.networks().latentDim(),
            0,
            game(config, run.settings(), run.seed()),
            DcganGraph.standing(config.networks()),
            functions,
            "png",
            (weights, file) ->
                Painting.draw(
                    AnoganFamily.generator(
                        config, Functions.of(functions, weights, run.device()), run.device()),
                    GRID,
                    file));
    return GameTrainer.train(
        run,
        ImageBatches.ofAll(
            NormalImages.of(data, config.normalClass()), run.settings().batchSize(), run.seed()),
        run.settings().play(),
        contest,
        progress);
  }

  private static GameGraphs game(AnoganConfig config, GanTraining settings, long seed) {
    ImageShape image = config.image();
    GameGraph.Setting setting =
        new GameGraph.Setting(
            settings.game(),
            new DcganGraph(config.networks(), true),
            image.features(),
            config.networks().latentDim(),
            0,
            false,
            pixels -> pixels.mul(2).sub(1),
            rows -> settings.augment().apply(rows, image));
    return GameGraph.of(setting, seed);
  }
}

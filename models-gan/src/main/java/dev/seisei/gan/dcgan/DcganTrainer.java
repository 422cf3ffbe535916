package dev.seisei.gan.dcgan;

import dev.seisei.core.dataset.Dataset;
import dev.seisei.core.dataset.ImageDataset;
import dev.seisei.core.dataset.ImageShape;
import dev.seisei.core.model.Functions;
import dev.seisei.core.progress.Progress;
import dev.seisei.core.settings.Require;
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
    ImageDataset data = ImageDataset.of(run.data(), DcganFamily.ID);
    return GameTrainer.train(
        run,
        ImageBatches.ofAll(data.train(), run.settings().play().batchSize(), run.seed()),
        run.settings().play(),
        contest(config, run),
        progress);
  }

  private static Contest contest(DcganConfig config, TrainingRun<?, GanTraining> run) {
    GanTraining settings = run.settings();
    ImageShape image = config.image();
    GameGraph.Setting setting =
        new GameGraph.Setting(
            settings.game(),
            new DcganGraph(config, true),
            image.features(),
            config.latentDim(),
            config.classes(),
            config.conditional(),
            pixels -> pixels.mul(2).sub(1),
            rows -> settings.augment().apply(rows, image));
    Map<String, Graph> functions = DcganGraph.functions(config);
    return new Contest(
        DcganFamily.ID,
        image.features(),
        config.latentDim(),
        config.classes(),
        GameGraph.of(setting, run.seed()),
        DcganGraph.standing(config),
        functions,
        "png",
        (weights, file) ->
            Painting.draw(
                DcganFamily.generator(config, Functions.of(functions, weights, run.device())),
                file));
  }
}

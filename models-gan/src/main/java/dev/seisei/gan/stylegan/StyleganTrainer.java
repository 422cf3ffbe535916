package dev.seisei.gan.stylegan;

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
    ImageDataset data = ImageDataset.of(run.data(), StyleganFamily.ID);
    return GameTrainer.train(
        run,
        ImageBatches.ofAll(data.train(), run.settings().play().batchSize(), run.seed()),
        run.settings().play(),
        contest(config, run),
        progress);
  }

  private static Contest contest(StyleganConfig config, TrainingRun<?, StyleganTraining> run) {
    StyleganTraining settings = run.settings();
    ImageShape image = config.image();
    GameGraph.Setting setting =
        new GameGraph.Setting(
            settings.game(),
            new StyleganGraph(config, settings.styleMixing()),
            image.features(),
            config.latentDim(),
            config.classes(),
            config.conditional(),
            pixels -> pixels.mul(2).sub(1),
            rows -> settings.augment().apply(rows, image));
    Map<String, Graph> functions = StyleganGraph.functions(config);
    return new Contest(
        StyleganFamily.ID,
        image.features(),
        config.latentDim(),
        config.classes(),
        GameGraph.of(setting, run.seed()),
        StyleganGraph.standing(config),
        functions,
        "png",
        (weights, file) ->
            Painting.draw(
                StyleganFamily.generator(config, Functions.of(functions, weights, run.device())),
                file));
  }
}

package dev.seisei.gan.efficientgan;

import dev.seisei.core.dataset.Dataset;
import dev.seisei.core.dataset.ImageDataset;
import dev.seisei.core.model.Functions;
import dev.seisei.core.progress.Progress;
import dev.seisei.core.train.Trainer;
import dev.seisei.core.train.TrainingRun;
import dev.seisei.data.image.ImageBatches;
import dev.seisei.engine.graph.Graph;
import dev.seisei.gan.adversarial.Contest;
import dev.seisei.gan.adversarial.Diversity;
import dev.seisei.gan.adversarial.GameTrainer;
import dev.seisei.gan.anomaly.AnomalyRequest;
import dev.seisei.gan.anomaly.NormalImages;
import dev.seisei.gan.anomaly.PairGraph;
import dev.seisei.gan.latent.Painting;
import java.util.Map;

/** Trains EfficientGANs on the images of the normal class. */
final class EfficientganTrainer implements Trainer<EfficientganConfig, EfficientganTraining> {
  private static final AnomalyRequest GRID =
      new AnomalyRequest(AnomalyRequest.Mode.SAMPLE, 100, 0, null);

  @Override
  public Class<EfficientganTraining> settingsType() {
    return EfficientganTraining.class;
  }

  @Override
  public EfficientganConfig configure(EfficientganConfig config, Dataset data) {
    ImageDataset images = ImageDataset.of(data, EfficientganFamily.ID);
    NormalImages.of(images, config.normalClass());
    return config.withImage(images.shape());
  }

  @Override
  public Map<String, Double> train(
      TrainingRun<EfficientganConfig, EfficientganTraining> run, Progress progress) {
    EfficientganConfig config = run.config();
    ImageDataset data = ImageDataset.of(run.data(), EfficientganFamily.ID);
    Map<String, Graph> functions = EfficientganGraph.functions(config);
    Contest contest =
        new Contest(
            EfficientganFamily.ID,
            config.image().features(),
            Diversity.IMAGES,
            config.latentDim(),
            0,
            PairGraph.game(
                new EfficientganGraph(config, true),
                run.settings().gan().game(),
                run.settings().reconstruction(),
                run.seed()),
            PairGraph.standing(new EfficientganGraph(config, true)),
            functions,
            "png",
            (weights, file) ->
                Painting.draw(
                    EfficientganFamily.generator(
                        config, Functions.of(functions, weights, run.device())),
                    GRID,
                    file));
    return GameTrainer.train(
        run,
        ImageBatches.ofAll(
            NormalImages.of(data, config.normalClass()),
            run.settings().gan().play().batchSize(),
            run.seed()),
        run.settings().gan().play(),
        contest,
        progress);
  }
}

package dev.seisei.gan.latent;

import dev.seisei.core.dataset.ImageSet;
import dev.seisei.core.dataset.ImageShape;
import dev.seisei.core.model.Functions;
import dev.seisei.core.progress.Progress;
import dev.seisei.core.train.TrainingRun;
import dev.seisei.data.image.ImageBatches;
import dev.seisei.engine.graph.Graph;
import dev.seisei.gan.adversarial.Contest;
import dev.seisei.gan.adversarial.DiffAugment;
import dev.seisei.gan.adversarial.Diversity;
import dev.seisei.gan.adversarial.GameGraph;
import dev.seisei.gan.adversarial.GameTrainer;
import dev.seisei.gan.adversarial.Play;
import dev.seisei.gan.adversarial.Players;
import dev.seisei.gan.adversarial.Standing;
import java.nio.file.Path;
import java.util.Map;

/**
 * A game over images whose generator makes them of latents alone.
 *
 * @param family its id
 * @param image the images' extents
 * @param latentDim D
 * @param classes that are asked of the generator; 0 for none
 * @param told whether the discriminator is told the class too
 * @param players both networks
 * @param standing the generator by itself
 * @param functions of the opened model
 * @param painter of samples
 */
public record ImageGame(
    String family,
    ImageShape image,
    int latentDim,
    int classes,
    boolean told,
    Players players,
    Standing standing,
    Map<String, Graph> functions,
    Painter painter) {

  /** Writes samples of a model. */
  @FunctionalInterface
  public interface Painter {
    /**
     * Writes a file.
     *
     * @param functions with the model's weights; to be closed
     */
    void draw(Functions functions, Path file);
  }

  /**
   * Plays it.
   *
   * @param examples what to learn from
   * @param augment how whatever the discriminator sees is changed
   * @return the numbers of the last report
   */
  public Map<String, Double> train(
      TrainingRun<?, ?> run, ImageSet examples, Play play, DiffAugment augment, Progress progress) {
    GameGraph.Setting setting =
        new GameGraph.Setting(
            play.game(),
            players,
            image.features(),
            latentDim,
            classes,
            told,
            pixels -> pixels.mul(2).sub(1),
            rows -> augment.apply(rows, image));
    Contest contest =
        new Contest(
            family,
            image.features(),
            Diversity.IMAGES,
            latentDim,
            classes,
            GameGraph.of(setting, run.seed()),
            standing,
            functions,
            "png",
            (weights, file) -> painter.draw(Functions.of(functions, weights, run.device()), file));
    return GameTrainer.train(
        run, ImageBatches.ofAll(examples, play.batchSize(), run.seed()), play, contest, progress);
  }
}

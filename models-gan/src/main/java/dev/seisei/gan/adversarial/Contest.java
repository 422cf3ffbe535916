package dev.seisei.gan.adversarial;

import dev.seisei.engine.graph.Graph;
import dev.seisei.engine.memory.Tensor;
import java.nio.file.Path;
import java.util.Map;

/**
 * What a family brings to the training of its game.
 *
 * @param family its id
 * @param features F, numbers of an example
 * @param scale how many times as much generated examples may differ as inputs do, for they are
 *     scaled differently
 * @param latentDim D
 * @param classes that are asked of the generator; 0 for none
 * @param graphs of both players' steps
 * @param standing the generator by itself
 * @param functions of the opened model
 * @param samples the format of files with samples, such as {@code png}
 * @param painter of samples
 */
public record Contest(
    String family,
    int features,
    double scale,
    int latentDim,
    int classes,
    GameGraphs graphs,
    Standing standing,
    Map<String, Graph> functions,
    String samples,
    Painter painter) {

  /** Writes samples of a model with some weights. */
  @FunctionalInterface
  public interface Painter {
    /**
     * Writes a file.
     *
     * @param weights of the opened model
     */
    void draw(Map<String, Tensor> weights, Path file);
  }
}

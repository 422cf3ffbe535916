package dev.seisei.gan.adversarial;

import dev.seisei.engine.graph.Graph;
import dev.seisei.engine.memory.Tensor;
import dev.seisei.engine.samediff.GraphImport;
import java.util.Map;
import org.nd4j.autodiff.samediff.SameDiff;

/**
 * The generator by itself, as in training, with inputs z and, with classes, label.
 *
 * @param statistics what the running statistics begin with that it moves
 */
public record Standing(Graph graph, Map<String, Tensor> statistics) {
  /** What is built over a SameDiff graph. */
  public static Standing of(SameDiff graph, String output) {
    return new Standing(GraphImport.of(graph).graph(output), GraphImport.states(graph));
  }
}

package dev.seisei.gan.deepdream;

import dev.seisei.engine.graph.Graph;
import dev.seisei.engine.samediff.Annotations;
import dev.seisei.gan.perception.FeatureNetwork;
import dev.seisei.loss.TotalVariation;
import java.util.List;
import java.util.Objects;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * What a picture is moved by: the gradient of how strong a layer's activations a are, ½ mean(a²),
 * and that of the picture's total variation.
 *
 * <p>Source: Mordvintsev, Olah and Tyka, 2015, "Inceptionism: going deeper into neural networks",
 * and the notebook that came with it, whose objective this is up to its factor.
 */
final class DeepDreamGraph {
  /** Input: the picture as the network looks at it, [1, 3, H, W]. */
  static final String X = "x";

  /** Input: the picture whose smoothness counts, [1, 3, H, W]. */
  static final String PICTURE = "picture";

  /** Output: ½ mean(a²), a scalar. */
  static final String STRENGTH = "strength";

  /** Output: the gradient of the strength by x, [1, 3, H, W]. */
  static final String GRADIENT = "gradient";

  /** Output: the gradient of the total variation by the picture, [1, 3, H, W]. */
  static final String ROUGHNESS = "roughness";

  private DeepDreamGraph() {}

  /** The graph of a layer, for pictures of any size. */
  static Graph of(FeatureNetwork network, String layer, DataType type) {
    SameDiff graph = SameDiff.create();
    SDVariable x = FeatureNetwork.picture(graph, X, type);
    SDVariable picture = FeatureNetwork.picture(graph, PICTURE, type);
    SDVariable a = Objects.requireNonNull(network.activations(x).get(layer), layer);
    SDVariable strength = a.mul(a).mean().mul(STRENGTH, 0.5);
    SDVariable roughness = TotalVariation.loss(picture).sum();
    return FeatureNetwork.graph(
        graph,
        List.of(x, picture),
        List.of(
            strength,
            graph.identity(GRADIENT, Annotations.gradient(strength, x)),
            graph.identity(ROUGHNESS, Annotations.gradient(roughness, picture))));
  }
}

package dev.seisei.gan.style;

import dev.seisei.engine.graph.Graph;
import dev.seisei.engine.nn.GraphParams;
import dev.seisei.engine.nn.Initializers;
import dev.seisei.gan.perception.FeatureNetwork;
import dev.seisei.gan.perception.PictureSize;
import dev.seisei.loss.MeanSquaredError;
import dev.seisei.loss.StyleLoss;
import dev.seisei.loss.TotalVariation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * What is minimised over the pixels of a picture: α L<sub>content</sub> + β L<sub>style</sub> + γ
 * L<sub>variation</sub>, with
 *
 * <ul>
 *   <li>L<sub>content</sub> the mean squared difference of one layer's activations F to those of
 *       the content picture P, by the mean of P² (equation 1);
 *   <li>L<sub>style</sub> the mean, over several layers, of the {@link StyleLoss} to the style
 *       picture, each by that of an empty picture, 1/(4C²) Σ A² (equations 4 and 5);
 *   <li>L<sub>variation</sub> the {@link TotalVariation} by pixel and channel, which the paper does
 *       not have.
 * </ul>
 *
 * <p>Source: Gatys, Ecker and Bethge, 2015, arXiv 1508.06576, and 2016, "Image style transfer using
 * convolutional neural networks".
 *
 * <p>Differs from the paper: it scales VGG-19 beforehand so that every filter's mean activation is
 * 1, and needs no divisors; here the network is whatever is at hand, and layers whose activations
 * are small would not count. Equation 1 has half the sum in place of the mean, so that the weight
 * of content there depends on the picture's size.
 */
final class StyleTransferGraph {
  /** Input of seen: a picture, [1, 3, H, W], in [0, 1]. */
  static final String X = "x";

  /** Parameter of the objective: the picture that is made, [1, 3, H, W]. */
  static final String PICTURE = "picture";

  /** Output of seen, input of the objective: activations of the content layer, [1, C, H', W']. */
  static final String CONTENT = "content";

  /** Outputs of the objective: what is minimised, a scalar, and its parts before their weights. */
  static final String LOSS = "loss";

  static final String CONTENT_LOSS = "content_loss";
  static final String STYLE_LOSS = "style_loss";
  static final String VARIATION = "variation";

  private final FeatureNetwork network;
  private final String contentLayer;
  private final List<String> styleLayers;

  /**
   * @param styleLayers at least one
   */
  StyleTransferGraph(FeatureNetwork network, String contentLayer, List<String> styleLayers) {
    this.network = network;
    this.contentLayer = contentLayer;
    this.styleLayers = styleLayers;
  }

  /** Output of seen, input of the objective: a layer's Gram matrix, [1, C, C]. */
  static String gram(String layer) {
    return "gram." + layer;
  }

  /** What is looked at: the content layer and the style layers. */
  List<String> layers() {
    List<String> all = new ArrayList<>(styleLayers);
    all.add(contentLayer);
    return all;
  }

  /** The layers whose Gram matrices are compared. */
  List<String> styleLayers() {
    return styleLayers;
  }

  /** What is seen of a picture of any size. */
  Graph seen() {
    SameDiff graph = SameDiff.create();
    SDVariable x = FeatureNetwork.picture(graph, X, DataType.FLOAT);
    Map<String, SDVariable> activations = network.activations(x);
    List<SDVariable> outputs = new ArrayList<>();
    outputs.add(graph.identity(CONTENT, of(activations, contentLayer)));
    for (String layer : styleLayers) {
      outputs.add(graph.identity(gram(layer), StyleLoss.gram(of(activations, layer))));
    }
    return FeatureNetwork.graph(graph, List.of(x), outputs);
  }

  /** The loss of a picture of one size, which is a parameter. */
  Graph objective(StyleTransferRequest weights, PictureSize size, DataType type) {
    SameDiff graph = SameDiff.create();
    SDVariable picture =
        new GraphParams(graph, 0, type)
            .parameter(PICTURE, Initializers.zeros(), 1, 3, size.height(), size.width());
    Map<String, SDVariable> activations = network.activations(picture);
    SDVariable content = content(of(activations, contentLayer), size);
    SDVariable style = style(activations).mul(STYLE_LOSS, 1.0 / styleLayers.size());
    SDVariable variation = TotalVariation.loss(picture).sum().mul(VARIATION, 1.0 / size.numbers());
    SDVariable loss =
        content
            .mul(weights.contentWeight())
            .add(style.mul(weights.styleWeight()))
            .add(LOSS, variation.mul(weights.totalVariation()));
    return FeatureNetwork.graph(graph, List.of(), List.of(loss, content, style, variation));
  }

  private SDVariable content(SDVariable activations, PictureSize size) {
    PictureSize extent = network.extent(contentLayer, size);
    SDVariable target =
        activations
            .getSameDiff()
            .placeHolder(
                CONTENT,
                activations.dataType(),
                1,
                network.channels(contentLayer),
                extent.height(),
                extent.width());
    return MeanSquaredError.loss(activations, target)
        .div(MeanSquaredError.loss(target.mul(0), target))
        .sum(CONTENT_LOSS);
  }

  private SDVariable style(Map<String, SDVariable> activations) {
    List<SDVariable> losses = new ArrayList<>();
    for (String layer : styleLayers) {
      SDVariable seen = of(activations, layer);
      int channels = network.channels(layer);
      SDVariable target =
          seen.getSameDiff().placeHolder(gram(layer), seen.dataType(), 1, channels, channels);
      losses.add(
          StyleLoss.loss(StyleLoss.gram(seen), target)
              .div(StyleLoss.loss(target.mul(0), target))
              .sum());
    }
    return losses.stream().reduce(SDVariable::add).orElseThrow();
  }

  private static SDVariable of(Map<String, SDVariable> activations, String layer) {
    return Objects.requireNonNull(activations.get(layer), layer);
  }
}

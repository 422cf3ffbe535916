package dev.seisei.evaluate.classifier;

import dev.seisei.core.dataset.ImageShape;
import dev.seisei.engine.graph.Graph;
import dev.seisei.engine.memory.Tensor;
import dev.seisei.engine.nn.BatchNorm;
import dev.seisei.engine.nn.GraphParams;
import dev.seisei.engine.nn.Initializers;
import dev.seisei.engine.nn.Kernel;
import dev.seisei.engine.nn.Params;
import dev.seisei.engine.samediff.GraphImport;
import dev.seisei.loss.SoftmaxCrossEntropy;
import java.util.LinkedHashMap;
import java.util.Map;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ops.impl.layers.convolution.config.Pooling2DConfig;

/**
 * A convolutional classifier: stages of 3×3 convolutions with batch norm and ReLU, each stage at
 * half the resolution and with twice the filters of the one before; the mean over all positions is
 * an image's features, and the logits are a linear map of them.
 *
 * <p>Source: Simonyan and Zisserman, 2015, arXiv 1409.1556, with batch norm (Ioffe and Szegedy,
 * 2015, arXiv 1502.03167) and, in place of the large linear layers, the mean over positions (Lin,
 * Chen and Yan, 2014, arXiv 1312.4400, section 3.2).
 */
final class ClassifierGraph {
  /** Input of the loss: classes, [batch]. */
  static final String LABEL = "label";

  /** Output of training: the mean cross-entropy of the batch, in nats. */
  static final String LOSS = "loss";

  /** What features are standardised by, [D] each. */
  static final String FEATURE_MEAN = "feature_mean";

  static final String FEATURE_DEVIATION = "feature_deviation";

  private static final Kernel SAME = Kernel.of(3).withSamePadding();

  private ClassifierGraph() {}

  /** What an opened classifier computes, by name. */
  static Map<String, Graph> functions(ClassifierConfig config) {
    SameDiff graph = SameDiff.create();
    Params params = new GraphParams(graph, 0);
    SDVariable features = features(params, config, images(graph, config), false);
    SDVariable mean = params.parameter(FEATURE_MEAN, Initializers.zeros(), config.dimensions());
    SDVariable deviation =
        params.parameter(FEATURE_DEVIATION, Initializers.ones(), config.dimensions());
    features.sub(mean).div(deviation).rename(PictureClassifier.FEATURES);
    graph.nn().softmax(logits(params, config, features)).rename(PictureClassifier.PROBABILITIES);
    return Map.of(
        PictureClassifier.SEE,
        GraphImport.of(graph).graph(PictureClassifier.FEATURES, PictureClassifier.PROBABILITIES));
  }

  /** A graph of the training loss, and what its parameters and states begin with. */
  record Objective(Graph graph, Map<String, Tensor> parameters, Map<String, Tensor> states) {}

  static Objective objective(ClassifierConfig config, long seed) {
    SameDiff graph = SameDiff.create();
    Params params = new GraphParams(graph, seed);
    SDVariable label = graph.placeHolder(LABEL, DataType.INT32, -1);
    SDVariable features = features(params, config, images(graph, config), true);
    SoftmaxCrossEntropy.sparse(logits(params, config, features), label, config.classes())
        .mean(LOSS);
    return new Objective(
        GraphImport.of(graph).graph(LOSS),
        GraphImport.parameters(graph),
        GraphImport.states(graph));
  }

  private static SDVariable images(SameDiff graph, ClassifierConfig config) {
    ImageShape image = config.image();
    return graph
        .placeHolder(PictureClassifier.X, DataType.FLOAT, -1, image.features())
        .reshape(-1, image.channels(), image.height(), image.width());
  }

  private static SDVariable features(
      Params params, ClassifierConfig config, SDVariable x, boolean training) {
    Map<String, SDVariable> layers = layers(params, config, x, training);
    SDVariable last = x;
    for (SDVariable layer : layers.values()) {
      last = layer;
    }
    return last.mean(2, 3);
  }

  private static SDVariable logits(Params params, ClassifierConfig config, SDVariable features) {
    return params.linear("logits", features, config.dimensions(), config.classes(), true);
  }

  /**
   * The activations of every convolution, from the first to the last, by name.
   *
   * @param x [N, C, H, W], in [0, 1], of any height and width
   * @return each [N, filters, H', W']
   */
  static Map<String, SDVariable> layers(
      Params params, ClassifierConfig config, SDVariable x, boolean training) {
    SameDiff graph = params.graph();
    Map<String, SDVariable> layers = new LinkedHashMap<>();
    SDVariable h = x.mul(2).sub(1);
    int in = config.channels();
    for (int stage = 0; stage < config.stages(); stage++) {
      if (stage > 0) {
        h = graph.cnn().maxPooling2d(h, halving());
      }
      for (int layer = 0; layer < config.depth(); layer++) {
        String name = name(stage, layer);
        Params own = params.scope(name);
        int out = config.filters(stage);
        h = own.conv2d("conv", h, in, out, SAME, Initializers.kaimingNormal(Math.sqrt(2)), null);
        h = graph.nn().relu(BatchNorm.layer(own.scope("norm"), h, out, training), 0);
        layers.put(name, h);
        in = out;
      }
    }
    return layers;
  }

  /** The name of a layer: {@code stage1_0} is the first of the second stage. */
  static String name(int stage, int layer) {
    return "stage" + stage + "_" + layer;
  }

  private static Pooling2DConfig halving() {
    return Pooling2DConfig.builder().kH(2).kW(2).sH(2).sW(2).isNHWC(false).build();
  }
}

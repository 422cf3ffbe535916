package dev.seisei.evaluate.inception;

import dev.seisei.engine.graph.Graph;
import dev.seisei.engine.nn.BatchNorm;
import dev.seisei.engine.nn.Convolutions;
import dev.seisei.engine.nn.GraphParams;
import dev.seisei.engine.nn.Initializers;
import dev.seisei.engine.nn.Kernel;
import dev.seisei.engine.nn.Params;
import dev.seisei.engine.nn.Projections;
import dev.seisei.engine.samediff.GraphImport;
import dev.seisei.evaluate.classifier.PictureClassifier;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ops.impl.layers.convolution.config.Pooling2DConfig;

/**
 * Inception v3 as it is used for the Fréchet inception distance: the network that TensorFlow's
 * authors published in December 2015.
 *
 * <p>Parameters have the names and the layout of its port to PyTorch, convolutions' weights [O, C,
 * kH, kW]; they are turned when a plan is made.
 *
 * <p>Source: Szegedy, Vanhoucke, Ioffe, Shlens and Wojna, 2016, arXiv 1512.00567, table 1 and
 * figures 5 to 7; its use: Heusel et al., 2017, arXiv 1706.08500. Differs from the paper, and from
 * the network of that name in today's libraries: averages do not count the padding, the last block
 * pools by the maximum, and there are 1,008 classes.
 */
final class InceptionGraph {
  /** Extent of the images, in both directions. */
  static final int EXTENT = 299;

  /** D. */
  static final int DIMENSIONS = 2048;

  /** What {@link #layers} gives, from the first to the last. */
  static final List<String> LAYERS =
      List.of(
          "Conv2d_1a_3x3",
          "Conv2d_2a_3x3",
          "Conv2d_2b_3x3",
          "Conv2d_3b_1x1",
          "Conv2d_4a_3x3",
          "Mixed_5b",
          "Mixed_5c",
          "Mixed_5d",
          "Mixed_6a",
          "Mixed_6b",
          "Mixed_6c",
          "Mixed_6d",
          "Mixed_6e",
          "Mixed_7a",
          "Mixed_7b",
          "Mixed_7c");

  private static final double EPSILON = 1e-3;

  private final Params params;
  private final Map<String, SDVariable> layers = new LinkedHashMap<>();

  private InceptionGraph(Params params) {
    this.params = params;
  }

  /** What an opened network computes, by name. */
  static Map<String, Graph> functions(InceptionConfig config) {
    SameDiff graph = SameDiff.create();
    Params params = new GraphParams(graph, 0);
    SDVariable images =
        graph
            .placeHolder(PictureClassifier.X, DataType.FLOAT, -1, 3L * EXTENT * EXTENT)
            .reshape(-1, 3, EXTENT, EXTENT);
    SDVariable last = images;
    for (SDVariable layer : layers(params, images).values()) {
      last = layer;
    }
    SDVariable features = last.mean(2, 3).rename(PictureClassifier.FEATURES);
    Params own = params.scope("fc");
    SDVariable weight = own.parameter("weight", Initializers.zeros(), config.classes(), DIMENSIONS);
    SDVariable bias = own.parameter("bias", Initializers.zeros(), config.classes());
    SDVariable logits = Projections.linearTransposed(features, weight).add(bias);
    graph.nn().softmax(logits).rename(PictureClassifier.PROBABILITIES);
    return Map.of(
        PictureClassifier.SEE,
        GraphImport.of(graph).graph(PictureClassifier.FEATURES, PictureClassifier.PROBABILITIES));
  }

  /**
   * The activations of every block, from the first to the last, by name.
   *
   * @param x [N, 3, H, W], in [0, 1], of any height and width from 75
   * @return each [N, C, H', W']
   */
  static Map<String, SDVariable> layers(Params params, SDVariable x) {
    InceptionGraph network = new InceptionGraph(params);
    network.build(x.mul(2).sub(1));
    return network.layers;
  }

  private void build(SDVariable x) {
    Kernel three = Kernel.of(3);
    SDVariable h = stem("Conv2d_1a_3x3", x, 3, 32, three.withStride(2));
    h = stem("Conv2d_2a_3x3", h, 32, 32, three);
    h = stem("Conv2d_2b_3x3", h, 32, 64, three.withPadding(1));
    h = stem("Conv2d_3b_1x1", maxPool(h, 2, 0), 64, 80, Kernel.of(1));
    h = stem("Conv2d_4a_3x3", h, 80, 192, three);
    h = blockA("Mixed_5b", maxPool(h, 2, 0), 192, 32);
    h = blockA("Mixed_5c", h, 256, 64);
    h = blockA("Mixed_5d", h, 288, 64);
    h = blockB("Mixed_6a", h);
    h = blockC("Mixed_6b", h, 128);
    h = blockC("Mixed_6c", h, 160);
    h = blockC("Mixed_6d", h, 160);
    h = blockC("Mixed_6e", h, 192);
    h = blockD("Mixed_7a", h);
    h = blockE("Mixed_7b", h, 1280, false);
    blockE("Mixed_7c", h, 2048, true);
  }

  private SDVariable stem(String name, SDVariable x, int in, int out, Kernel kernel) {
    return layer(name, convolution(params.scope(name), x, in, out, kernel));
  }

  private SDVariable layer(String name, SDVariable y) {
    layers.put(name, y);
    return y;
  }

  /** Figure 5, at 35×35. */
  private SDVariable blockA(String name, SDVariable x, int in, int pooled) {
    Params own = params.scope(name);
    SDVariable one = convolution(own.scope("branch1x1"), x, in, 64, Kernel.of(1));
    SDVariable five = convolution(own.scope("branch5x5_1"), x, in, 48, Kernel.of(1));
    five = convolution(own.scope("branch5x5_2"), five, 48, 64, Kernel.of(5).withPadding(2));
    SDVariable three = doubled(own, x, in, 1);
    SDVariable pool =
        convolution(own.scope("branch_pool"), averagePool(x), in, pooled, Kernel.of(1));
    return layer(name, concat(one, five, three, pool));
  }

  /** Two 3×3 convolutions; the second one may move by two steps. */
  private static SDVariable doubled(Params own, SDVariable x, int in, int stride) {
    Kernel last = Kernel.of(3).withStride(stride).withPadding(stride == 1 ? 1 : 0);
    SDVariable y = convolution(own.scope("branch3x3dbl_1"), x, in, 64, Kernel.of(1));
    y = convolution(own.scope("branch3x3dbl_2"), y, 64, 96, Kernel.of(3).withPadding(1));
    return convolution(own.scope("branch3x3dbl_3"), y, 96, 96, last);
  }

  /** From 35×35 to 17×17. */
  private SDVariable blockB(String name, SDVariable x) {
    Params own = params.scope(name);
    SDVariable three = convolution(own.scope("branch3x3"), x, 288, 384, Kernel.of(3).withStride(2));
    return layer(name, concat(three, doubled(own, x, 288, 2), maxPool(x, 2, 0)));
  }

  /** Figure 6 with n = 7, at 17×17. */
  private SDVariable blockC(String name, SDVariable x, int inner) {
    Params own = params.scope(name);
    Kernel row = Kernel.of(1, 7).withPadding(0, 3);
    Kernel column = Kernel.of(7, 1).withPadding(3, 0);
    SDVariable one = convolution(own.scope("branch1x1"), x, 768, 192, Kernel.of(1));
    SDVariable seven = convolution(own.scope("branch7x7_1"), x, 768, inner, Kernel.of(1));
    seven = convolution(own.scope("branch7x7_2"), seven, inner, inner, row);
    seven = convolution(own.scope("branch7x7_3"), seven, inner, 192, column);
    SDVariable twice = convolution(own.scope("branch7x7dbl_1"), x, 768, inner, Kernel.of(1));
    twice = convolution(own.scope("branch7x7dbl_2"), twice, inner, inner, column);
    twice = convolution(own.scope("branch7x7dbl_3"), twice, inner, inner, row);
    twice = convolution(own.scope("branch7x7dbl_4"), twice, inner, inner, column);
    twice = convolution(own.scope("branch7x7dbl_5"), twice, inner, 192, row);
    SDVariable pool = convolution(own.scope("branch_pool"), averagePool(x), 768, 192, Kernel.of(1));
    return layer(name, concat(one, seven, twice, pool));
  }

  /** From 17×17 to 8×8. */
  private SDVariable blockD(String name, SDVariable x) {
    Params own = params.scope(name);
    SDVariable three = convolution(own.scope("branch3x3_1"), x, 768, 192, Kernel.of(1));
    three = convolution(own.scope("branch3x3_2"), three, 192, 320, Kernel.of(3).withStride(2));
    SDVariable seven = convolution(own.scope("branch7x7x3_1"), x, 768, 192, Kernel.of(1));
    Kernel row = Kernel.of(1, 7).withPadding(0, 3);
    Kernel column = Kernel.of(7, 1).withPadding(3, 0);
    seven = convolution(own.scope("branch7x7x3_2"), seven, 192, 192, row);
    seven = convolution(own.scope("branch7x7x3_3"), seven, 192, 192, column);
    seven = convolution(own.scope("branch7x7x3_4"), seven, 192, 192, Kernel.of(3).withStride(2));
    return layer(name, concat(three, seven, maxPool(x, 2, 0)));
  }

  /** Figure 7, at 8×8. */
  private SDVariable blockE(String name, SDVariable x, int in, boolean last) {
    Params own = params.scope(name);
    SDVariable one = convolution(own.scope("branch1x1"), x, in, 320, Kernel.of(1));
    SDVariable three = convolution(own.scope("branch3x3_1"), x, in, 384, Kernel.of(1));
    three = split(own, "branch3x3_2", three);
    SDVariable twice = convolution(own.scope("branch3x3dbl_1"), x, in, 448, Kernel.of(1));
    twice = convolution(own.scope("branch3x3dbl_2"), twice, 448, 384, Kernel.of(3).withPadding(1));
    twice = split(own, "branch3x3dbl_3", twice);
    SDVariable pooled = last ? maxPool(x, 1, 1) : averagePool(x);
    SDVariable pool = convolution(own.scope("branch_pool"), pooled, in, 192, Kernel.of(1));
    return layer(name, concat(one, three, twice, pool));
  }

  private static SDVariable split(Params own, String name, SDVariable x) {
    return concat(
        convolution(own.scope(name + "a"), x, 384, 384, Kernel.of(1, 3).withPadding(0, 1)),
        convolution(own.scope(name + "b"), x, 384, 384, Kernel.of(3, 1).withPadding(1, 0)));
  }

  /** Convolution, batch norm, ReLU. */
  private static SDVariable convolution(Params own, SDVariable x, int in, int out, Kernel kernel) {
    SameDiff graph = own.graph();
    SDVariable weight =
        own.scope("conv")
            .parameter(
                "weight",
                Initializers.zeros(),
                out,
                in,
                kernel.size().height(),
                kernel.size().width());
    SDVariable y = Convolutions.conv2d(x, graph.permute(weight, 2, 3, 1, 0), null, kernel);
    Params norm = own.scope("bn");
    SDVariable normal =
        BatchNorm.inference(
            y,
            norm.parameter("weight", Initializers.ones(), out),
            norm.parameter("bias", Initializers.zeros(), out),
            norm.parameter("running_mean", Initializers.zeros(), out),
            norm.parameter("running_var", Initializers.ones(), out),
            EPSILON);
    return graph.nn().relu(normal, 0);
  }

  private static SDVariable concat(SDVariable... parts) {
    return parts[0].getSameDiff().concat(1, parts);
  }

  private static SDVariable maxPool(SDVariable x, int stride, int padding) {
    return x.getSameDiff().cnn().maxPooling2d(x, pooling(stride, padding));
  }

  /** Over 3×3, those that are there. */
  private static SDVariable averagePool(SDVariable x) {
    return x.getSameDiff().cnn().avgPooling2d(x, pooling(1, 1));
  }

  private static Pooling2DConfig pooling(int stride, int padding) {
    return Pooling2DConfig.builder()
        .kH(3)
        .kW(3)
        .sH(stride)
        .sW(stride)
        .pH(padding)
        .pW(padding)
        .isNHWC(false)
        .build();
  }
}

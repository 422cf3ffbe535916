package dev.seisei.gan.stylegan;

import dev.seisei.core.dataset.ImageShape;
import dev.seisei.engine.graph.Graph;
import dev.seisei.engine.nn.Functions;
import dev.seisei.engine.nn.GraphParams;
import dev.seisei.engine.nn.Initializers;
import dev.seisei.engine.nn.Params;
import dev.seisei.engine.op.Random;
import dev.seisei.engine.samediff.Annotations;
import dev.seisei.engine.samediff.GraphImport;
import dev.seisei.gan.adversarial.Layers;
import dev.seisei.gan.adversarial.Players;
import dev.seisei.gan.adversarial.Rates;
import dev.seisei.gan.adversarial.Standing;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import org.nd4j.autodiff.samediff.SDIndex;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.layers.convolution.config.Pooling2DConfig;
import org.nd4j.linalg.factory.Nd4j;

/**
 * StyleGAN2: z is mapped to a style w, and {@link Synthesis} makes an image of styles and noise;
 * the discriminator is a residual network.
 *
 * <p>Source: Karras, Laine and Aila, 2019, arXiv 1812.04948 (mapping, style mixing, truncation);
 * Karras et al., 2020, arXiv 1912.04958 (synthesis, path lengths, the discriminator).
 *
 * <p>Differs from the papers: path lengths are those of one style for all layers.
 */
final class StyleganGraph implements Players {
  /** Input of generate: latents, [batch, D]. */
  static final String Z = "z";

  /** Input of generate, of conditional models: classes, [batch]. */
  static final String LABEL = "label";

  /** Input of generate: ψ, [batch, 1]. */
  static final String TRUNCATION = "truncation";

  /** Input of generate: standard normal numbers, [batch, noiseSize]. */
  static final String NOISE = "noise";

  /** Output of generate: [batch, C·H·W], in [0, 1]. */
  static final String PIXELS = "pixels";

  /** How much slower the mapping network is learned. */
  private static final double MAPPING_RATE = 0.01;

  /** The share of a batch in the mean style. */
  private static final double MEAN_SHARE = 0.005;

  /** The share of a batch in the mean path length. */
  private static final double LENGTH_SHARE = 0.01;

  private static final double EPSILON = 1e-8;

  private final StyleganConfig config;
  private final double mixing;

  /**
   * @param mixing how often an image is made of two styles in training
   */
  StyleganGraph(StyleganConfig config, double mixing) {
    this.config = config;
    this.mixing = mixing;
  }

  /** What an opened model computes, by name. */
  static Map<String, Graph> functions(StyleganConfig config) {
    SameDiff graph = SameDiff.create();
    Params params = new GraphParams(graph, 0).scope(Rates.GENERATOR);
    SDVariable z = graph.placeHolder(Z, DataType.FLOAT, -1, config.latentDim());
    SDVariable psi = graph.placeHolder(TRUNCATION, DataType.FLOAT, -1, 1);
    SDVariable noise = graph.placeHolder(NOISE, DataType.FLOAT, -1, config.noiseSize());
    SDVariable label = config.conditional() ? graph.placeHolder(LABEL, DataType.INT32, -1) : null;
    StyleganGraph network = new StyleganGraph(config, 0);
    SDVariable w = network.style(params, z, label);
    SDVariable mean = params.parameter("mean_style", Initializers.zeros(), config.styleDim());
    SDVariable truncated = w.sub(mean).mul(psi).add(mean);
    SDVariable images =
        new Synthesis(config, params, network.everywhere(truncated), network.given(noise)).images();
    SDVariable rows = images.reshape(-1, config.image().features());
    rows.add(1).mul(0.5).rename(PIXELS);
    return Map.of("generate", GraphImport.of(graph).graph(PIXELS));
  }

  /** The mapping alone, which moves the mean style. */
  static Standing standing(StyleganConfig config) {
    SameDiff graph = SameDiff.create();
    Params params = new GraphParams(graph, 0).scope(Rates.GENERATOR);
    SDVariable z = graph.placeHolder(Z, DataType.FLOAT, -1, config.latentDim());
    SDVariable label = config.conditional() ? graph.placeHolder(LABEL, DataType.INT32, -1) : null;
    // A tenth of the batch each time: there are fewer batches than in training.
    SDVariable w = new StyleganGraph(config, 0).moved(params, z, label, 0.1);
    w.rename("style");
    return Standing.of(graph, "style");
  }

  /** Styles of latents, [N, styleDim]. */
  private SDVariable style(Params params, SDVariable z, @Nullable SDVariable label) {
    Params own = params.scope("mapping");
    SDVariable x = unit(z, config.latentDim());
    int in = config.latentDim();
    if (label != null) {
      SDVariable embedded =
          own.embedding("class", label, config.classes(), in, Initializers.normal(1));
      x = own.graph().concat(1, x, unit(embedded, in));
      in *= 2;
    }
    for (int layer = 0; layer < config.mappingLayers(); layer++) {
      int out = config.styleDim();
      x = Equalized.activate(Equalized.linear(own, "layer" + layer, x, in, out, MAPPING_RATE, 0));
      in = out;
    }
    return x;
  }

  /** Rows at a length of √n. */
  private static SDVariable unit(SDVariable x, int n) {
    SDVariable square = x.mul(x).sum(1).reshape(-1, 1).mul(1.0 / n).add(EPSILON);
    return x.mul(x.getSameDiff().math().rsqrt(square));
  }

  /** Styles of latents, which move the mean style. */
  private SDVariable moved(Params params, SDVariable z, @Nullable SDVariable label, double share) {
    SDVariable w = style(params, z, label);
    SDVariable mean = params.state("mean_style", Initializers.zeros(), config.styleDim());
    SDVariable batch = Functions.stopGradient(w).mean(0);
    Annotations.update(mean, mean.add(batch.sub(mean).mul(share)));
    return w;
  }

  private List<SDVariable> everywhere(SDVariable w) {
    return Collections.nCopies(config.noises(), w);
  }

  /** The noise of each layer, out of rows that hold all of it. */
  private IntFunction<SDVariable> given(SDVariable noise) {
    List<SDVariable> parts = new ArrayList<>();
    int from = 0;
    for (int layer = 0; layer < config.noises(); layer++) {
      int height = height(layer);
      int width = width(layer);
      int size = height * width;
      parts.add(
          noise
              .get(SDIndex.all(), SDIndex.interval(from, from + size))
              .reshape(-1, 1, height, width));
      from += size;
    }
    return parts::get;
  }

  private int height(int layer) {
    return config.height() >> level(layer);
  }

  private int width(int layer) {
    return config.width() >> level(layer);
  }

  private int level(int layer) {
    return config.halvings() - (layer + 1) / 2;
  }

  /** New noise for each layer of each image. */
  private IntFunction<SDVariable> drawn(SDVariable w) {
    SDVariable one = w.sum(1).mul(0).reshape(-1, 1);
    return layer -> {
      int height = height(layer);
      int width = width(layer);
      SDVariable like =
          one.add(one.getSameDiff().constant(zeros(height * width))).reshape(-1, 1, height, width);
      return Annotations.random(Random.Distribution.NORMAL, like);
    };
  }

  private static INDArray zeros(int count) {
    return Nd4j.zeros(DataType.FLOAT, 1, count);
  }

  @Override
  public SDVariable generate(Params params, SDVariable z, @Nullable SDVariable label) {
    SDVariable w = moved(params, z, label, MEAN_SHARE);
    List<SDVariable> styles = mixing > 0 ? mixed(params, z, label, w) : everywhere(w);
    return new Synthesis(config, params, styles, drawn(w))
        .images()
        .reshape(-1, config.image().features());
  }

  /**
   * From a random layer on, the style of another latent, for a share of the images.
   *
   * <p>Source: Karras, Laine and Aila, 2019, arXiv 1812.04948, section 3.1.
   */
  private List<SDVariable> mixed(
      Params params, SDVariable z, @Nullable SDVariable label, SDVariable w) {
    SameDiff graph = params.graph();
    SDVariable other = style(params, Annotations.random(Random.Distribution.NORMAL, z), label);
    SDVariable uniform = Annotations.random(Random.Distribution.UNIFORM, z.sum(1).reshape(-1, 1));
    int layers = config.noises();
    // The layer from which on the other style is taken: 1 to layers − 1, or beyond the last.
    SDVariable from = graph.math().floor(uniform.mul((layers - 1) / mixing)).add(1);
    List<SDVariable> styles = new ArrayList<>();
    for (int layer = 0; layer < layers; layer++) {
      SDVariable share = graph.math().clipByValue(from.neg().add(layer + 1), 0, 1);
      styles.add(w.add(other.sub(w).mul(share)));
    }
    return styles;
  }

  /**
   * How far the lengths of steps in the image, per step in the style, are from their mean: (‖Jᵀy‖ −
   * a)², with random images y and the moving mean a.
   *
   * <p>Source: Karras et al., 2020, arXiv 1912.04958, equation 4.
   */
  @Override
  public SDVariable penalty(Params params, SDVariable z, @Nullable SDVariable label) {
    SameDiff graph = params.graph();
    SDVariable w = style(params, z, label);
    SDVariable images = new Synthesis(config, params, everywhere(w), drawn(w)).images();
    double pixels = (double) config.height() * config.width();
    SDVariable y =
        Annotations.random(Random.Distribution.NORMAL, images).mul(1 / Math.sqrt(pixels));
    SDVariable slope = Annotations.gradient(images.mul(y).sum(), w);
    SDVariable lengths = graph.math().sqrt(slope.mul(slope).sum(1).add(EPSILON));
    SDVariable mean = params.state("path_length", Initializers.zeros(), 1);
    SDVariable moved = mean.add(Functions.stopGradient(lengths).mean().sub(mean).mul(LENGTH_SHARE));
    Annotations.update(mean, moved);
    SDVariable off = lengths.sub(moved);
    return off.mul(off).mean();
  }

  @Override
  public Judgement judge(
      Params params, SDVariable examples, @Nullable SDVariable label, String kind) {
    ImageShape image = config.image();
    int levels = config.halvings();
    SDVariable x = examples.reshape(-1, image.channels(), image.height(), image.width());
    int channels = config.filters(0);
    x = Equalized.activate(Equalized.conv(params, "colours", x, 1, image.channels(), channels));
    for (int level = 0; level < levels; level++) {
      int out = config.filters(level + 1);
      x = halved(params.scope("level" + level), x, channels, out);
      channels = out;
    }
    x = Layers.withDeviation(x);
    x = Equalized.activate(Equalized.conv(params, "last", x, 3, channels + 1, channels));
    int size = channels * (image.height() >> levels) * (image.width() >> levels);
    x =
        Equalized.activate(
            Equalized.linear(params, "features", x.reshape(-1, size), size, channels, 1, 0));
    if (label == null) {
      return Judgement.of(Equalized.linear(params, "score", x, channels, 1, 1, 0));
    }
    // As a score of the class: Miyato and Koyama, 2018, arXiv 1802.05637.
    SDVariable direction =
        params.embedding("class", label, config.classes(), channels, Initializers.normal(1));
    SDVariable ofClass = x.mul(direction).sum(1).reshape(-1, 1).mul(1 / Math.sqrt(channels));
    return Judgement.of(Equalized.linear(params, "score", x, channels, 1, 1, 0).add(ofClass));
  }

  /** A residual block at half the resolution. */
  private static SDVariable halved(Params own, SDVariable x, int in, int out) {
    SDVariable h = Equalized.activate(Equalized.conv(own, "same", x, 3, in, in));
    h = Equalized.activate(Equalized.halve(own, "halve", h, in, out));
    Pooling2DConfig pairs = Pooling2DConfig.builder().kH(2).kW(2).sH(2).sW(2).isNHWC(false).build();
    SDVariable mean = own.graph().cnn().avgPooling2d(x, pairs);
    SDVariable skip = Equalized.conv(own, "skip", mean, 1, in, out);
    return h.add(skip).mul(1 / Math.sqrt(2));
  }
}

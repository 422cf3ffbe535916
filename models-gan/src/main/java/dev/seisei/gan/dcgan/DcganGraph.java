package dev.seisei.gan.dcgan;

import dev.seisei.core.dataset.ImageShape;
import dev.seisei.engine.graph.Graph;
import dev.seisei.engine.nn.Activations;
import dev.seisei.engine.nn.BatchNorm;
import dev.seisei.engine.nn.GraphParams;
import dev.seisei.engine.nn.Initializer;
import dev.seisei.engine.nn.Initializers;
import dev.seisei.engine.nn.Kernel;
import dev.seisei.engine.nn.Params;
import dev.seisei.engine.nn.SpectralNormParams;
import dev.seisei.engine.samediff.GraphImport;
import dev.seisei.gan.adversarial.Layers;
import dev.seisei.gan.adversarial.Players;
import dev.seisei.gan.adversarial.Rates;
import dev.seisei.gan.adversarial.Standing;
import dev.seisei.gan.dcgan.DcganConfig.DiscriminatorNorm;
import dev.seisei.gan.latent.ScalingDecoder;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Two convolutional networks. The generator: a linear map to the coarsest maps, then transposed 4×4
 * convolutions that double them, with batch norm and ReLU but at the last, which ends in tanh. The
 * discriminator: 4×4 convolutions that halve the maps, with leaky ReLU, then a linear map to a
 * score.
 *
 * <p>Source: Radford, Metz and Chintala, 2015, arXiv 1511.06434, section 3. With classes, batch
 * norm in the generator has gain and shift of the class: Dumoulin et al., 2017, arXiv 1610.07629;
 * the discriminator is told by {@link DcganConfig.Condition}. Spectral norm: Miyato et al., 2018,
 * arXiv 1802.05957; self-attention: Zhang et al., 2019, arXiv 1805.08318.
 *
 * <p>Differs from the paper: at each level there may be 3×3 convolutions more; the discriminator
 * has batch norm only if asked for, begins as He et al. do, and is shown how varied the batch is;
 * the image is halved until {@link Pyramid#halvings} says so; of ACGAN's losses of classes the
 * discriminator has that of real images only.
 */
public final class DcganGraph implements Players {
  private static final Kernel DOUBLING = Kernel.of(4).withStride(2).withPadding(1);
  private static final Initializer WEIGHT = Initializers.normal(0.02);
  private static final double SLOPE = 0.2;

  /** What keeps the variance through leaky rectifiers. Source: He et al., 2015, 1502.01852. */
  private static final Initializer RECTIFIED =
      Initializers.kaimingNormal(Math.sqrt(2 / (1 + SLOPE * SLOPE)));

  private static final Kernel SAME = Kernel.of(3).withSamePadding();

  private final DcganConfig config;
  private final boolean training;

  /**
   * @param training whether batches are normalised by their own statistics
   */
  public DcganGraph(DcganConfig config, boolean training) {
    this.config = config;
    this.training = training;
  }

  /** What an opened model computes, by name. */
  static Map<String, Graph> functions(DcganConfig config) {
    return Map.of(
        ScalingDecoder.FUNCTION,
        GraphImport.of(decoding(config, false)).graph(ScalingDecoder.PIXELS));
  }

  /**
   * A graph from {@link ScalingDecoder#Z} to {@link ScalingDecoder#PIXELS}.
   *
   * @param training whether batches are normalised by their own statistics
   */
  public static SameDiff decoding(DcganConfig config, boolean training) {
    SameDiff graph = SameDiff.create();
    Params params = new GraphParams(graph, 0).scope(Rates.GENERATOR);
    SDVariable z = graph.placeHolder(ScalingDecoder.Z, DataType.FLOAT, -1, config.latentDim());
    SDVariable label =
        config.conditional() ? graph.placeHolder(ScalingDecoder.LABEL, DataType.INT32, -1) : null;
    SDVariable rows = new DcganGraph(config, training).generate(params, z, label);
    rows.add(1).mul(0.5).rename(ScalingDecoder.PIXELS);
    return graph;
  }

  /** The generator normalising by its batches. */
  public static Standing standing(DcganConfig config) {
    return Standing.of(decoding(config, true), ScalingDecoder.PIXELS);
  }

  @Override
  public SDVariable generate(Params params, SDVariable z, @Nullable SDVariable label) {
    return generate(params, z, label, UnaryOperator.identity());
  }

  /**
   * As {@link #generate(Params, SDVariable, SDVariable)}, for a generator that is called again in
   * one graph.
   *
   * @param statistics where each norm's running statistics are, below its parameters
   */
  public SDVariable generate(
      Params params, SDVariable z, @Nullable SDVariable label, UnaryOperator<Params> statistics) {
    SameDiff graph = params.graph();
    ImageShape image = config.image();
    int levels = config.halvings();
    int channels = config.generatorFilters() << (levels - 1);
    int height = image.height() >> levels;
    int width = image.width() >> levels;
    int size = channels * height * width;
    SDVariable x =
        params
            .linear("coarsest", z, config.latentDim(), size, WEIGHT, null)
            .reshape(-1, channels, height, width);
    x = graph.nn().relu(norm(params.scope("norm" + levels), x, channels, label, statistics), 0);
    x = attend(params, x, channels, levels);
    for (int level = levels - 1; level >= 0; level--) {
      boolean last = level == 0 && config.depth() == 0;
      int out = last ? image.channels() : Math.max(1, channels / 2);
      Initializer bias = last ? Initializers.zeros() : null;
      x = params.transposed2d("conv" + level, x, channels, out, DOUBLING, 0, WEIGHT, bias);
      channels = out;
      if (!last) {
        x = graph.nn().relu(norm(params.scope("norm" + level), x, channels, label, statistics), 0);
      }
      for (int layer = 0; layer < config.depth(); layer++) {
        Params own = params.scope("level" + level + "_" + layer);
        if (level == 0 && layer == config.depth() - 1) {
          x = own.conv2d("conv", x, channels, image.channels(), SAME, WEIGHT, Initializers.zeros());
        } else {
          x = own.conv2d("conv", x, channels, channels, SAME, WEIGHT, null);
          x = graph.nn().relu(norm(own.scope("norm"), x, channels, label, statistics), 0);
        }
      }
      x = level > 0 ? attend(params, x, channels, level) : x;
    }
    return graph.math().tanh(x).reshape(-1, image.features());
  }

  private SDVariable norm(
      Params own,
      SDVariable x,
      int channels,
      @Nullable SDVariable label,
      UnaryOperator<Params> statistics) {
    SameDiff graph = own.graph();
    boolean told = label != null;
    SDVariable ones = graph.constant(Nd4j.ones(DataType.FLOAT, channels));
    SDVariable zeros = graph.constant(Nd4j.zeros(DataType.FLOAT, channels));
    SDVariable normal =
        BatchNorm.layer(
            statistics.apply(own),
            x,
            channels,
            told ? ones : own.parameter("gain", Initializers.ones(), channels),
            told ? zeros : own.parameter("shift", Initializers.zeros(), channels),
            training);
    if (label == null) {
      return normal;
    }
    int classes = config.classes();
    SDVariable gain = own.embedding("gain", label, classes, channels, Initializers.ones());
    SDVariable shift = own.embedding("shift", label, classes, channels, Initializers.zeros());
    return normal.mul(gain.reshape(-1, channels, 1, 1)).add(shift.reshape(-1, channels, 1, 1));
  }

  private SDVariable attend(Params params, SDVariable x, int channels, int level) {
    int height = config.height() >> level;
    return config.attention() == height
        ? Layers.selfAttention(
            params.scope("attention"), x, channels, height, config.width() >> level)
        : x;
  }

  @Override
  public Params discriminator(Params params) {
    return config.discriminatorNorm() == DiscriminatorNorm.SPECTRAL
        ? new SpectralNormParams(params, true)
        : params;
  }

  @Override
  public Judgement judge(Params own, SDVariable examples, @Nullable SDVariable label, String kind) {
    ImageShape image = config.image();
    int levels = config.halvings();
    SDVariable x = maps(own, examples, kind);
    int channels = config.features();
    SDVariable features = x.sum(2, 3);
    if (config.minibatchDeviation()) {
      x = Layers.withDeviation(x);
      channels++;
    }
    int size = channels * (image.height() >> levels) * (image.width() >> levels);
    SDVariable scores =
        own.linear("score", x.reshape(-1, size), size, 1, WEIGHT, Initializers.zeros());
    return conditioned(own, scores, features, label);
  }

  /**
   * The discriminator's coarsest maps, [N, {@link DcganConfig#features}, H, W].
   *
   * @param examples images as rows, [N, C·H·W], in [-1, 1]
   * @param kind of the examples, which names the statistics that they have of their own
   */
  public SDVariable maps(Params own, SDVariable examples, String kind) {
    ImageShape image = config.image();
    int levels = config.halvings();
    SDVariable x = examples.reshape(-1, image.channels(), image.height(), image.width());
    int channels = image.channels();
    for (int level = 0; level <= levels; level++) {
      int out = Math.max(1, (config.discriminatorFilters() << level) / 2);
      if (level > 0) {
        x = own.conv2d("conv" + level, x, channels, out, DOUBLING, RECTIFIED, Initializers.zeros());
        if (level > 1 || config.depth() > 0) {
          x = batchNorm(own.scope("norm" + level), x, out, kind);
        }
        channels = out;
        x = Activations.leakyRelu(x, SLOPE);
      }
      for (int layer = 0; layer < config.depth(); layer++) {
        Params inner = own.scope("level" + level + "_" + layer);
        x = inner.conv2d("conv", x, channels, out, SAME, RECTIFIED, Initializers.zeros());
        channels = out;
        if (level > 0 || layer > 0) {
          x = batchNorm(inner.scope("norm"), x, out, kind);
        }
        x = Activations.leakyRelu(x, SLOPE);
      }
      x = level > 0 ? attend(own, x, channels, level) : x;
    }
    return x;
  }

  /**
   * Batch norm if it is asked for. Each kind of examples has running statistics of its own, which
   * nothing reads.
   */
  private SDVariable batchNorm(Params own, SDVariable x, int channels, String kind) {
    if (config.discriminatorNorm() != DiscriminatorNorm.BATCH) {
      return x;
    }
    return BatchNorm.layer(
        own.scope(kind),
        x,
        channels,
        own.parameter("gain", Initializers.ones(), channels),
        own.parameter("shift", Initializers.zeros(), channels),
        training);
  }

  /** Adds what the discriminator makes of the class. */
  private Judgement conditioned(
      Params own, SDVariable scores, SDVariable features, @Nullable SDVariable label) {
    if (label == null) {
      return Judgement.of(scores);
    }
    int size = config.features();
    SDVariable score = scores;
    if (config.condition().projects()) {
      SDVariable direction = own.embedding("class", label, config.classes(), size, WEIGHT);
      score = scores.add(direction.mul(features).sum(1).reshape(-1, 1));
    }
    SDVariable classes =
        config.condition().classifies()
            ? own.linear("classes", features, size, config.classes(), WEIGHT, Initializers.zeros())
            : null;
    return new Judgement(score, classes, null);
  }
}

package dev.seisei.gan.cyclegan;

import dev.seisei.core.dataset.ImageShape;
import dev.seisei.engine.graph.Graph;
import dev.seisei.engine.memory.Tensor;
import dev.seisei.engine.nn.Activations;
import dev.seisei.engine.nn.GraphParams;
import dev.seisei.engine.nn.Initializer;
import dev.seisei.engine.nn.Initializers;
import dev.seisei.engine.nn.Kernel;
import dev.seisei.engine.nn.Norms;
import dev.seisei.engine.nn.Params;
import dev.seisei.engine.nn.SharedParams;
import dev.seisei.engine.samediff.GraphImport;
import dev.seisei.gan.adversarial.Rates;
import dev.seisei.loss.MeanAbsoluteError;
import java.util.LinkedHashMap;
import java.util.Map;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * Two generators, G from kind A to B and F from B to A, and a discriminator of patches for each
 * kind; what comes back, F(G(a)) and G(F(b)), should be what was sent.
 *
 * <p>Source: Zhu, Park, Isola and Efros, 2017, arXiv 1703.10593, equations 1 to 3, section 4 and
 * appendix 7.2.
 *
 * <p>Differs from the paper: borders are padded with zeros, networks are as deep as small images
 * need them, discriminators see the newest translations and none of before.
 */
final class CycleganGraph {
  /** Inputs: images of each kind as rows, [batch, C·H·W], in [0, 1]. */
  static final String A = "a";

  static final String B = "b";

  /** Output of training: what is minimised. */
  static final String LOSS = "loss";

  /** Output of the generators' training: how far images are from what comes back, a mean. */
  static final String CYCLE = "cycle";

  /** Outputs of the discriminators' training: scores of all patches of both kinds, [patches]. */
  static final String REAL = "real";

  static final String GENERATED = "generated";

  private static final Initializer WEIGHT = Initializers.normal(0.02);
  private static final Kernel WIDE = Kernel.of(7).withSamePadding();
  private static final Kernel SAME = Kernel.of(3).withSamePadding();
  private static final Kernel HALVING = Kernel.of(4).withStride(2).withPadding(1);
  private static final double SLOPE = 0.2;
  private static final double EPSILON = 1e-5;

  private final CycleganConfig config;
  private final SameDiff graph = SameDiff.create();
  private final Params generators;
  private final Params discriminators;

  private CycleganGraph(CycleganConfig config, long seed) {
    this.config = config;
    Params params = new SharedParams(new GraphParams(graph, seed));
    this.generators = params.scope(Rates.GENERATOR);
    this.discriminators = params.scope(Rates.DISCRIMINATOR);
  }

  /** The name of a function and of its generator. */
  static String name(TranslateRequest.Direction direction) {
    return direction == TranslateRequest.Direction.A_TO_B ? "a_to_b" : "b_to_a";
  }

  /** The input of a function. */
  static String from(TranslateRequest.Direction direction) {
    return direction == TranslateRequest.Direction.A_TO_B ? A : B;
  }

  /** The output of a function: images as rows, as its input. */
  static String to(TranslateRequest.Direction direction) {
    return direction == TranslateRequest.Direction.A_TO_B ? "to_b" : "to_a";
  }

  /** What an opened model computes, by name. */
  static Map<String, Graph> functions(CycleganConfig config) {
    Map<String, Graph> functions = new LinkedHashMap<>();
    for (TranslateRequest.Direction direction : TranslateRequest.Direction.values()) {
      CycleganGraph built = new CycleganGraph(config, 0);
      SDVariable made = built.translate(direction, built.images(from(direction)));
      built.rows(made).add(1).mul(0.5).rename(to(direction));
      functions.put(name(direction), GraphImport.of(built.graph).graph(to(direction)));
    }
    return functions;
  }

  /** A graph of a loss, and the parameters' initial values. */
  record Objective(Graph graph, Map<String, Tensor> parameters) {}

  /** What both generators minimise. */
  static Objective generators(CycleganConfig config, CycleganTraining settings, long seed) {
    CycleganGraph built = new CycleganGraph(config, seed);
    built.generators(settings);
    return new Objective(
        GraphImport.of(built.graph)
            .graph(
                LOSS,
                CYCLE,
                to(TranslateRequest.Direction.A_TO_B),
                to(TranslateRequest.Direction.B_TO_A)),
        GraphImport.parameters(built.graph));
  }

  /** What both discriminators minimise. */
  static Objective discriminators(CycleganConfig config, CycleganTraining settings, long seed) {
    CycleganGraph built = new CycleganGraph(config, seed);
    built.discriminators(settings);
    return new Objective(
        GraphImport.of(built.graph).graph(LOSS, REAL, GENERATED),
        GraphImport.parameters(built.graph));
  }

  private void generators(CycleganTraining settings) {
    SDVariable a = images(A);
    SDVariable b = images(B);
    SDVariable toB = translate(TranslateRequest.Direction.A_TO_B, a);
    SDVariable toA = translate(TranslateRequest.Direction.B_TO_A, b);
    SDVariable scoresB = judge("b", toB);
    SDVariable scoresA = judge("a", toA);
    boolean pairs = settings.objective().pairs();
    SDVariable loss =
        settings
            .objective()
            .generator(pairs ? judge("b", b) : scoresB, scoresB)
            .add(settings.objective().generator(pairs ? judge("a", a) : scoresA, scoresA))
            .mean();
    SDVariable cycle =
        distance(translate(TranslateRequest.Direction.B_TO_A, toB), a)
            .add(distance(translate(TranslateRequest.Direction.A_TO_B, toA), b));
    loss = loss.add(cycle.mul(settings.cycle()));
    if (settings.identity() > 0) {
      SDVariable kept =
          distance(translate(TranslateRequest.Direction.A_TO_B, b), b)
              .add(distance(translate(TranslateRequest.Direction.B_TO_A, a), a));
      loss = loss.add(kept.mul(settings.cycle() * settings.identity()));
    }
    rows(toB).rename(to(TranslateRequest.Direction.A_TO_B));
    rows(toA).rename(to(TranslateRequest.Direction.B_TO_A));
    cycle.mul(0.5).rename(CYCLE);
    loss.rename(LOSS);
  }

  private void discriminators(CycleganTraining settings) {
    SDVariable a = images(A);
    SDVariable b = images(B);
    SDVariable realB = judge("b", b);
    SDVariable realA = judge("a", a);
    SDVariable madeB = judge("b", translate(TranslateRequest.Direction.A_TO_B, a));
    SDVariable madeA = judge("a", translate(TranslateRequest.Direction.B_TO_A, b));
    SDVariable ofB = settings.objective().discriminator(realB, madeB);
    SDVariable ofA = settings.objective().discriminator(realA, madeA);
    graph.concat(0, realA, realB).reshape(-1).rename(REAL);
    graph.concat(0, madeA, madeB).reshape(-1).rename(GENERATED);
    // Halved as in the paper; Adam moves no slower for it.
    ofA.add(ofB).mean().mul(0.5).rename(LOSS);
  }

  /** Images in [-1, 1], [N, C, H, W]. */
  private SDVariable images(String name) {
    ImageShape image = config.image();
    return graph
        .placeHolder(name, DataType.FLOAT, -1, image.features())
        .mul(2)
        .sub(1)
        .reshape(-1, image.channels(), image.height(), image.width());
  }

  private SDVariable rows(SDVariable images) {
    return images.reshape(-1, config.image().features());
  }

  private SDVariable distance(SDVariable made, SDVariable images) {
    return MeanAbsoluteError.loss(rows(made), rows(images)).mean();
  }

  private SDVariable translate(TranslateRequest.Direction direction, SDVariable images) {
    Params own = generators.scope(name(direction));
    int channels = config.filters();
    SDVariable x = own.conv2d("first", images, config.channels(), channels, WIDE, WEIGHT, null);
    x = normal(own.scope("first_norm"), x, channels);
    for (int level = 1; level <= config.halvings(); level++) {
      x = own.conv2d("halve" + level, x, channels, 2 * channels, HALVING, WEIGHT, null);
      channels *= 2;
      x = normal(own.scope("halve_norm" + level), x, channels);
    }
    for (int block = 0; block < config.blocks(); block++) {
      x = x.add(residual(own.scope("block" + block), x, channels));
    }
    for (int level = config.halvings(); level >= 1; level--) {
      int out = channels / 2;
      x = own.transposed2d("double" + level, x, channels, out, HALVING, 0, WEIGHT, null);
      channels = out;
      x = normal(own.scope("double_norm" + level), x, channels);
    }
    x = own.conv2d("last", x, channels, config.channels(), WIDE, WEIGHT, Initializers.zeros());
    return graph.math().tanh(x);
  }

  private SDVariable residual(Params own, SDVariable x, int channels) {
    SDVariable h = own.conv2d("conv1", x, channels, channels, SAME, WEIGHT, null);
    h = normal(own.scope("norm1"), h, channels);
    h = own.conv2d("conv2", h, channels, channels, SAME, WEIGHT, null);
    return instanceNorm(own.scope("norm2"), h, channels);
  }

  private SDVariable normal(Params own, SDVariable x, int channels) {
    return graph.nn().relu(instanceNorm(own, x, channels), 0);
  }

  /** Each map of each image by itself. Source: Ulyanov et al., 2016, arXiv 1607.08022. */
  private static SDVariable instanceNorm(Params own, SDVariable x, int channels) {
    return Norms.groupNorm(
        x,
        channels,
        own.parameter("gain", Initializers.ones(), channels),
        own.parameter("shift", Initializers.zeros(), channels),
        EPSILON);
  }

  /** Scores of overlapping patches, [N, patches]. */
  private SDVariable judge(String kind, SDVariable images) {
    Params own = discriminators.scope(kind);
    int channels = 2 * config.filters();
    SDVariable x =
        own.conv2d(
            "conv1", images, config.channels(), channels, HALVING, WEIGHT, Initializers.zeros());
    x = Activations.leakyRelu(x, SLOPE);
    x = own.conv2d("conv2", x, channels, 2 * channels, HALVING, WEIGHT, null);
    channels *= 2;
    x = Activations.leakyRelu(instanceNorm(own.scope("norm2"), x, channels), SLOPE);
    x = own.conv2d("conv3", x, channels, 2 * channels, SAME, WEIGHT, null);
    channels *= 2;
    x = Activations.leakyRelu(instanceNorm(own.scope("norm3"), x, channels), SLOPE);
    int patches = (config.height() / 4) * (config.width() / 4);
    return own.conv2d("score", x, channels, 1, SAME, WEIGHT, Initializers.zeros())
        .reshape(-1, patches);
  }
}

package dev.seisei.gan.classic;

import dev.seisei.engine.graph.Graph;
import dev.seisei.engine.nn.Activations;
import dev.seisei.engine.nn.BatchNorm;
import dev.seisei.engine.nn.GraphParams;
import dev.seisei.engine.nn.Initializer;
import dev.seisei.engine.nn.Initializers;
import dev.seisei.engine.nn.Params;
import dev.seisei.engine.samediff.GraphImport;
import dev.seisei.gan.adversarial.Players;
import dev.seisei.gan.adversarial.Rates;
import dev.seisei.gan.adversarial.Standing;
import dev.seisei.gan.latent.ScalingDecoder;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * Two networks whose every layer is fully connected.
 *
 * <p>Source: Goodfellow et al., 2014, arXiv 1406.2661.
 *
 * <p>Differs from the paper: the generator's hidden layers have batch norm, and the discriminator's
 * are leaky rectifiers in place of maxout with dropout.
 */
final class GanGraph implements Players {
  private static final Initializer WEIGHT = Initializers.kaimingNormal(1);
  private static final double SLOPE = 0.2;

  private final GanConfig config;
  private final boolean training;

  /**
   * @param training whether batches are normalised by their own statistics
   */
  GanGraph(GanConfig config, boolean training) {
    this.config = config;
    this.training = training;
  }

  /** What an opened model computes, by name. */
  static Map<String, Graph> functions(GanConfig config) {
    return Map.of(
        ScalingDecoder.FUNCTION,
        GraphImport.of(generate(config, false)).graph(ScalingDecoder.PIXELS));
  }

  /** The generator normalising by its batches. */
  static Standing standing(GanConfig config) {
    return Standing.of(generate(config, true), ScalingDecoder.PIXELS);
  }

  private static SameDiff generate(GanConfig config, boolean training) {
    SameDiff graph = SameDiff.create();
    Params params = new GraphParams(graph, 0).scope(Rates.GENERATOR);
    SDVariable z = graph.placeHolder(ScalingDecoder.Z, DataType.FLOAT, -1, config.latentDim());
    SDVariable rows = new GanGraph(config, training).generate(params, z, null);
    rows.add(1).mul(0.5).rename(ScalingDecoder.PIXELS);
    return graph;
  }

  @Override
  public SDVariable generate(Params params, SDVariable z, @Nullable SDVariable label) {
    SDVariable x = z;
    int in = config.latentDim();
    for (int layer = 0; layer < config.layers(); layer++) {
      Params own = params.scope("layer" + layer);
      x = own.linear("map", x, in, config.features(), WEIGHT, null);
      x = BatchNorm.layer(own.scope("norm"), x, config.features(), training);
      x = params.graph().nn().relu(x, 0);
      in = config.features();
    }
    int out = config.image().features();
    return params
        .graph()
        .math()
        .tanh(params.linear("pixels", x, in, out, WEIGHT, Initializers.zeros()));
  }

  @Override
  public Judgement judge(
      Params params, SDVariable examples, @Nullable SDVariable label, String kind) {
    SDVariable x = examples;
    int in = config.image().features();
    for (int layer = 0; layer < config.layers(); layer++) {
      x = params.linear("layer" + layer, x, in, config.features(), WEIGHT, Initializers.zeros());
      x = Activations.leakyRelu(x, SLOPE);
      in = config.features();
    }
    return Judgement.of(params.linear("score", x, in, 1, WEIGHT, Initializers.zeros()));
  }
}

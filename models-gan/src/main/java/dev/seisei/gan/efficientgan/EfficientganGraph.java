package dev.seisei.gan.efficientgan;

import dev.seisei.engine.graph.Graph;
import dev.seisei.engine.nn.Activations;
import dev.seisei.engine.nn.Initializer;
import dev.seisei.engine.nn.Initializers;
import dev.seisei.engine.nn.Params;
import dev.seisei.gan.anomaly.PairGraph;
import dev.seisei.gan.anomaly.PairNetworks;
import dev.seisei.gan.dcgan.DcganConfig;
import dev.seisei.gan.dcgan.DcganGraph;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.nd4j.autodiff.samediff.SDVariable;

/**
 * The convolutional networks of an EfficientGAN: DCGAN's generator, and its discriminator's trunk
 * for the encoder and for images in pairs. {@link PairGraph} has the game and the score.
 *
 * <p>Source: Zenati et al., 2018, arXiv 1802.06222, appendix A. Differs from the paper: the encoder
 * and the discriminator have no batch norm.
 */
final class EfficientganGraph implements PairNetworks {
  private static final Initializer WEIGHT = Initializers.normal(0.02);
  private static final double SLOPE = 0.2;

  private final EfficientganConfig config;
  private final DcganConfig shape;
  private final DcganGraph networks;

  /**
   * @param training whether batches are normalised by their own statistics
   */
  EfficientganGraph(EfficientganConfig config, boolean training) {
    this.config = config;
    this.shape = config.networks();
    this.networks = new DcganGraph(shape, training);
  }

  /** What an opened model computes, by name. */
  static Map<String, Graph> functions(EfficientganConfig config) {
    return PairGraph.functions(new EfficientganGraph(config, false), config.featureShare());
  }

  @Override
  public int features() {
    return config.image().features();
  }

  @Override
  public int latentDim() {
    return config.latentDim();
  }

  @Override
  public int pairFeatures() {
    return config.features();
  }

  /** [0, 1] → [-1, 1]. */
  @Override
  public SDVariable input(SDVariable given) {
    return given.mul(2).sub(1);
  }

  @Override
  public SDVariable output(SDVariable made) {
    return made.add(1).mul(0.5);
  }

  @Override
  public SDVariable decode(Params params, SDVariable z, UnaryOperator<Params> statistics) {
    return networks.generate(params, z, null, statistics);
  }

  @Override
  public SDVariable encode(Params params, SDVariable x) {
    return params.linear(
        "z", maps(params, x), mapsSize(), config.latentDim(), WEIGHT, Initializers.zeros());
  }

  private SDVariable maps(Params params, SDVariable x) {
    return networks.maps(params, x, "image").reshape(-1, mapsSize());
  }

  private int mapsSize() {
    int levels = shape.halvings();
    return shape.features() * (config.height() >> levels) * (config.width() >> levels);
  }

  @Override
  public SDVariable pair(Params params, SDVariable x, SDVariable z) {
    int size = config.features();
    SDVariable ofImage =
        params.linear("of_image", maps(params, x), mapsSize(), size, WEIGHT, Initializers.zeros());
    SDVariable ofLatent =
        params.linear("of_latent", z, config.latentDim(), size, WEIGHT, Initializers.zeros());
    SDVariable both =
        params
            .graph()
            .concat(
                1, Activations.leakyRelu(ofImage, SLOPE), Activations.leakyRelu(ofLatent, SLOPE));
    return Activations.leakyRelu(
        params.linear("pair", both, 2 * size, size, WEIGHT, Initializers.zeros()), SLOPE);
  }
}

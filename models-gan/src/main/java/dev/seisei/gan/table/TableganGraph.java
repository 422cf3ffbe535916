package dev.seisei.gan.table;

import dev.seisei.engine.graph.Graph;
import dev.seisei.engine.nn.Activations;
import dev.seisei.engine.nn.Initializer;
import dev.seisei.engine.nn.Initializers;
import dev.seisei.engine.nn.Params;
import dev.seisei.gan.anomaly.PairGraph;
import dev.seisei.gan.anomaly.PairNetworks;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.nd4j.autodiff.samediff.SDVariable;

/**
 * Fully connected networks over rows of a table: two hidden layers each. {@link PairGraph} has the
 * game and the score.
 *
 * <p>Source: Zenati et al., 2018, arXiv 1802.06222, appendix B (KDD99).
 */
final class TableganGraph implements PairNetworks {
  private static final Initializer WEIGHT = Initializers.kaimingNormal(1);
  private static final double SLOPE = 0.2;

  private final TableganConfig config;
  private final int width;

  TableganGraph(TableganConfig config) {
    this.config = config;
    this.width = config.code().width();
  }

  /** What an opened model computes, by name. */
  static Map<String, Graph> functions(TableganConfig config) {
    return PairGraph.functions(new TableganGraph(config), config.featureShare());
  }

  @Override
  public int features() {
    return width;
  }

  @Override
  public int latentDim() {
    return config.latentDim();
  }

  @Override
  public int pairFeatures() {
    return config.hidden();
  }

  @Override
  public SDVariable input(SDVariable given) {
    return given;
  }

  @Override
  public SDVariable output(SDVariable made) {
    return made;
  }

  private SDVariable linear(Params params, String name, SDVariable x, int in, int out) {
    return params.linear(name, x, in, out, WEIGHT, Initializers.zeros());
  }

  private SDVariable hidden(Params params, SDVariable x, int in) {
    SDVariable first = Activations.leakyRelu(linear(params, "first", x, in, hidden()), SLOPE);
    return Activations.leakyRelu(linear(params, "second", first, hidden(), hidden()), SLOPE);
  }

  private int hidden() {
    return config.hidden();
  }

  @Override
  public SDVariable decode(Params params, SDVariable z, UnaryOperator<Params> statistics) {
    return linear(params, "row", hidden(params, z, config.latentDim()), hidden(), width);
  }

  @Override
  public SDVariable encode(Params params, SDVariable x) {
    return linear(params, "z", hidden(params, x, width), hidden(), config.latentDim());
  }

  @Override
  public SDVariable pair(Params params, SDVariable x, SDVariable z) {
    return hidden(params, params.graph().concat(1, x, z), width + config.latentDim());
  }
}

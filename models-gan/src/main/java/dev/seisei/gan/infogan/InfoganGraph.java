package dev.seisei.gan.infogan;

import dev.seisei.engine.graph.Graph;
import dev.seisei.engine.nn.Activations;
import dev.seisei.engine.nn.GraphParams;
import dev.seisei.engine.nn.Initializer;
import dev.seisei.engine.nn.Initializers;
import dev.seisei.engine.nn.Params;
import dev.seisei.engine.samediff.GraphImport;
import dev.seisei.gan.adversarial.Players;
import dev.seisei.gan.adversarial.Rates;
import dev.seisei.gan.adversarial.Standing;
import dev.seisei.gan.dcgan.DcganGraph;
import dev.seisei.gan.latent.ScalingDecoder;
import dev.seisei.loss.MeanSquaredError;
import dev.seisei.loss.SoftmaxCrossEntropy;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.nd4j.autodiff.samediff.SDIndex;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A GAN whose discriminator also tells which codes a generated image was made of; both players are
 * rewarded for that, which bounds the mutual information of codes and images from below.
 *
 * <p>Source: Chen et al., 2016, arXiv 1606.03657, equations 5 and 6.
 *
 * <p>Differs from the paper: the category's one-hot vector is as long as the noise; continuous
 * codes are normal, as all other latents, and are told with a squared error, which is a Gaussian of
 * one fixed variance.
 */
final class InfoganGraph implements Players {
  private static final Initializer WEIGHT = Initializers.normal(0.02);
  private static final int HEAD = 128;
  private static final double SLOPE = 0.1;

  private final InfoganConfig config;
  private final DcganGraph networks;
  private final double categoryWeight;
  private final double codeWeight;

  private InfoganGraph(
      InfoganConfig config, boolean training, double categoryWeight, double codeWeight) {
    this.config = config;
    this.networks = new DcganGraph(config.networks(), training);
    this.categoryWeight = categoryWeight;
    this.codeWeight = codeWeight;
  }

  /** Both players in training. */
  InfoganGraph(InfoganConfig config, InfoganTraining settings) {
    this(config, true, settings.categoryWeight(), settings.codeWeight());
  }

  /** What an opened model computes, by name. */
  static Map<String, Graph> functions(InfoganConfig config) {
    return Map.of(
        ScalingDecoder.FUNCTION,
        GraphImport.of(generate(config, false)).graph(ScalingDecoder.PIXELS));
  }

  /** The generator normalising by its batches. */
  static Standing standing(InfoganConfig config) {
    return Standing.of(generate(config, true), ScalingDecoder.PIXELS);
  }

  private static SameDiff generate(InfoganConfig config, boolean training) {
    SameDiff graph = SameDiff.create();
    Params params = new GraphParams(graph, 0).scope(Rates.GENERATOR);
    SDVariable z = graph.placeHolder(ScalingDecoder.Z, DataType.FLOAT, -1, config.latentDim());
    SDVariable category = graph.placeHolder(ScalingDecoder.LABEL, DataType.INT32, -1);
    SDVariable rows = new InfoganGraph(config, training, 0, 0).generate(params, z, category);
    rows.add(1).mul(0.5).rename(ScalingDecoder.PIXELS);
    return graph;
  }

  @Override
  public SDVariable generate(Params params, SDVariable z, @Nullable SDVariable category) {
    SameDiff graph = params.graph();
    SDVariable rows = graph.constant(Nd4j.eye(config.categories()).castTo(DataType.FLOAT));
    // As long as the noise is on average, in which it would be lost otherwise.
    SDVariable chosen =
        graph.gather(rows, Objects.requireNonNull(category), 0).mul(Math.sqrt(config.noiseDim()));
    return networks.generate(params, graph.concat(1, z, chosen), null);
  }

  @Override
  public Judgement judge(
      Params params, SDVariable examples, @Nullable SDVariable label, String kind) {
    int levels = config.networks().halvings();
    int size =
        config.networks().features() * (config.height() >> levels) * (config.width() >> levels);
    SDVariable maps = networks.maps(params, examples, kind).reshape(-1, size);
    SDVariable scores = params.linear("score", maps, size, 1, WEIGHT, Initializers.zeros());
    Params own = params.scope("head");
    SDVariable head =
        Activations.leakyRelu(
            own.linear("hidden", maps, size, HEAD, WEIGHT, Initializers.zeros()), SLOPE);
    SDVariable categories =
        own.linear("category", head, HEAD, config.categories(), WEIGHT, Initializers.zeros());
    SDVariable codes =
        config.codes() == 0
            ? null
            : own.linear("codes", head, HEAD, config.codes(), WEIGHT, Initializers.zeros());
    return new Judgement(scores, categories, codes);
  }

  @Override
  public @Nullable SDVariable information(
      Judgement ofGenerated, SDVariable z, @Nullable SDVariable wanted) {
    SDVariable category =
        SoftmaxCrossEntropy.sparse(
            Objects.requireNonNull(ofGenerated.classes()),
            Objects.requireNonNull(wanted),
            config.categories());
    SDVariable loss = category.mean().mul(categoryWeight);
    SDVariable codes = ofGenerated.codes();
    if (codes == null) {
      return loss;
    }
    SDVariable meant =
        z.get(SDIndex.all(), SDIndex.interval(config.noiseDim(), config.latentDim()));
    return loss.add(MeanSquaredError.loss(codes, meant).mean().mul(codeWeight));
  }
}

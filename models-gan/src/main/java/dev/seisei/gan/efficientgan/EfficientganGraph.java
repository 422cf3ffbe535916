package dev.seisei.gan.efficientgan;

import dev.seisei.engine.graph.Graph;
import dev.seisei.engine.nn.Activations;
import dev.seisei.engine.nn.GraphParams;
import dev.seisei.engine.nn.Initializer;
import dev.seisei.engine.nn.Initializers;
import dev.seisei.engine.nn.Params;
import dev.seisei.engine.nn.SharedParams;
import dev.seisei.engine.samediff.Annotations;
import dev.seisei.engine.samediff.GraphImport;
import dev.seisei.gan.adversarial.Game;
import dev.seisei.gan.adversarial.GameGraph;
import dev.seisei.gan.adversarial.GameGraphs;
import dev.seisei.gan.adversarial.Rates;
import dev.seisei.gan.adversarial.Standing;
import dev.seisei.gan.dcgan.DcganGraph;
import dev.seisei.gan.latent.ScalingDecoder;
import dev.seisei.loss.MeanAbsoluteError;
import dev.seisei.loss.ZeroCenteredPenalty;
import java.util.LinkedHashMap;
import java.util.Map;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * A generator G, an encoder E, and a discriminator of pairs: (x, E(x)) for images x, (G(z), z) for
 * latents z. Where it cannot tell them apart, E and G are each other's inverse.
 *
 * <p>An image's score is (1 − s)·mean|x − G(E(x))| + s·mean|f(x, E(x)) − f(G(E(x)), E(x))|, f being
 * the discriminator's last hidden layer and s the share of features.
 *
 * <p>Source: Zenati et al., 2018, arXiv 1802.06222, section 3, with the score by features; the
 * game: Donahue, Krähenbühl and Darrell, 2017, arXiv 1605.09782; reconstructions while training: Li
 * et al., 2017, arXiv 1709.01215, equation 12.
 *
 * <p>Differs from the paper: distances are means and not sums; generator and encoder are averaged.
 */
final class EfficientganGraph {
  /** Input of inspect: images as rows, [batch, C·H·W], in [0, 1]. */
  static final String X = "x";

  /** Outputs of inspect: [batch, C·H·W], in [0, 1], and [batch, 1]. */
  static final String RECONSTRUCTION = "reconstruction";

  static final String SCORE = "score";

  private static final Initializer WEIGHT = Initializers.normal(0.02);
  private static final double SLOPE = 0.2;

  private final EfficientganConfig config;
  private final DcganGraph networks;
  private final SameDiff graph = SameDiff.create();
  private final Params made;
  private final Params judging;

  private EfficientganGraph(EfficientganConfig config, long seed, boolean training) {
    this.config = config;
    this.networks = new DcganGraph(config.networks(), training);
    Params params = new SharedParams(new GraphParams(graph, seed));
    this.made = params.scope(Rates.GENERATOR);
    this.judging = params.scope(Rates.DISCRIMINATOR);
  }

  /** What an opened model computes, by name. */
  static Map<String, Graph> functions(EfficientganConfig config) {
    Map<String, Graph> functions = new LinkedHashMap<>();
    EfficientganGraph inspecting = new EfficientganGraph(config, 0, false);
    inspecting.inspect();
    functions.put("inspect", GraphImport.of(inspecting.graph).graph(RECONSTRUCTION, SCORE));
    functions.put(
        ScalingDecoder.FUNCTION,
        GraphImport.of(decoding(config, false)).graph(ScalingDecoder.PIXELS));
    return functions;
  }

  /** The generator normalising by its batches. */
  static Standing standing(EfficientganConfig config) {
    return Standing.of(decoding(config, true), ScalingDecoder.PIXELS);
  }

  private static SameDiff decoding(EfficientganConfig config, boolean training) {
    EfficientganGraph built = new EfficientganGraph(config, 0, training);
    SDVariable z =
        built.graph.placeHolder(ScalingDecoder.Z, DataType.FLOAT, -1, config.latentDim());
    pixels(built.decode(z)).rename(ScalingDecoder.PIXELS);
    return built.graph;
  }

  /** The graphs of the game. */
  static GameGraphs game(EfficientganConfig config, EfficientganTraining settings, long seed) {
    GameGraphs.Builder graphs = new GameGraphs.Builder();
    Game game = settings.gan().game();
    EfficientganGraph plain = new EfficientganGraph(config, seed, true);
    graphs.discriminator(plain.discriminator(game, false), plain.graph);
    if (game.penalises()) {
      EfficientganGraph penalised = new EfficientganGraph(config, seed, true);
      graphs.penalisedDiscriminator(penalised.discriminator(game, true), penalised.graph);
    }
    EfficientganGraph making = new EfficientganGraph(config, seed, true);
    graphs.generator(making.generator(settings), making.graph);
    return graphs.build();
  }

  private void inspect() {
    SDVariable x = images();
    SDVariable z = encode(x);
    SDVariable near = decode(z);
    SDVariable ofPixels = MeanAbsoluteError.loss(near, x);
    SDVariable ofFeatures = MeanAbsoluteError.loss(features(near, z), features(x, z));
    double share = config.featureShare();
    ofPixels.mul(1 - share).add(ofFeatures.mul(share)).reshape(-1, 1).rename(SCORE);
    pixels(near).rename(RECONSTRUCTION);
  }

  private Graph discriminator(Game game, boolean penalised) {
    SDVariable x = images();
    SDVariable z = latents();
    SDVariable ofImages = judge(x, encode(x));
    SDVariable ofLatents = judge(decode(z), z);
    SDVariable loss = game.objective().discriminator(ofImages, ofLatents).mean();
    if (penalised) {
      SDVariable slope = Annotations.gradient(ofImages.sum(), x);
      SDVariable penalty = ZeroCenteredPenalty.loss(slope).mean();
      loss = loss.add(penalty.mul(game.r1() * game.penaltyEvery()));
    }
    loss.rename(GameGraph.LOSS);
    ofImages.reshape(-1).rename(GameGraph.REAL);
    ofLatents.reshape(-1).rename(GameGraph.GENERATED);
    return GraphImport.of(graph).graph(GameGraph.LOSS, GameGraph.REAL, GameGraph.GENERATED);
  }

  private Graph generator(EfficientganTraining settings) {
    Game game = settings.gan().game();
    SDVariable x = images();
    SDVariable z = latents();
    SDVariable code = encode(x);
    SDVariable made = decode(z);
    made.rename(GameGraph.EXAMPLES);
    SDVariable ofImages = judge(x, code);
    SDVariable ofLatents = judge(made, z);
    // The encoder plays the generator's part with the kinds exchanged.
    SDVariable loss =
        game.objective()
            .generator(ofImages, ofLatents)
            .add(game.objective().generator(ofLatents.neg(), ofImages.neg()))
            .mean();
    if (settings.reconstruction() > 0) {
      SDVariable distance = MeanAbsoluteError.loss(again(code), x);
      loss = loss.add(distance.mean().mul(settings.reconstruction()));
    }
    loss.rename(GameGraph.LOSS);
    return GraphImport.of(graph).graph(GameGraph.LOSS, GameGraph.EXAMPLES);
  }

  /** Images in [-1, 1]. */
  private SDVariable images() {
    return graph.placeHolder(X, DataType.FLOAT, -1, config.image().features()).mul(2).sub(1);
  }

  private SDVariable latents() {
    return graph.placeHolder(GameGraph.Z, DataType.FLOAT, -1, config.latentDim());
  }

  /** Rows in [-1, 1] as they are shown. */
  private static SDVariable pixels(SDVariable rows) {
    return rows.add(1).mul(0.5);
  }

  private SDVariable decode(SDVariable z) {
    return networks.generate(made.scope("decoder"), z, null);
  }

  /** Decodes a second time in one graph, with statistics of its own, which nothing reads. */
  private SDVariable again(SDVariable z) {
    return networks.generate(made.scope("decoder"), z, null, norm -> norm.scope("reconstructions"));
  }

  private SDVariable encode(SDVariable x) {
    Params own = made.scope("encoder");
    SDVariable maps = flat(networks.maps(own, x, "image"));
    return own.linear("z", maps, flatSize(), config.latentDim(), WEIGHT, Initializers.zeros());
  }

  private SDVariable flat(SDVariable maps) {
    return maps.reshape(-1, flatSize());
  }

  private int flatSize() {
    int levels = config.networks().halvings();
    return config.networks().features() * (config.height() >> levels) * (config.width() >> levels);
  }

  /** The discriminator's last hidden layer, [N, features]. */
  private SDVariable features(SDVariable x, SDVariable z) {
    int size = config.features();
    SDVariable maps = flat(networks.maps(judging, x, "image"));
    SDVariable ofImage =
        judging.linear("of_image", maps, flatSize(), size, WEIGHT, Initializers.zeros());
    SDVariable ofLatent =
        judging.linear("of_latent", z, config.latentDim(), size, WEIGHT, Initializers.zeros());
    SDVariable both =
        graph.concat(
            1, Activations.leakyRelu(ofImage, SLOPE), Activations.leakyRelu(ofLatent, SLOPE));
    return Activations.leakyRelu(
        judging.linear("pair", both, 2 * size, size, WEIGHT, Initializers.zeros()), SLOPE);
  }

  private SDVariable judge(SDVariable x, SDVariable z) {
    return judging.linear(
        "score", features(x, z), config.features(), 1, WEIGHT, Initializers.zeros());
  }
}

package dev.seisei.gan.anomaly;

import dev.seisei.core.settings.Require;
import dev.seisei.engine.graph.Graph;
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
import dev.seisei.gan.latent.ScalingDecoder;
import dev.seisei.loss.AdversarialLoss;
import dev.seisei.loss.MeanAbsoluteError;
import dev.seisei.loss.ZeroCenteredPenalty;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * A generator G, an encoder E, and a discriminator of pairs: (x, E(x)) for examples x, (G(z), z)
 * for latents z. Where it cannot tell them apart, E and G are each other's inverse.
 *
 * <p>An example's score is (1 − s)·mean|x − G(E(x))| + s·mean|f(x, E(x)) − f(G(E(x)), E(x))|, f
 * being the discriminator's last hidden layer and s the share of features.
 *
 * <p>Source: Zenati et al., 2018, arXiv 1802.06222, section 3, with the score by features; the
 * game: Donahue, Krähenbühl and Darrell, 2017, arXiv 1605.09782; reconstructions while training: Li
 * et al., 2017, arXiv 1709.01215, equation 12.
 *
 * <p>Differs from the paper: distances are means and not sums; generator and encoder are averaged.
 */
public final class PairGraph {
  /** The function that inspects. */
  public static final String INSPECT = "inspect";

  /** Input of inspect and of the game: examples as they are given, [batch, F]. */
  public static final String X = GameGraph.X;

  /** Outputs of inspect: [batch, F] as they are given, and [batch, 1]. */
  public static final String RECONSTRUCTION = "reconstruction";

  public static final String SCORE = "score";

  private static final Initializer WEIGHT = Initializers.normal(0.02);

  private final PairNetworks networks;
  private final SameDiff graph = SameDiff.create();
  private final Params decoder;
  private final Params encoder;
  private final Params judging;

  private PairGraph(PairNetworks networks, long seed) {
    this.networks = networks;
    Params params = new SharedParams(new GraphParams(graph, seed));
    this.decoder = params.scope(Rates.GENERATOR).scope("decoder");
    this.encoder = params.scope(Rates.GENERATOR).scope("encoder");
    this.judging = params.scope(Rates.DISCRIMINATOR);
  }

  /**
   * Checks that a game can be played with pairs.
   *
   * @param prefix of the settings' names, such as {@code gan.}
   * @throws dev.seisei.core.settings.SettingException if not
   */
  public static void require(Game game, String prefix) {
    Require.that(
        game.objective() != AdversarialLoss.LEAST_SQUARES,
        prefix + "game.objective",
        prefix + "game.objective must treat both kinds of pairs alike; least_squares does not");
    Require.that(
        game.gradientPenalty() == 0,
        prefix + "game.gradient_penalty",
        prefix
            + "game.gradient_penalty must be 0, for nothing lies between two kinds of pairs; use"
            + " game.r1 and game.r2");
    Require.that(
        game.generatorPenalty() == 0,
        prefix + "game.generator_penalty",
        prefix + "game.generator_penalty must be 0, for this generator has none");
  }

  /**
   * What an opened model computes, by name: {@link #INSPECT} and {@link ScalingDecoder#FUNCTION}.
   *
   * @param networks that normalise by running statistics
   * @param featureShare s
   */
  public static Map<String, Graph> functions(PairNetworks networks, double featureShare) {
    Map<String, Graph> functions = new LinkedHashMap<>();
    PairGraph inspecting = new PairGraph(networks, 0);
    inspecting.inspect(featureShare);
    functions.put(INSPECT, GraphImport.of(inspecting.graph).graph(RECONSTRUCTION, SCORE));
    functions.put(
        ScalingDecoder.FUNCTION, GraphImport.of(decoding(networks)).graph(ScalingDecoder.PIXELS));
    return functions;
  }

  /**
   * The generator by itself.
   *
   * @param networks that normalise by batches
   */
  public static Standing standing(PairNetworks networks) {
    return Standing.of(decoding(networks), ScalingDecoder.PIXELS);
  }

  private static SameDiff decoding(PairNetworks networks) {
    PairGraph built = new PairGraph(networks, 0);
    SDVariable z =
        built.graph.placeHolder(ScalingDecoder.Z, DataType.FLOAT, -1, networks.latentDim());
    networks.output(built.decode(z)).rename(ScalingDecoder.PIXELS);
    return built.graph;
  }

  /**
   * The graphs of the game.
   *
   * @param networks that normalise by batches
   * @param reconstruction weight of the distance of examples from their reconstructions
   */
  public static GameGraphs game(
      PairNetworks networks, Game game, double reconstruction, long seed) {
    GameGraphs.Builder graphs = new GameGraphs.Builder();
    PairGraph plain = new PairGraph(networks, seed);
    graphs.discriminator(plain.discriminator(game, false), plain.graph);
    if (game.penalises()) {
      PairGraph penalised = new PairGraph(networks, seed);
      graphs.penalisedDiscriminator(penalised.discriminator(game, true), penalised.graph);
    }
    PairGraph making = new PairGraph(networks, seed);
    graphs.generator(making.generator(game, reconstruction), making.graph);
    return graphs.build();
  }

  private void inspect(double share) {
    SDVariable x = examples();
    SDVariable z = networks.encode(encoder, x);
    SDVariable near = decode(z);
    SDVariable ofExamples = MeanAbsoluteError.loss(near, x);
    SDVariable ofPairs =
        MeanAbsoluteError.loss(networks.pair(judging, near, z), networks.pair(judging, x, z));
    ofExamples.mul(1 - share).add(ofPairs.mul(share)).reshape(-1, 1).rename(SCORE);
    networks.output(near).rename(RECONSTRUCTION);
  }

  private Graph discriminator(Game game, boolean penalised) {
    SDVariable x = examples();
    SDVariable z = latents();
    SDVariable ofExamples = judge(x, networks.encode(encoder, x));
    SDVariable made = decode(z);
    SDVariable ofLatents = judge(made, z);
    SDVariable loss = game.objective().discriminator(ofExamples, ofLatents).mean();
    if (penalised) {
      if (game.r1() > 0) {
        loss = loss.add(slope(ofExamples, x).mul(game.r1() * game.penaltyEvery()));
      }
      if (game.r2() > 0) {
        loss = loss.add(slope(ofLatents, made).mul(game.r2() * game.penaltyEvery()));
      }
    }
    loss.rename(GameGraph.LOSS);
    ofExamples.reshape(-1).rename(GameGraph.REAL);
    ofLatents.reshape(-1).rename(GameGraph.GENERATED);
    return GraphImport.of(graph).graph(GameGraph.LOSS, GameGraph.REAL, GameGraph.GENERATED);
  }

  /** The penalty of how steep scores are, all the way through the encoder for examples. */
  private static SDVariable slope(SDVariable scores, SDVariable examples) {
    return ZeroCenteredPenalty.loss(Annotations.gradient(scores.sum(), examples)).mean();
  }

  private Graph generator(Game game, double reconstruction) {
    SDVariable x = examples();
    SDVariable z = latents();
    SDVariable code = networks.encode(encoder, x);
    SDVariable made = decode(z);
    made.rename(GameGraph.EXAMPLES);
    SDVariable ofExamples = judge(x, code);
    SDVariable ofLatents = judge(made, z);
    SDVariable loss = game.objective().generator(ofExamples, ofLatents).mean();
    if (!game.objective().pairs()) {
      // The encoder plays the generator's part with the kinds exchanged.
      loss = loss.add(game.objective().generator(ofLatents.neg(), ofExamples.neg()).mean());
    }
    if (reconstruction > 0) {
      // A second time in one graph, with statistics of its own, which nothing reads.
      SDVariable again = networks.decode(decoder, code, norm -> norm.scope("reconstructions"));
      loss = loss.add(MeanAbsoluteError.loss(again, x).mean().mul(reconstruction));
    }
    loss.rename(GameGraph.LOSS);
    return GraphImport.of(graph).graph(GameGraph.LOSS, GameGraph.EXAMPLES);
  }

  private SDVariable examples() {
    return networks.input(graph.placeHolder(X, DataType.FLOAT, -1, networks.features()));
  }

  private SDVariable latents() {
    return graph.placeHolder(GameGraph.Z, DataType.FLOAT, -1, networks.latentDim());
  }

  private SDVariable decode(SDVariable z) {
    return networks.decode(decoder, z, UnaryOperator.identity());
  }

  private SDVariable judge(SDVariable x, SDVariable z) {
    return judging.linear(
        "score",
        networks.pair(judging, x, z),
        networks.pairFeatures(),
        1,
        WEIGHT,
        Initializers.zeros());
  }
}

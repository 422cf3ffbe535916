package dev.seisei.gan.adversarial;

import dev.seisei.core.settings.SettingException;
import dev.seisei.engine.graph.Graph;
import dev.seisei.engine.nn.GraphParams;
import dev.seisei.engine.nn.Params;
import dev.seisei.engine.nn.SharedParams;
import dev.seisei.engine.op.Random;
import dev.seisei.engine.samediff.Annotations;
import dev.seisei.engine.samediff.GraphImport;
import dev.seisei.gan.adversarial.Players.Judgement;
import dev.seisei.loss.GradientPenalty;
import dev.seisei.loss.SoftmaxCrossEntropy;
import dev.seisei.loss.ZeroCenteredPenalty;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * The losses of a game as graphs: one of the discriminator, one of the discriminator with
 * penalties, one of the generator. Parameters are below {@link Rates#GENERATOR} and {@link
 * Rates#DISCRIMINATOR}.
 */
public final class GameGraph {
  /** Input: real examples, [batch, F]. */
  public static final String X = "x";

  /** Input: classes of the real examples, [batch]. */
  public static final String LABEL = "label";

  /** Input: latents, [batch, D]. */
  public static final String Z = "z";

  /** Input: classes that are asked of the generator, [batch]. */
  public static final String WANTED = "wanted";

  /** Output: what is minimised, a mean over the batch. */
  public static final String LOSS = "loss";

  /** Outputs of the discriminator's graphs: scores of each example, [batch]. */
  public static final String REAL = "real_scores";

  public static final String GENERATED = "generated_scores";

  /** Output of the generator's graph: what it made, [batch, F]. */
  public static final String EXAMPLES = "examples";

  private final Setting setting;
  private final SameDiff graph = SameDiff.create();
  private final Params params;
  private final Params judging;
  private final @Nullable SDVariable label;
  private final @Nullable SDVariable wanted;

  /**
   * What is played.
   *
   * @param features F, numbers of an example
   * @param latentDim D
   * @param classes that are asked of the generator; 0 for none
   * @param labelled whether the discriminator is told them too, and real examples have them
   * @param input makes of real examples what the discriminator is shown beside generated ones
   * @param seen what is done to all that the discriminator is shown
   */
  public record Setting(
      Game game,
      Players players,
      int features,
      int latentDim,
      int classes,
      boolean labelled,
      UnaryOperator<SDVariable> input,
      UnaryOperator<SDVariable> seen) {}

  private GameGraph(Setting setting, long seed) {
    this.setting = setting;
    this.params = new SharedParams(new GraphParams(graph, seed));
    this.judging = setting.players().discriminator(params.scope(Rates.DISCRIMINATOR));
    this.label = setting.labelled() ? graph.placeHolder(LABEL, DataType.INT32, -1) : null;
    this.wanted = setting.classes() > 0 ? graph.placeHolder(WANTED, DataType.INT32, -1) : null;
  }

  /** Builds the graphs of a game. */
  public static GameGraphs of(Setting setting, long seed) {
    GameGraphs.Builder graphs = new GameGraphs.Builder();
    GameGraph plain = new GameGraph(setting, seed);
    graphs.discriminator(plain.discriminator(false), plain.graph);
    if (setting.game().penalises()) {
      GameGraph penalised = new GameGraph(setting, seed);
      graphs.penalisedDiscriminator(penalised.discriminator(true), penalised.graph);
    }
    GameGraph making = new GameGraph(setting, seed);
    graphs.generator(making.generator(false), making.graph);
    if (setting.game().generatorPenalty() > 0) {
      GameGraph penalised = new GameGraph(setting, seed);
      graphs.penalisedGenerator(penalised.generator(true), penalised.graph);
    }
    return graphs.build();
  }

  private SDVariable real() {
    SDVariable x = graph.placeHolder(X, DataType.FLOAT, -1, setting.features());
    return setting.seen().apply(setting.input().apply(x));
  }

  private SDVariable generated() {
    SDVariable z = graph.placeHolder(Z, DataType.FLOAT, -1, setting.latentDim());
    return setting.players().generate(params.scope(Rates.GENERATOR), z, wanted);
  }

  private Judgement judge(SDVariable examples, @Nullable SDVariable classes, String kind) {
    return setting.players().judge(judging, examples, classes, kind);
  }

  private Graph discriminator(boolean penalised) {
    Game game = setting.game();
    SDVariable real = real();
    SDVariable generated = setting.seen().apply(generated());
    Judgement ofReal = judge(real, label, "real");
    Judgement ofGenerated = judge(generated, told(), "generated");
    SDVariable loss = game.objective().discriminator(ofReal.scores(), ofGenerated.scores()).mean();
    loss = withInformation(withClasses(loss, ofReal, label), ofGenerated);
    if (penalised) {
      SDVariable penalty = penalty(real, generated, ofReal, ofGenerated);
      loss = loss.add(penalty.mul(game.penaltyEvery()));
    }
    each(ofReal.scores()).rename(REAL);
    each(ofGenerated.scores()).rename(GENERATED);
    loss.rename(LOSS);
    return GraphImport.of(graph).graph(LOSS, REAL, GENERATED);
  }

  private SDVariable penalty(
      SDVariable real, SDVariable generated, Judgement ofReal, Judgement ofGenerated) {
    Game game = setting.game();
    SDVariable penalty = null;
    if (game.r1() > 0) {
      penalty = ZeroCenteredPenalty.loss(slope(ofReal, real)).mean().mul(game.r1());
    }
    if (game.r2() > 0) {
      SDVariable r2 = ZeroCenteredPenalty.loss(slope(ofGenerated, generated)).mean();
      penalty = sum(penalty, r2.mul(game.r2()));
    }
    if (game.gradientPenalty() > 0) {
      SDVariable share =
          Annotations.random(Random.Distribution.UNIFORM, real.mean(1).reshape(-1, 1));
      SDVariable between = generated.add(real.sub(generated).mul(share));
      Judgement ofBetween = judge(between, label, "between");
      SDVariable slopes = GradientPenalty.loss(slope(ofBetween, between));
      penalty = sum(penalty, slopes.mean().mul(game.gradientPenalty()));
    }
    if (penalty == null) {
      throw new IllegalStateException("no penalty");
    }
    return penalty;
  }

  private static SDVariable sum(@Nullable SDVariable a, SDVariable b) {
    return a == null ? b : a.add(b);
  }

  /** The gradient of each example's score with respect to it, [N, F]. */
  private static SDVariable slope(Judgement judgement, SDVariable examples) {
    return Annotations.gradient(each(judgement.scores()).sum(), examples);
  }

  /** [N, 1] → [N]. */
  private static SDVariable each(SDVariable scores) {
    return scores.reshape(-1);
  }

  /** The classes of generated examples, if the discriminator is told them. */
  private @Nullable SDVariable told() {
    return setting.labelled() ? wanted : null;
  }

  private SDVariable withInformation(SDVariable loss, Judgement ofGenerated) {
    SDVariable information =
        setting.players().information(ofGenerated, graph.getVariable(Z), wanted);
    return information == null ? loss : loss.add(information);
  }

  private SDVariable withClasses(
      SDVariable loss, Judgement judgement, @Nullable SDVariable classes) {
    SDVariable logits = judgement.classes();
    if (logits == null || classes == null) {
      return loss;
    }
    return loss.add(SoftmaxCrossEntropy.sparse(logits, classes, setting.classes()).mean());
  }

  private Graph generator(boolean penalised) {
    Game game = setting.game();
    SDVariable examples = generated();
    examples.rename(EXAMPLES);
    Judgement ofGenerated = judge(setting.seen().apply(examples), told(), "generated");
    Judgement ofReal = game.objective().pairs() ? judge(real(), label, "real") : ofGenerated;
    SDVariable loss = game.objective().generator(ofReal.scores(), ofGenerated.scores()).mean();
    loss = withInformation(withClasses(loss, ofGenerated, told()), ofGenerated);
    if (penalised) {
      Params own = params.scope(Rates.GENERATOR);
      SDVariable penalty = setting.players().penalty(own, graph.getVariable(Z), wanted);
      if (penalty == null) {
        throw new SettingException(
            "game.generator_penalty",
            "game.generator_penalty must be 0, for this generator has none, got "
                + game.generatorPenalty());
      }
      loss = loss.add(penalty.mul(game.generatorPenalty() * game.generatorPenaltyEvery()));
    }
    loss.rename(LOSS);
    return GraphImport.of(graph).graph(LOSS, EXAMPLES);
  }
}

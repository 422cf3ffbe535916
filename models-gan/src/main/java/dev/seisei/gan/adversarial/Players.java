package dev.seisei.gan.adversarial;

import dev.seisei.engine.nn.Params;
import org.jspecify.annotations.Nullable;
import org.nd4j.autodiff.samediff.SDVariable;

/** The two networks of a game, written into a graph. Examples are rows of numbers. */
public interface Players {
  /**
   * What the generator makes in training.
   *
   * @param params below which all of its parameters are
   * @param z latents, [N, D]
   * @param label classes, [N]; null where it is told none
   * @return [N, F]
   */
  SDVariable generate(Params params, SDVariable z, @Nullable SDVariable label);

  /**
   * What wraps the discriminator's parameters, once a graph.
   *
   * @param params below which all of its parameters are
   */
  default Params discriminator(Params params) {
    return params;
  }

  /**
   * How examples seem to the discriminator.
   *
   * @param params of {@link #discriminator}; shared by all calls in one graph
   * @param examples [N, F]
   * @param label classes, [N]; null where it is told none
   * @param kind of the examples, which names the statistics that they have of their own
   */
  Judgement judge(Params params, SDVariable examples, @Nullable SDVariable label, String kind);

  /**
   * What both players minimise beside the game about what they say of a generated example: how
   * badly the discriminator tells what it was made of.
   *
   * @param z latents that the examples were made of, [N, D]
   * @param wanted classes that they were asked to be of, [N]; null where none were
   * @return a scalar, or null for nothing
   */
  default @Nullable SDVariable information(
      Judgement ofGenerated, SDVariable z, @Nullable SDVariable wanted) {
    return null;
  }

  /**
   * What the generator is penalised by now and then, beside what it minimises anyway.
   *
   * @param z latents, [N, D]
   * @return a scalar, or null from a generator that has none
   */
  default @Nullable SDVariable penalty(Params params, SDVariable z, @Nullable SDVariable label) {
    return null;
  }

  /**
   * What the discriminator says.
   *
   * @param scores logits of being real, [N, 1]
   * @param classes logits of the classes, [N, K]; null from one that does not tell them apart
   * @param codes what it takes other latents for, [N, codes]; null from one that does not say
   */
  record Judgement(SDVariable scores, @Nullable SDVariable classes, @Nullable SDVariable codes) {
    /** Scores, and nothing else. */
    public static Judgement of(SDVariable scores) {
      return new Judgement(scores, null, null);
    }
  }
}

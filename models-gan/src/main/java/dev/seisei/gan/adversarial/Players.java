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
   * How examples seem to the discriminator.
   *
   * @param params below which all of its parameters are; shared by all calls in one graph
   * @param examples [N, F]
   * @param label classes, [N]; null where it is told none
   * @param kind of the examples, which names the statistics that they have of their own
   */
  Judgement judge(Params params, SDVariable examples, @Nullable SDVariable label, String kind);

  /**
   * What the discriminator says.
   *
   * @param scores logits of being real, [N, 1]
   * @param classes logits of the classes, [N, K]; null from one that does not tell them apart
   */
  record Judgement(SDVariable scores, @Nullable SDVariable classes) {}
}

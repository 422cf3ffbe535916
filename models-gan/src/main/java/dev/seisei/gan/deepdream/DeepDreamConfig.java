package dev.seisei.gan.deepdream;

import dev.seisei.core.settings.Description;
import dev.seisei.core.settings.Require;

/**
 * What dreams.
 *
 * @param features the network whose activations are to grow: a folder, or a name looked up where
 *     models are
 * @param layer of it, where a request names none; empty for the last
 */
public record DeepDreamConfig(
    @Description("the network whose activations grow: a model that sees colour images")
        String features,
    @Description("its layer, where a request names none; empty: the last") String layer) {

  public DeepDreamConfig {
    Require.that(!features.isBlank(), "features", "features must name a model, got none");
  }

  /** The classifier of the zoo. */
  public DeepDreamConfig() {
    this("features-cifar10", "");
  }
}

package dev.seisei.gan.style;

import dev.seisei.core.settings.Description;
import dev.seisei.core.settings.Require;
import java.util.Arrays;
import java.util.List;

/**
 * What content and style are seen by.
 *
 * @param features the network that sees them: a folder, or a name looked up where models are
 * @param contentLayer its layer that content is compared in; empty for the one after two thirds of
 *     them
 * @param styleLayers its layers that style is compared in, with commas between; empty for all
 */
public record StyleTransferConfig(
    @Description("the network that sees content and style: a model that sees colour images")
        String features,
    @Description("its layer that content is compared in; empty: after two thirds")
        String contentLayer,
    @Description("its layers that style is compared in, with commas between; empty: all")
        String styleLayers) {

  public StyleTransferConfig {
    Require.that(!features.isBlank(), "features", "features must name a model, got none");
  }

  /** The classifier of the zoo. */
  public StyleTransferConfig() {
    this("features-cifar10", "", "");
  }

  /** The layers of {@link #styleLayers}; none if it is empty. */
  List<String> listedStyleLayers() {
    return styleLayers.isBlank()
        ? List.of()
        : Arrays.stream(styleLayers.split(",", -1)).map(String::strip).distinct().toList();
  }
}

package dev.seisei.gan.style;

import dev.seisei.core.model.ModelFamily;
import dev.seisei.gan.FeatureNetworks;
import dev.seisei.gan.PictureFamilyContract;
import dev.seisei.gan.Pictures;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

class StyleTransferContractTest extends PictureFamilyContract<StyleTransferRequest> {
  @TempDir static Path folder;

  @BeforeAll
  static void write() throws IOException {
    Path network = FeatureNetworks.colour();
    FeatureNetworks.checkpoint(
        folder.resolve("style"), "style-transfer", Map.of("features", network.toString()));
  }

  @Override
  protected ModelFamily<?, StyleTransferRequest> family() {
    return new StyleTransferFamily();
  }

  @Override
  protected Path checkpoint() {
    return folder.resolve("style");
  }

  @Override
  protected List<String> pictures() {
    return List.of("image", "style");
  }

  /** From noise: what begins with the content has nothing random in it. */
  @Override
  protected Map<String, ?> request(long seed) {
    return Map.of(
        "image",
        outside(Pictures.disc(33, 47)),
        "style",
        outside(Pictures.stripes(20, 31)),
        "size",
        47,
        "steps",
        3,
        "start",
        "noise",
        "seed",
        seed);
  }

  @Override
  protected int twelve() {
    return 12;
  }
}

package dev.seisei.gan.deepdream;

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

class DeepDreamContractTest extends PictureFamilyContract<DeepDreamRequest> {
  @TempDir static Path folder;

  @BeforeAll
  static void write() throws IOException {
    Path network = FeatureNetworks.colour();
    FeatureNetworks.checkpoint(
        folder.resolve("dream"), "deepdream", Map.of("features", network.toString()));
  }

  @Override
  protected ModelFamily<?, DeepDreamRequest> family() {
    return new DeepDreamFamily();
  }

  @Override
  protected Path checkpoint() {
    return folder.resolve("dream");
  }

  @Override
  protected List<String> pictures() {
    return List.of("image");
  }

  @Override
  protected Map<String, ?> request(long seed) {
    return Map.of(
        "image",
        outside(Pictures.disc(33, 47)),
        "size",
        47,
        "steps",
        2,
        "octaves",
        2,
        "seed",
        seed);
  }

  /** In each of two octaves. */
  @Override
  protected int twelve() {
    return 6;
  }
}

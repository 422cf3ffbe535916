package dev.seisei.gan.perception;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seisei.core.checkpoint.Checkpoint;
import dev.seisei.core.features.ImageFeatures;
import dev.seisei.core.model.Model;
import dev.seisei.core.settings.SettingException;
import dev.seisei.engine.memory.Device;
import dev.seisei.gan.FeatureNetworks;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FeatureNetworkTest {
  @TempDir static Path folder;

  @BeforeAll
  static void train() {
    FeatureNetworks.grey(folder.resolve("grey"));
  }

  private static FeatureNetwork open(String features) throws IOException {
    Path asking =
        FeatureNetworks.checkpoint(
            folder.resolve("asking"), "deepdream", Map.of("features", features));
    return FeatureNetwork.open(features, Checkpoint.open(asking), Device.CPU);
  }

  @Test
  void itKnowsItsLayersAndTheirExtents() throws IOException {
    try (FeatureNetwork network = open(FeatureNetworks.colour().toString())) {
      assertEquals(List.of("stage0_0", "stage1_0", "stage2_0"), network.layers());
      assertEquals(32, network.channels("stage2_0"));
      PictureSize size = new PictureSize(37, 22);
      assertEquals(size, network.extent("stage0_0", size));
      assertEquals(new PictureSize(18, 11), network.extent("stage1_0", size));
      assertEquals(new PictureSize(9, 5), network.extent("stage2_0", size));
      assertTrue(network.sees("stage2_0", new PictureSize(4, 9)));
      assertFalse(network.sees("stage2_0", new PictureSize(3, 9)));
      assertFalse(network.sees("stage0_0", new PictureSize(1, 9)));
      SettingException e =
          assertThrows(SettingException.class, () -> network.layer("layer", "stage9_9"));
      assertEquals("layer", e.field());
      assertTrue(e.toString().contains(FeatureNetworks.LAYERS), e.toString());
    }
  }

  /** What logits and standardised features are made with is not carried along. */
  @Test
  void itsWeightsAreThoseOfTheLayers() throws IOException {
    try (FeatureNetwork network = open(FeatureNetworks.colour().toString());
        Model model = Model.open(FeatureNetworks.colour(), Device.CPU)) {
      assertTrue(
          network.parameters().names().stream().allMatch(name -> name.startsWith("stage")),
          () -> network.parameters().names().toString());
      ImageFeatures features = model.as(ImageFeatures.class).orElseThrow();
      features
          .weights()
          .forEach(
              (name, weight) -> {
                if (name.startsWith("stage")) {
                  assertEquals(weight.bytes(), network.parameters().get(name).bytes(), name);
                }
              });
    }
  }

  @Test
  void aNetworkThatIsNotThereIsNamed() {
    assertRefused("no-such-network", "there is no model \"no-such-network\"");
  }

  @Test
  void aNetworkThatSeesNoColoursIsRefused() {
    assertRefused(folder.resolve("grey").toString(), "sees images of 1 channel, not colours");
  }

  @Test
  void aModelThatSeesNothingIsRefused() throws IOException {
    Path blank = FeatureNetworks.checkpoint(folder.resolve("blank"), "blank", Map.of());
    assertRefused(blank.toString(), "is a blank, which is none");
  }

  @Test
  void aModelThatNeedsFeaturesItselfIsRefused() throws IOException {
    String itself = folder.resolve("itself").toString();
    FeatureNetworks.checkpoint(Path.of(itself), "deepdream", Map.of("features", itself));
    assertRefused(itself, "itself needs another one's features");
  }

  private static void assertRefused(String features, String why) {
    SettingException e = assertThrows(SettingException.class, () -> open(features).close());
    assertEquals("features", e.field());
    assertTrue(e.toString().contains(folder.resolve("asking").toString()), e.toString());
    assertTrue(e.toString().contains(why), e.toString());
  }
}

package dev.seisei.gan;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.seisei.core.checkpoint.Checkpoint;
import dev.seisei.core.model.Model;
import dev.seisei.core.sample.Images;
import dev.seisei.core.settings.Picture;
import dev.seisei.engine.memory.Device;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The checkpoints of this module's families that come with the project. */
class ZooTest {
  // Surefire runs in the module's folder.
  private static final Path ZOO = Path.of("../zoo");
  private static final Path PICTURES = Path.of("../docs/models");

  @TempDir Path folder;

  static List<String> names() {
    return List.of("deepdream", "style-transfer");
  }

  private static Picture picture(String file) throws IOException {
    return new Picture(Files.readAllBytes(PICTURES.resolve(file)));
  }

  @ParameterizedTest
  @MethodSource("names")
  void theirCardsSayHowToUseThemAndWhoseEyesTheyHave(String name) {
    Checkpoint checkpoint = Checkpoint.open(ZOO.resolve(name));
    assertEquals(name, checkpoint.modelType());
    Map<String, Object> head = checkpoint.card().head();
    assertTrue(head.containsKey("license"), head.toString());
    assertEquals(head.get("base_model"), checkpoint.config().get("features"));
    assertTrue(checkpoint.card().text().contains("./seisei sample " + name), name);
  }

  /** With the network named as a folder, because tests have no other home than their module. */
  @ParameterizedTest
  @MethodSource("names")
  void theyChangePictures(String name) throws IOException {
    Map<String, Object> config = new HashMap<>(Checkpoint.open(ZOO.resolve(name)).config());
    Path features = ZOO.resolve(String.valueOf(config.get("features")));
    assumeTrue(Checkpoint.isCheckpoint(features), features + " does not come with this version");
    config.put("features", features);
    Path copy = FeatureNetworks.checkpoint(folder.resolve(name), name, config);
    Map<String, Object> request = new HashMap<>(Map.of("size", 48, "steps", 2));
    request.put("image", picture("landscape.png").base64());
    if (name.equals("style-transfer")) {
      request.put("style", picture("strokes.png").base64());
    } else {
      request.put("octaves", 2);
    }
    try (Model model = Model.open(copy, Device.CPU)) {
      Images made = (Images) model.generate(request);
      assertEquals(32, made.height());
      assertEquals(48, made.width());
      float[] before = Pictures.pixels(picture("landscape.png"), 32, 48);
      assertFalse(Arrays.equals(before, made.pixels(0)));
      assertArrayEquals(made.pixels(0), ((Images) model.generate(request)).pixels(0));
    }
  }
}

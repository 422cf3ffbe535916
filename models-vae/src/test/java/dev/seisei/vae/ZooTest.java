package dev.seisei.vae;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seisei.core.checkpoint.Checkpoint;
import dev.seisei.core.model.Model;
import dev.seisei.core.sample.Images;
import dev.seisei.engine.file.GraphFile;
import dev.seisei.engine.memory.Device;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The checkpoints of this module's families that come with the project. */
class ZooTest {
  // Surefire runs in the module's folder.
  private static final Path ZOO = Path.of("../zoo");

  static List<Path> checkpoints() throws IOException {
    try (Stream<Path> folders = Files.list(ZOO)) {
      return folders
          .filter(Checkpoint::isCheckpoint)
          .filter(folder -> Checkpoint.open(folder).modelType().equals(VaeFamily.ID))
          .sorted()
          .toList();
    }
  }

  @Test
  void itsModelsAreFound() throws IOException {
    List<String> names =
        checkpoints().stream().map(path -> String.valueOf(path.getFileName())).toList();
    assertTrue(names.containsAll(List.of("cvae-fashion", "vae-mnist")), names.toString());
  }

  @ParameterizedTest
  @MethodSource("checkpoints")
  void savedFunctionsAreThoseOfTheCode(Path folder) throws IOException {
    VaeConfig config = Checkpoint.open(folder).config(VaeConfig.class);
    assertArrayEquals(
        GraphFile.write(VaeGraph.functions(config)),
        Files.readAllBytes(folder.resolve("graphs.json")));
  }

  @ParameterizedTest
  @MethodSource("checkpoints")
  void theyMakePictures(Path folder) {
    try (Model model = Model.open(folder, Device.CPU)) {
      Images images = (Images) model.generate(Map.of("n", 4, "seed", 7));
      assertEquals(4, images.size());
      for (int i = 0; i < 4; i++) {
        float[] pixels = images.pixels(i);
        double ink = 0;
        for (float pixel : pixels) {
          ink += pixel / pixels.length;
        }
        assertTrue(ink > 0.02 && ink < 0.8, "share of ink: " + ink);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("checkpoints")
  void theirCardsSayWhatWasMeasured(Path folder) {
    Checkpoint checkpoint = Checkpoint.open(folder);
    Map<String, Object> head = checkpoint.card().head();
    assertTrue(head.containsKey("license") && head.containsKey("datasets"), head.toString());
    String text = checkpoint.card().text();
    for (String said : List.of("./seisei train", "negative_elbo", "nll")) {
      assertTrue(text.contains(said), said);
    }
    Objects.requireNonNull(checkpoint.training().get("data_hash"));
  }
}

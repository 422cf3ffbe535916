package dev.seisei.testkit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seisei.core.checkpoint.Checkpoint;
import dev.seisei.core.model.Model;
import dev.seisei.core.sample.Images;
import dev.seisei.engine.file.GraphFile;
import dev.seisei.engine.graph.Graph;
import dev.seisei.engine.memory.Device;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the checkpoints of images keep that come with the project, those of one family. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class ZooContract {
  // Surefire runs in the module's folder.
  private static final Path ZOO = Path.of("../zoo");

  private static final int COUNT = 16;

  /** The family's id. */
  protected abstract String family();

  /** The checkpoints there must be at least. */
  protected abstract List<String> names();

  /** The functions that the code makes for a checkpoint. */
  protected abstract Map<String, Graph> functions(Checkpoint checkpoint);

  /** What a card must speak of, beside how it was trained. */
  protected abstract List<String> measured();

  List<Path> checkpoints() throws IOException {
    try (Stream<Path> folders = Files.list(ZOO)) {
      return folders
          .filter(Checkpoint::isCheckpoint)
          .filter(folder -> Checkpoint.open(folder).modelType().equals(family()))
          .sorted()
          .toList();
    }
  }

  @Test
  void itsModelsAreFound() throws IOException {
    List<String> found =
        checkpoints().stream().map(path -> String.valueOf(path.getFileName())).toList();
    assertTrue(found.containsAll(names()), found.toString());
  }

  @ParameterizedTest
  @MethodSource("checkpoints")
  void savedFunctionsAreThoseOfTheCode(Path folder) throws IOException {
    assertArrayEquals(
        GraphFile.write(functions(Checkpoint.open(folder))),
        Files.readAllBytes(folder.resolve("graphs.json")));
  }

  @ParameterizedTest
  @MethodSource("checkpoints")
  void theyMakePicturesThatDiffer(Path folder) {
    try (Model model = Model.open(folder, Device.CPU)) {
      Images images = (Images) model.generate(Map.of("n", COUNT, "seed", 7));
      assertEquals(COUNT, images.size());
      int features = images.pixels(0).length;
      double[] sums = new double[features];
      double[] squares = new double[features];
      for (int i = 0; i < COUNT; i++) {
        float[] pixels = images.pixels(i);
        double ink = 0;
        for (int p = 0; p < features; p++) {
          assertTrue(pixels[p] >= 0 && pixels[p] <= 1, "pixel " + pixels[p]);
          sums[p] += pixels[p];
          squares[p] += pixels[p] * pixels[p];
          ink += pixels[p] / features;
        }
        assertTrue(ink > 0.02 && ink < 0.8, "share of ink: " + ink);
      }
      double variance = 0;
      for (int p = 0; p < features; p++) {
        double mean = sums[p] / COUNT;
        variance += (squares[p] / COUNT - mean * mean) / features;
      }
      assertTrue(variance > 0.02, "variance " + variance);
    }
  }

  @ParameterizedTest
  @MethodSource("checkpoints")
  void theirCardsSayWhatWasMeasured(Path folder) {
    Checkpoint checkpoint = Checkpoint.open(folder);
    Map<String, Object> head = checkpoint.card().head();
    assertTrue(head.containsKey("license") && head.containsKey("datasets"), head.toString());
    String text = checkpoint.card().text();
    assertTrue(text.contains("./seisei train") && text.contains("./seisei evaluate"), text);
    for (String said : measured()) {
      assertTrue(text.contains(said), said);
    }
    assertNotNull(checkpoint.training().get("data_hash"));
  }
}

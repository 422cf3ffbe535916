package dev.seisei.core.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.seisei.core.settings.Require;
import dev.seisei.engine.memory.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Small checkpoints for the tests of this package. */
final class Models {
  private Models() {}

  record Config(int latentDim, double beta) {
    Config() {
      this(2, 1);
    }

    Config {
      Require.inRange("latent_dim", latentDim, 1, 100);
    }
  }

  /** A checkpoint whose every file says the same step, so that a mixture of two is seen. */
  static CheckpointWriter step(Path folder, int step) {
    return step(CheckpointWriter.to(folder), step);
  }

  static CheckpointWriter step(CheckpointWriter writer, int step) {
    return writer
        .config("test", new Config(1 + step % 100, step))
        .weights(Map.of("w", Tensor.of(new float[] {step, step, step}, 3)))
        .state(Map.of("m", Tensor.of(new double[] {step}, 1)))
        .training(Map.of("step", step))
        .card(new ModelCard(Map.of("step", step), "Step " + step + "\n"));
  }

  /** The step of a checkpoint, which must be whole. */
  static int stepOf(Path folder) {
    Checkpoint checkpoint = Checkpoint.open(folder);
    int step = Integer.parseInt(String.valueOf(checkpoint.training().get("step")));
    assertEquals(new Config(1 + step % 100, step), checkpoint.config(Config.class));
    assertEquals("Step " + step + "\n", checkpoint.card().text());
    Tensor weights = Safetensors.open(folder.resolve(Layout.WEIGHTS)).read("w");
    assertEquals(
        List.of(step, step, step),
        Stream.of(0, 1, 2).map(i -> (int) weights.getDouble(i)).toList());
    Map<String, Tensor> state = checkpoint.state().orElseThrow();
    assertEquals(step, ((Tensor) state.values().toArray()[0]).getDouble(0));
    return step;
  }

  /** The names in a folder, hidden ones too. */
  static List<String> names(Path folder) throws IOException {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.map(entry -> String.valueOf(entry.getFileName())).sorted().toList();
    }
  }
}

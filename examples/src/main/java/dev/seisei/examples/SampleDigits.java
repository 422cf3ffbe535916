package dev.seisei.examples;

import dev.seisei.core.model.Model;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/** Opens a checkpoint, samples and saves: all that an embedder needs. */
public final class SampleDigits {
  private SampleDigits() {}

  /** Writes 16 images of a model, such as {@code zoo/vae-mnist}, to a file. */
  public static void main(String[] args) throws IOException {
    try (Model model = Model.open(args[0])) {
      model.generate(Map.of("n", 16, "seed", 7)).write(Path.of(args[1]));
    }
  }
}

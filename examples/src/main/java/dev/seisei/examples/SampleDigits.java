package dev.seisei.examples;

import dev.seisei.core.model.Model;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/** Opens a checkpoint, samples and saves: all that an embedder needs. */
public final class SampleDigits {
  private SampleDigits() {}

  /** Writes 16 digits to a picture. */
  public static void main(String[] args) throws IOException {
    try (Model model = Model.open("vae-mnist")) {
      model.generate(Map.of("n", 16, "seed", 7)).write(Path.of(args[0]));
    }
  }
}

package dev.seisei.gan.latent;

import dev.seisei.core.model.Generator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;

/** Grids of samples of models in training. */
public final class Painting {
  /** Ten by ten, so that with ten classes each has a column. */
  private static final GanRequest GRID =
      new GanRequest(GanRequest.Mode.SAMPLE, 100, 0, -1, 1, "", "");

  private Painting() {}

  /**
   * Writes a grid of samples, of the same latents every time.
   *
   * @param generator closed afterwards
   * @throws UncheckedIOException if the file cannot be written
   */
  public static void draw(Generator<GanRequest> generator, Path file) {
    try (generator) {
      generator.generateTogether(List.of(GRID)).get(0).write(file);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file + ": " + e.getMessage(), e);
    }
  }
}

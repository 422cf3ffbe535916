package dev.seisei.gan.latent;

import dev.seisei.core.model.GenerationListener;
import dev.seisei.core.model.Generator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/** Grids of samples of models in training. */
public final class Painting {
  /** Ten by ten, so that with ten classes each has a column. */
  private static final GanRequest GRID =
      new GanRequest(GanRequest.Mode.SAMPLE, 100, 0, -1, 1, "", "");

  private Painting() {}

  /**
   * Writes a grid of samples, of the same latents every time: {@link #draw(Generator, Record,
   * Path)}.
   */
  public static void draw(Generator<GanRequest> generator, Path file) {
    draw(generator, GRID, file);
  }

  /**
   * Writes what a request asks for.
   *
   * @param generator closed afterwards
   * @throws UncheckedIOException if the file cannot be written
   */
  public static <R extends Record> void draw(Generator<R> generator, R request, Path file) {
    try (generator) {
      generator.generate(request, GenerationListener.SILENT).write(file);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file + ": " + e.getMessage(), e);
    }
  }
}

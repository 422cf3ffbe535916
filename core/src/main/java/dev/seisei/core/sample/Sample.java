package dev.seisei.core.sample;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;

/**
 * What a generator made. Owns its memory, immutable, outlives the generator.
 *
 * <p>Every kind writes itself in the formats it lists, the first of which is its natural one.
 */
public sealed interface Sample
    permits Audio, Embeddings, Images, Score, Series, Table, Text, Tokens {
  /** What the sample can be written as, by file ending, such as {@code png}, {@code json}. */
  List<String> formats();

  /** How many things it holds: images, rows, pieces. */
  int size();

  /**
   * Some of the things it holds, as a sample of their own.
   *
   * @throws IndexOutOfBoundsException if the range is not within [0, size) or is empty
   */
  Sample slice(int from, int count);

  /**
   * Writes the sample; leaves the stream open.
   *
   * @param format one of {@link #formats}
   * @throws IllegalArgumentException if it cannot be written as that, naming the formats it can
   */
  void write(String format, OutputStream out) throws IOException;

  /**
   * Writes the sample to a file whose ending says the format; the file appears whole or not at all.
   *
   * @throws IllegalArgumentException if the ending is not one of {@link #formats}
   * @throws IOException if it cannot be written, naming the file
   */
  default void write(Path file) throws IOException {
    SampleFiles.write(this, file);
  }
}

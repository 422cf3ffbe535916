package dev.seisei.core.checkpoint;

import java.nio.file.Path;

/**
 * A format whose files hold a whole model each, found by {@link java.util.ServiceLoader}; where
 * there is one, such a file is a model as a folder is: {@code Model.open("x.gguf")}.
 *
 * <p>Stateless and thread-safe. Its constructor does no work.
 */
public interface ModelFormat {
  /** What its files' names end with, without the dot, in lower case, such as {@code gguf}. */
  String ending();

  /** A few words on the format. */
  String description();

  /**
   * Opens a file, which is hostile until checked; reads no more than its header.
   *
   * @throws IllegalArgumentException if it is not of this format or no model that is known, naming
   *     the file and the field
   * @throws java.io.UncheckedIOException if it cannot be read
   */
  ModelFile open(Path file);
}

package dev.seisei.core.importing;

import dev.seisei.core.progress.Progress;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A place that models are brought from, found by {@link java.util.ServiceLoader}.
 *
 * <p>Stateless and thread-safe. Its constructor does no work.
 */
public interface ModelSource {
  /** What it understands, as help shows it, such as {@code hf:OWNER/NAME}, or a name by itself. */
  List<String> forms();

  /** Whether a reference is one of this source's, whether or not there is such a model. */
  boolean understands(String reference);

  /**
   * Looks a reference up, without bringing anything yet.
   *
   * @throws IllegalArgumentException if the reference is not as it must be
   * @throws IOException if there is no such thing, or it cannot be reached; the message says what
   *     to do
   */
  Found find(String reference) throws IOException;

  /** What was found, before it is brought. */
  interface Found {
    /**
     * The reference with all that was left open in it, so that it names equal bytes for ever where
     * the source has such names: a commit in place of a branch.
     */
    String source();

    /** A name for the model, such as that of the repository. */
    String name();

    /**
     * Brings it.
     *
     * @param folder is there, and holds what an earlier try for the same {@link #source} left;
     *     everything is put in here
     * @throws IOException if that fails; what has come stays, so that the next try goes on
     */
    Brought bring(Path folder, Progress progress) throws IOException;
  }

  /**
   * What was brought.
   *
   * @param path a file, or a folder that holds the model's files and nothing else
   * @param kind of the {@link Importer} that reads it, if the source knows that
   * @param tokenizer the file of the vocabulary, for formats that keep it apart
   */
  record Brought(Path path, Optional<String> kind, Optional<Path> tokenizer) {}
}

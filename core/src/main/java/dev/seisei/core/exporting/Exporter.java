package dev.seisei.core.exporting;

import dev.seisei.core.checkpoint.Checkpoint;
import dev.seisei.core.progress.Progress;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Writes models in one foreign format, found by {@link java.util.ServiceLoader}.
 *
 * <p>Stateless and thread-safe.
 */
public interface Exporter {
  /** What users type before the colon, such as {@code gguf}. */
  String kind();

  /** A few words on the format. */
  String description();

  /** In which types weights can be stored, the usual one first; empty if they stay as they are. */
  List<String> types();

  /**
   * Writes a model with its tokenizer, whole or not at all.
   *
   * @param to the file or folder, which is replaced if it is there
   * @param type one of {@link #types}, if the user says
   * @throws IllegalArgumentException if the format cannot hold the model, saying why
   * @throws java.io.UncheckedIOException if it cannot be read or written
   */
  void export(Checkpoint from, Path to, Optional<String> type, Progress progress);
}

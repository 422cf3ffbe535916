package dev.seisei.core.importing;

import dev.seisei.core.checkpoint.CheckpointWriter;
import dev.seisei.core.progress.Progress;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Reads models in one foreign format, found by {@link java.util.ServiceLoader}.
 *
 * <p>Stateless and thread-safe. What it reads is hostile until checked.
 */
public interface Importer {
  /** What users type before the colon, such as {@code gguf}. */
  String kind();

  /** A few words on the format. */
  String description();

  /**
   * Reads a model and writes it as a checkpoint, with its tokenizer.
   *
   * @param from the file or folder
   * @param tokenizer the file of the vocabulary, for formats that keep it apart
   * @param to committed at the end
   * @throws IllegalArgumentException if what is read is not as it must be, naming the file and the
   *     field
   */
  void convert(Path from, Optional<Path> tokenizer, CheckpointWriter to, Progress progress);
}

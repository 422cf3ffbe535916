package dev.seisei.text.tokenizer;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Opens the tokenizers of checkpoints, and saves them there. */
public final class Tokenizers {
  private Tokenizers() {}

  /**
   * The tokenizer of a checkpoint: what is in its {@code tokenizer.json} (Hugging Face's format),
   * or in its {@code vocabulary.json} (bytes and characters). Which tokens begin and end texts is
   * read from the files that Hugging Face keeps beside it.
   *
   * @throws IllegalArgumentException if the folder has none, or a file is not as it must be, naming
   *     the file and the field
   * @throws java.io.UncheckedIOException if a file cannot be read
   */
  public static Tokenizer open(Path folder) {
    Path json = folder.resolve(TokenizerFile.NAME);
    if (Files.isRegularFile(json)) {
      return JsonTokenizer.open(folder);
    }
    Path own = folder.resolve(VocabularyFile.NAME);
    if (Files.isRegularFile(own)) {
      return VocabularyFile.read(own);
    }
    throw new IllegalArgumentException(
        folder
            + " has no tokenizer: there is neither "
            + TokenizerFile.NAME
            + " nor "
            + VocabularyFile.NAME);
  }

  /** Whether there is a tokenizer in a folder, which may be one that cannot be read. */
  public static boolean isThere(Path folder) {
    return Files.isRegularFile(folder.resolve(TokenizerFile.NAME))
        || Files.isRegularFile(folder.resolve(VocabularyFile.NAME));
  }

  /**
   * The files of a checkpoint that {@link #open} reads this tokenizer from, by name.
   *
   * @throws IllegalArgumentException if it is of a class that is not from here
   */
  public static Map<String, byte[]> files(Tokenizer tokenizer) {
    if (tokenizer instanceof SavedTokenizer saved) {
      return saved.files();
    }
    throw new IllegalArgumentException(
        "a tokenizer of " + tokenizer.getClass() + " cannot be saved");
  }
}

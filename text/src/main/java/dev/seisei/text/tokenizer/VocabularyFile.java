package dev.seisei.text.tokenizer;

import dev.seisei.core.checkpoint.Json;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The file {@code vocabulary.json} of tokenizers that need no {@code tokenizer.json}: {@code
 * {"type": "bytes"}}, or {@code {"type": "characters", "characters": "\n abc", "with_bytes":
 * false}}.
 */
final class VocabularyFile {
  static final String NAME = "vocabulary.json";
  static final String TYPE = "type";
  static final String CHARACTERS = "characters";
  static final String WITH_BYTES = "with_bytes";

  /** All of Unicode is 4.4 MB. */
  private static final int MAX_BYTES = 16 << 20;

  private VocabularyFile() {}

  static Map<String, byte[]> write(Map<String, ?> content) {
    return Map.of(NAME, Json.write(content));
  }

  /**
   * The tokenizer of a file.
   *
   * @throws IllegalArgumentException if it is not as it must be, naming file and field
   */
  static Tokenizer read(Path file) {
    Map<String, Object> content = Json.read(file, MAX_BYTES);
    Object type = content.get(TYPE);
    if (ByteTokenizer.TYPE.equals(type)) {
      return new ByteTokenizer();
    }
    if (!CharTokenizer.TYPE.equals(type)) {
      throw wrong(
          file, TYPE, "\"" + ByteTokenizer.TYPE + "\" or \"" + CharTokenizer.TYPE + "\"", type);
    }
    Object characters = content.get(CHARACTERS);
    if (!(characters instanceof String text)) {
      throw wrong(file, CHARACTERS, "a text", characters);
    }
    Object withBytes = content.get(WITH_BYTES);
    if (!(withBytes instanceof Boolean bytes)) {
      throw wrong(file, WITH_BYTES, "true or false", withBytes);
    }
    int[] given = text.codePoints().toArray();
    for (int i = 1; i < given.length; i++) {
      // Otherwise ids would not be those that the model was trained with.
      if (given[i] <= given[i - 1]) {
        throw new IllegalArgumentException(
            file
                + ": characters must be in the order of Unicode, each once; the one at "
                + i
                + " is not above the one before it");
      }
    }
    try {
      return CharTokenizer.of(text, bytes);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(file + ": " + e.getMessage(), e);
    }
  }

  private static IllegalArgumentException wrong(
      Path file, String field, String expected, @Nullable Object got) {
    return new IllegalArgumentException(
        file + ": " + field + " must be " + expected + ", got " + Json.shortened("" + got));
  }
}

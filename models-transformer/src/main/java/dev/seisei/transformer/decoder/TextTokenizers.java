package dev.seisei.transformer.decoder;

import dev.seisei.core.dataset.TextDataset;
import dev.seisei.core.settings.Require;
import dev.seisei.core.settings.SettingException;
import dev.seisei.text.tokenizer.Tokenizer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The tokenizers that a training may ask for, made or opened, and kept with its model. */
final class TextTokenizers {
  /** The characters of the text. */
  static final String CHARACTERS = "char";

  private TextTokenizers() {}

  /** Checks a setting as far as it can be without the data. */
  static void check(String setting) {
    Require.that(!setting.isBlank(), "tokenizer", "tokenizer must be char, got nothing");
  }

  /**
   * The tokenizer of a training.
   *
   * @throws SettingException if there is none of that kind
   */
  static Tokenizer of(String setting, TextDataset text) {
    if (!setting.equals(CHARACTERS)) {
      throw new SettingException("tokenizer", "tokenizer must be char, got " + setting);
    }
    return PlainTokenizer.of(all(text).collect(Collectors.joining("\n")));
  }

  private static Stream<String> all(TextDataset text) {
    return Stream.concat(text.train().stream(), text.heldOut().stream());
  }

  /** The tokenizer of a checkpoint. */
  static Tokenizer open(Path folder) {
    try {
      return new PlainTokenizer(Files.readString(folder.resolve(PlainTokenizer.FILE)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The files that {@link #open} reads a tokenizer from, by name. */
  static Map<String, byte[]> files(Tokenizer tokenizer) {
    if (tokenizer instanceof PlainTokenizer plain) {
      return Map.of(PlainTokenizer.FILE, plain.characters().getBytes(StandardCharsets.UTF_8));
    }
    throw new IllegalArgumentException(tokenizer.getClass() + " cannot be saved");
  }
}

package dev.seisei.transformer.decoder;

import dev.seisei.core.dataset.TextDataset;
import dev.seisei.core.settings.Require;
import dev.seisei.text.tokenizer.Tokenizer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The tokenizers that a training may ask for. */
final class TextTokenizers {
  static final String CHARACTERS = "char";

  private TextTokenizers() {}

  static void check(String setting) {
    Require.that(!setting.isBlank(), "tokenizer", "tokenizer must be char, got nothing");
  }

  static Tokenizer of(String setting, TextDataset text) {
    return PlainTokenizer.of(
        Stream.concat(text.train().stream(), text.heldOut().stream())
            .collect(Collectors.joining("\n")));
  }

  static Tokenizer open(Path folder) {
    try {
      return new PlainTokenizer(Files.readString(folder.resolve(PlainTokenizer.FILE)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Map<String, byte[]> files(Tokenizer tokenizer) {
    return Map.of(
        PlainTokenizer.FILE,
        ((PlainTokenizer) tokenizer).characters().getBytes(StandardCharsets.UTF_8));
  }
}

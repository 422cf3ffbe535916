package dev.seisei.transformer.decoder;

import dev.seisei.core.settings.Require;
import dev.seisei.core.settings.SettingException;
import dev.seisei.text.tokenizer.BpeTraining;
import dev.seisei.text.tokenizer.ByteTokenizer;
import dev.seisei.text.tokenizer.CharTokenizer;
import dev.seisei.text.tokenizer.Tokenizer;
import dev.seisei.text.tokenizer.Tokenizers;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The tokenizers that a training may ask for. */
public final class TextTokenizers {
  /** The characters of the text, the held-out part included. */
  public static final String CHARACTERS = "char";

  /** The 256 bytes of UTF-8. */
  public static final String BYTES = "byte";

  /** Before the size of a vocabulary that is learned from the training part. */
  public static final String LEARNED = "bpe:";

  private static final String END_OF_TEXT = "<|endoftext|>";
  private static final int LEAST = 257;
  private static final int MOST = 1_000_000;

  private TextTokenizers() {}

  /**
   * Checks a setting as far as it can be without files and data.
   *
   * @throws SettingException if it is none
   */
  public static void check(String setting) {
    Require.that(
        !setting.isBlank(),
        "tokenizer",
        "tokenizer must be char, byte, bpe:SIZE or the path of a tokenizer.json, got nothing");
    if (setting.startsWith(LEARNED)) {
      size(setting);
    }
  }

  /**
   * The size of {@code bpe:SIZE}.
   *
   * @throws SettingException if it is none, or out of range
   */
  public static int size(String setting) {
    String number = setting.substring(LEARNED.length());
    try {
      int size = Integer.parseInt(number);
      if (size >= LEAST && size <= MOST) {
        return size;
      }
    } catch (NumberFormatException e) {
      // Said below, as of a number that is out of range.
    }
    throw new SettingException(
        "tokenizer",
        "tokenizer bpe:SIZE must have a size in [%d, %d], got \"%s\""
            .formatted(LEAST, MOST, number));
  }

  /**
   * The tokenizer of a training.
   *
   * @param train texts that a vocabulary is learned from
   * @param heldOut texts that characters are taken from, too
   * @throws SettingException if there is none of that kind
   * @throws IllegalArgumentException if its file is not as it must be
   */
  static Tokenizer of(
      String setting, Supplier<List<String>> train, Supplier<List<String>> heldOut) {
    if (setting.equals(CHARACTERS)) {
      return CharTokenizer.of(
          Stream.concat(train.get().stream(), heldOut.get().stream())
              .collect(Collectors.joining("\n")),
          false);
    }
    if (setting.equals(BYTES)) {
      return new ByteTokenizer();
    }
    if (setting.startsWith(LEARNED)) {
      BpeTraining training = new BpeTraining(size(setting), List.of(END_OF_TEXT));
      train.get().forEach(training::add);
      return training.train();
    }
    return Tokenizers.open(folder(setting));
  }

  /**
   * Where a tokenizer is, given its folder or its file.
   *
   * @throws SettingException if there is none
   */
  public static Path folder(String setting) {
    try {
      Path path = Path.of(setting).toAbsolutePath();
      Path folder = Files.isRegularFile(path) ? path.resolveSibling("") : path;
      if (Tokenizers.isThere(folder)) {
        return folder;
      }
    } catch (InvalidPathException e) {
      // Said below: it is no path of a tokenizer.
    }
    throw new SettingException(
        "tokenizer",
        "tokenizer must be char, byte, bpe:SIZE or the path of a tokenizer.json, and there is none"
            + " at \""
            + setting
            + "\"");
  }
}

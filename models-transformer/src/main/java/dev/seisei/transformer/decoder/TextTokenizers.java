package dev.seisei.transformer.decoder;

import dev.seisei.core.settings.Require;
import dev.seisei.text.tokenizer.BpeTraining;
import dev.seisei.text.tokenizer.ByteTokenizer;
import dev.seisei.text.tokenizer.CharTokenizer;
import dev.seisei.text.tokenizer.Tokenizer;
import dev.seisei.text.tokenizer.Tokenizers;
import java.nio.file.Path;
import java.util.List;

/** The tokenizers that a training may ask for, made from its text or opened. */
public final class TextTokenizers {
  /** The characters of the text. */
  public static final String CHARACTERS = "char";

  private static final String BYTES = "byte";
  private static final String BPE = "bpe:";
  private static final String END = "<|endoftext|>";
  private static final int LEAST_BPE = 257;
  private static final int MOST_BPE = 1 << 20;

  private TextTokenizers() {}

  /**
   * Checks a setting as far as it can be without the text.
   *
   * @throws dev.seisei.core.settings.SettingException if it asks for nothing that there is
   */
  public static void check(String setting) {
    Require.that(
        !setting.isBlank(),
        "tokenizer",
        "tokenizer must be char, byte, bpe:SIZE or a path, got nothing");
    if (setting.startsWith(BPE)) {
      bpeSize(setting);
    } else if (!setting.equals(CHARACTERS) && !setting.equals(BYTES)) {
      Require.that(
          Tokenizers.isThere(Path.of(setting)),
          "tokenizer",
          "tokenizer must be char, byte, bpe:SIZE or a folder with a tokenizer, got " + setting);
    }
  }

  /**
   * The tokenizer of a training.
   *
   * @param setting that {@link #check} let pass
   * @param texts that it is to express, and is learned from if it is learned
   */
  public static Tokenizer of(String setting, List<String> texts) {
    if (setting.equals(CHARACTERS)) {
      return CharTokenizer.of(String.join("\n", texts), false);
    }
    if (setting.equals(BYTES)) {
      return new ByteTokenizer();
    }
    if (setting.startsWith(BPE)) {
      BpeTraining training = new BpeTraining(bpeSize(setting), List.of(END));
      texts.forEach(training::add);
      return training.train();
    }
    return Tokenizers.open(Path.of(setting));
  }

  private static int bpeSize(String setting) {
    String number = setting.substring(BPE.length());
    int size = number.matches("[0-9]{1,8}") ? Integer.parseInt(number) : 0;
    Require.that(
        size >= LEAST_BPE && size <= MOST_BPE,
        "tokenizer",
        "tokenizer must be bpe:SIZE with %d to %d tokens, got %s"
            .formatted(LEAST_BPE, MOST_BPE, setting));
    return size;
  }
}

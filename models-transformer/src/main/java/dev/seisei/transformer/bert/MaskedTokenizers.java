package dev.seisei.transformer.bert;

import dev.seisei.core.dataset.TextDataset;
import dev.seisei.core.settings.SettingException;
import dev.seisei.text.tokenizer.BpeTraining;
import dev.seisei.text.tokenizer.Tokenizer;
import dev.seisei.text.tokenizer.Tokenizers;
import dev.seisei.text.tokenizer.Vocabulary;
import dev.seisei.text.tokenizer.Vocabulary.Roles;
import dev.seisei.text.tokenizer.Vocabulary.Rules;
import dev.seisei.transformer.decoder.TextTokenizers;
import java.util.List;
import java.util.OptionalInt;

/** The tokenizers that a training may ask for: those with a token for hidden ones. */
final class MaskedTokenizers {
  /** RoBERTa's special tokens. */
  private static final List<String> SPECIALS = List.of("<s>", "<pad>", "</s>", "<unk>", "<mask>");

  private static final List<String> PADS = List.of("[PAD]", "<pad>");

  private MaskedTokenizers() {}

  /**
   * The tokenizer of a training.
   *
   * @param setting {@code bpe:SIZE}, or the path of a folder that has one
   * @throws SettingException if there is none of that kind
   */
  static Tokenizer of(String setting, TextDataset text) {
    if (setting.startsWith(TextTokenizers.LEARNED)) {
      return learned(TextTokenizers.size(setting), text);
    }
    if (List.of(TextTokenizers.CHARACTERS, TextTokenizers.BYTES).contains(setting)) {
      throw new SettingException(
          "tokenizer",
          "tokenizer must be bpe:SIZE or the path of one that has a token for hidden ones, got "
              + setting);
    }
    return Tokenizers.open(TextTokenizers.folder(setting));
  }

  private static Tokenizer learned(int size, TextDataset text) {
    BpeTraining training = new BpeTraining(size, SPECIALS);
    text.train().forEach(training::add);
    Vocabulary learned = training.vocabulary();
    int first = learned.pieces().size() - SPECIALS.size();
    Roles roles =
        new Roles(
            OptionalInt.of(first),
            List.of(first + SPECIALS.indexOf("</s>")),
            OptionalInt.of(first + SPECIALS.indexOf("<unk>")),
            OptionalInt.empty(),
            OptionalInt.of(first + SPECIALS.indexOf("<mask>")));
    Rules plain = learned.rules();
    return new Vocabulary(
            learned.kind(),
            learned.pieces(),
            learned.merges(),
            learned.preTokenizer(),
            roles,
            new Rules(
                true,
                true,
                plain.addSpacePrefix(),
                plain.removeExtraWhitespaces(),
                plain.charsMap()))
        .tokenizer("the learned tokenizer");
  }

  /**
   * The token that stands for a hidden one.
   *
   * @throws SettingException if there is none
   */
  static int mask(Tokenizer tokenizer) {
    return tokenizer
        .mask()
        .orElseThrow(
            () ->
                new SettingException(
                    "tokenizer", "tokenizer must have a token for hidden ones, such as [MASK]"));
  }

  /** The configuration for a vocabulary: its size, if that is not known yet. */
  static BertConfig config(BertConfig config, Tokenizer tokenizer) {
    int known = config.vocabSize();
    if (known != 0 && known < tokenizer.size()) {
      throw new SettingException(
          "vocab_size",
          "vocab_size must be at least the tokenizer's %d, got %d; leave it out"
              .formatted(tokenizer.size(), known));
    }
    int pad =
        PADS.stream()
            .map(tokenizer::id)
            .flatMapToInt(OptionalInt::stream)
            .findFirst()
            .orElse(config.padTokenId());
    return config.withVocabulary(known == 0 ? tokenizer.size() : known, pad);
  }
}

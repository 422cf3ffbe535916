package dev.seisei.transformer.bert;

import dev.seisei.core.dataset.TextDataset;
import dev.seisei.core.settings.SettingException;
import dev.seisei.text.tokenizer.BpeTraining;
import dev.seisei.text.tokenizer.Tokenizer;
import dev.seisei.text.tokenizer.Tokenizers;
import dev.seisei.text.tokenizer.Vocabulary;
import dev.seisei.text.tokenizer.Vocabulary.Piece;
import dev.seisei.text.tokenizer.Vocabulary.PieceType;
import dev.seisei.text.tokenizer.Vocabulary.Roles;
import dev.seisei.text.tokenizer.Vocabulary.Rules;
import dev.seisei.transformer.decoder.FromTokenizer;
import dev.seisei.transformer.decoder.TextTokenizers;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/** The tokenizers that a training may ask for: those with a token for hidden ones. */
final class MaskedTokenizers {
  /** Their ids matter: a RoBERTa counts positions from that of the second. */
  private static final List<String> FIRST = List.of("<s>", "<pad>", "</s>", "<unk>");

  private static final String HIDDEN = "<mask>";

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

  /** With RoBERTa's special tokens at RoBERTa's places. */
  private static Tokenizer learned(int size, TextDataset text) {
    List<String> specials = new ArrayList<>(FIRST);
    specials.add(HIDDEN);
    BpeTraining training = new BpeTraining(size, specials);
    text.train().forEach(training::add);
    Vocabulary learned = training.vocabulary();
    List<Piece> pieces = new ArrayList<>();
    FIRST.forEach(each -> pieces.add(new Piece(each, 0, PieceType.CONTROL)));
    pieces.addAll(learned.pieces().subList(0, learned.pieces().size() - specials.size()));
    pieces.add(new Piece(HIDDEN, 0, PieceType.CONTROL));
    Roles roles =
        new Roles(
            OptionalInt.of(FIRST.indexOf("<s>")),
            List.of(FIRST.indexOf("</s>")),
            OptionalInt.of(FIRST.indexOf("<unk>")),
            OptionalInt.empty(),
            OptionalInt.of(pieces.size() - 1));
    return new Vocabulary(
            learned.kind(),
            pieces,
            learned.merges(),
            learned.preTokenizer(),
            roles,
            new Rules(true, true, false, false, ""))
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
    int pad =
        PADS.stream()
            .map(tokenizer::id)
            .flatMapToInt(OptionalInt::stream)
            .findFirst()
            .orElse(config.padTokenId());
    return config.withVocabulary(FromTokenizer.vocabSize(config.vocabSize(), tokenizer), pad);
  }
}

package dev.seisei.text.tokenizer;

import dev.seisei.text.tokenizer.Vocabulary.Kind;
import dev.seisei.text.tokenizer.Vocabulary.Piece;
import dev.seisei.text.tokenizer.Vocabulary.PieceType;
import dev.seisei.text.tokenizer.Vocabulary.Roles;
import dev.seisei.text.tokenizer.Vocabulary.Rules;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Tuple;

/** Small vocabularies of each kind, and text that is hard for them. */
final class Samples {
  static final String ENGLISH =
      """
      The cat sat on the mat. The cat's hat was on the mat, and that's that.
      There were 1234 cats in the 1990s; they'd all sat on mats.
      """;

  static final String JAPANESE = "吾輩は猫である。名前はまだ無い。吾輩は猫であるが、猫の名前は無い。";

  static final String SPACE = "▁";

  private Samples() {}

  static String message(Exception e) {
    return String.valueOf(e.getMessage());
  }

  static Tokenizer bpe() {
    return new BpeTraining(256 + 60 + 2, List.of("<|endoftext|>", "<|user|>"))
        .add(ENGLISH)
        .add(ENGLISH)
        .add(JAPANESE)
        .add(JAPANESE)
        .train();
  }

  /** SentencePiece's BPE: bytes, characters, and what they make. */
  static Vocabulary spm(Rules rules) {
    List<Piece> pieces = new ArrayList<>();
    pieces.add(new Piece("<unk>", 0, PieceType.UNKNOWN));
    pieces.add(new Piece("<s>", 0, PieceType.CONTROL));
    pieces.add(new Piece("</s>", 0, PieceType.CONTROL));
    for (int b = 0; b < 256; b++) {
      pieces.add(new Piece(BytePiece.of(b), 0, PieceType.BYTE));
    }
    pieces.add(new Piece("<tool>", 0, PieceType.USER_DEFINED));
    List<String> merged =
        List.of(
            "▁t", "he", "▁the", "▁▁", "at", "▁c", "▁cat", "▁▁▁▁", "ca", "cat", "th", "the", "日本",
            "本語", "s>", "<s", "▁▁▁", "😀😀");
    float score = 0;
    for (String text : merged) {
      pieces.add(new Piece(text, score--, PieceType.NORMAL));
    }
    for (String text : List.of("▁", "t", "h", "e", "a", "c", "s", ">", "<", "日", "本", "語", "😀")) {
      pieces.add(new Piece(text, score--, PieceType.NORMAL));
    }
    Roles roles =
        new Roles(
            OptionalInt.of(1),
            List.of(2),
            OptionalInt.of(0),
            OptionalInt.empty(),
            OptionalInt.empty());
    return new Vocabulary(Kind.SPM, pieces, List.of(), "", roles, rules);
  }

  /** As GGUF has BERT's. */
  static Vocabulary wordPiece(String... more) {
    List<Piece> pieces = new ArrayList<>();
    for (String text : List.of("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]")) {
      pieces.add(new Piece(text, 0, PieceType.CONTROL));
    }
    for (String text :
        List.of(
            "▁hello", "▁world", "▁un", "aff", "able", "▁fuhrer", "▁,", "▁!", "▁日", "▁本", "▁[", "▁]",
            "▁mask", "▁cls", "▁sep", "▁h", "e", "l", "o", "▁'", "▁s", "s")) {
      pieces.add(new Piece(text, 0, PieceType.NORMAL));
    }
    for (String text : more) {
      pieces.add(new Piece(text, 0, PieceType.NORMAL));
    }
    Roles roles =
        new Roles(
            OptionalInt.of(2), List.of(), OptionalInt.of(1), OptionalInt.of(3), OptionalInt.of(4));
    return new Vocabulary(Kind.WORD_PIECE, pieces, List.of(), "", roles, Rules.of(Kind.WORD_PIECE));
  }

  /** SentencePiece's Unigram. */
  static Vocabulary unigram(Rules rules) {
    List<Piece> pieces = new ArrayList<>();
    pieces.add(new Piece("<pad>", 0, PieceType.CONTROL));
    pieces.add(new Piece("</s>", 0, PieceType.CONTROL));
    pieces.add(new Piece("<unk>", 0, PieceType.UNKNOWN));
    Map<String, Float> scores =
        new TreeMap<>(
            Map.of(
                "▁", -3f, "a", -4f, "b", -4.5f, "ab", -5f, "▁ab", -6f, "ba", -5.5f, "日本", -7f, "日",
                -6.5f, "本", -6.25f));
    scores.forEach((text, score) -> pieces.add(new Piece(text, score, PieceType.NORMAL)));
    Roles roles =
        new Roles(
            OptionalInt.empty(),
            List.of(1),
            OptionalInt.of(2),
            OptionalInt.empty(),
            OptionalInt.empty());
    return new Vocabulary(Kind.UNIGRAM, pieces, List.of(), "", roles, rules);
  }

  /** One of each. */
  static Map<String, Tokenizer> all() {
    Map<String, Tokenizer> all = new TreeMap<>();
    all.put("bytes", new ByteTokenizer());
    all.put("characters", CharTokenizer.of(ENGLISH + JAPANESE, true));
    all.put("bpe", bpe());
    all.put("spm", spm(Rules.of(Kind.SPM)).tokenizer("spm"));
    all.put("wordpiece", wordPiece().tokenizer("wordpiece"));
    all.put("unigram", unigram(Rules.of(Kind.UNIGRAM)).tokenizer("unigram"));
    return all;
  }

  /** Text of what is hard: spaces, other scripts, joined emoji, spellings of tokens, halves. */
  static Arbitrary<String> texts() {
    Arbitrary<String> parts =
        Arbitraries.frequencyOf(
            Tuple.of(
                6,
                Arbitraries.of(
                    "the",
                    "cat",
                    " ",
                    "  ",
                    "    ",
                    "\n",
                    "\t",
                    "日本語",
                    "猫である",
                    "é",
                    "e\u0301",
                    "😀",
                    "😀😀",
                    "👩‍👩‍👧",
                    "🇯🇵",
                    "<s>",
                    "</s>",
                    "<unk>",
                    "[MASK]",
                    "<|endoftext|>",
                    "<tool>",
                    "<0x0A>",
                    "▁",
                    "'s",
                    "1234",
                    "\u00A0",
                    "\u3000",
                    "\0",
                    "\uFDD0",
                    "ab",
                    "hello",
                    "unaffable")),
            Tuple.of(2, Arbitraries.strings().ascii().ofMaxLength(5)),
            Tuple.of(1, Arbitraries.strings().withCharRange('\0', '\uFFFF').ofMaxLength(3)));
    return parts.list().ofMaxSize(12).map(list -> String.join("", list));
  }
}

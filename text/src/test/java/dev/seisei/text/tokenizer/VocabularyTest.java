package dev.seisei.text.tokenizer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seisei.text.tokenizer.Vocabulary.Kind;
import dev.seisei.text.tokenizer.Vocabulary.Piece;
import dev.seisei.text.tokenizer.Vocabulary.PieceType;
import dev.seisei.text.tokenizer.Vocabulary.Roles;
import dev.seisei.text.tokenizer.Vocabulary.Rules;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/** Vocabularies that become a tokenizer.json: each kind encodes as its definition says. */
class VocabularyTest {
  private static final Vocabulary SPM = Samples.spm(Rules.of(Kind.SPM));
  private static final Tokenizer SPM_BUILT = SPM.tokenizer("spm");
  private static final Tokenizer WORDS = Samples.wordPiece().tokenizer("bert");
  private static final Vocabulary UNIGRAM = Samples.unigram(Rules.of(Kind.UNIGRAM));
  private static final Tokenizer UNIGRAM_BUILT = UNIGRAM.tokenizer("t5");

  @Provide
  static Arbitrary<String> texts() {
    return Samples.texts();
  }

  @Provide
  static Arbitrary<String> ofPieces() {
    return Arbitraries.of("t", "h", "e", "a", "c", " ", "日", "本", "語", "😀", "s", ">", "<", "鬱")
        .list()
        .ofMaxSize(20)
        .map(list -> String.join("", list));
  }

  @Property(tries = 500)
  void spmMergesThePairOfTheHighestScore(@ForAll("ofPieces") String text) {
    assertEquals(naiveSpm(text), pieces(SPM_BUILT, SPM_BUILT.encode(text)));
  }

  /** SentencePiece's algorithm, word for word. */
  private static List<String> naiveSpm(String text) {
    if (text.isEmpty()) {
      return List.of();
    }
    List<String> symbols = new ArrayList<>();
    (" " + text)
        .replace(" ", Samples.SPACE)
        .codePoints()
        .forEach(c -> symbols.add(Character.toString(c)));
    while (true) {
      int best = -1;
      float bestScore = Float.NEGATIVE_INFINITY;
      for (int i = 0; i + 1 < symbols.size(); i++) {
        String pair = symbols.get(i) + symbols.get(i + 1);
        for (Piece piece : SPM.pieces()) {
          if (piece.type() == PieceType.NORMAL
              && piece.text().equals(pair)
              && piece.score() > bestScore) {
            best = i;
            bestScore = piece.score();
          }
        }
      }
      if (best < 0) {
        break;
      }
      symbols.set(best, symbols.get(best) + symbols.remove(best + 1));
    }
    List<String> tokens = new ArrayList<>();
    for (String symbol : symbols) {
      if (SPM.pieces().stream().anyMatch(piece -> piece.text().equals(symbol))) {
        tokens.add(symbol);
      } else {
        for (byte b : symbol.getBytes(StandardCharsets.UTF_8)) {
          tokens.add(BytePiece.of(Byte.toUnsignedInt(b)));
        }
      }
    }
    return tokens;
  }

  private static List<String> pieces(Tokenizer tokenizer, int[] ids) {
    return Arrays.stream(ids).mapToObj(tokenizer::piece).toList();
  }

  @Property(tries = 300)
  void spmTextComesBack(@ForAll("texts") String given) {
    // Behind a token that stands by itself text begins anew, with a space, as llama.cpp has it.
    String text = given.replace("<tool>", "");
    String expected = WellFormed.of(text).replace('\uFDD0', '\uFFFD').replace(Samples.SPACE, " ");
    assertEquals(expected, SPM_BUILT.decode(SPM_BUILT.encode(text)));
  }

  @Test
  void spmSpaces() {
    assertArrayEquals(new int[0], SPM_BUILT.encode(""));
    assertEquals(List.of("▁▁"), pieces(SPM_BUILT, SPM_BUILT.encode(" ")));
    assertEquals(List.of("▁▁▁▁"), pieces(SPM_BUILT, SPM_BUILT.encode("   ")));
    assertEquals(List.of("▁cat", "▁▁", "▁cat"), pieces(SPM_BUILT, SPM_BUILT.encode("cat   cat")));
    Tokenizer bare =
        Samples.spm(new Rules(false, false, false, false, "")).tokenizer("without a prefix");
    assertEquals(List.of("cat"), pieces(bare, bare.encode("cat")));
    assertEquals(" cat", bare.decode(bare.encode(" cat")));
    assertArrayEquals(new int[] {7}, bare.frame(new int[] {7}));
  }

  @Test
  void spmSpecialAndUserDefinedTokens() {
    int[] asText = SPM_BUILT.encode("<s>");
    assertEquals(List.of("▁", "<", "s>"), pieces(SPM_BUILT, asText));
    assertArrayEquals(new int[] {1}, SPM_BUILT.encodeWithSpecials("<s>"));
    assertEquals(
        List.of("<s>", "▁the", "</s>"),
        pieces(SPM_BUILT, SPM_BUILT.encodeWithSpecials("<s>the</s>")));
    // Such are tokens in either way.
    assertEquals(
        List.of("▁cat", "<tool>", "▁cat"), pieces(SPM_BUILT, SPM_BUILT.encode("cat<tool>cat")));
    assertArrayEquals(new int[] {1, 7}, SPM_BUILT.frame(new int[] {7}));
    assertEquals(OptionalInt.of(1), SPM_BUILT.bos());
  }

  @Test
  void wordPieceTakesTheLongestPiece() {
    assertEquals(
        List.of("hello", ",", "un", "##aff", "##able", "world", "!"),
        pieces(WORDS, WORDS.encode("Hello, UNAFFABLE wörld!")));
    assertEquals(List.of("h", "##e", "##l"), pieces(WORDS, WORDS.encode("hel")));
    assertEquals(List.of("[UNK]", "hello"), pieces(WORDS, WORDS.encode("xyz hello")));
    assertEquals(
        "hello, unaffable world!", WORDS.decode(WORDS.encode(" Hello,  unaffable World!")));
  }

  @Test
  void wordPieceAccentsAndHan() {
    assertEquals(List.of("fuhrer"), pieces(WORDS, WORDS.encode("Führer")));
    assertEquals(List.of("fuhrer"), pieces(WORDS, WORDS.encode("Fu\u0308hrer")));
    assertEquals(List.of("日", "本", "[UNK]"), pieces(WORDS, WORDS.encode("日本語")));
    assertEquals(List.of("[UNK]"), pieces(WORDS, WORDS.encode("h".repeat(101))));
  }

  @Test
  void wordPieceSpecialTokens() {
    assertEquals(List.of("[", "mask", "]"), pieces(WORDS, WORDS.encode("[MASK]")));
    assertEquals(
        List.of("hello", "[MASK]", "!"), pieces(WORDS, WORDS.encodeWithSpecials("hello [MASK]!")));
    assertArrayEquals(new int[] {2, 9, 3}, WORDS.frame(new int[] {9}));
    assertEquals(OptionalInt.of(4), WORDS.mask());
    assertEquals("hello!", WORDS.decode(WORDS.encodeWithSpecials("hello [MASK]!")));
  }

  @Test
  void capitalsInAVocabularyAreKeptInTexts() {
    Tokenizer cased = Samples.wordPiece("▁Hello").tokenizer("cased");
    assertEquals(List.of("Hello", "hello"), pieces(cased, cased.encode("Hello hello")));
    assertEquals(List.of("[UNK]"), pieces(cased, cased.encode("Führer")));
  }

  @Provide
  static Arbitrary<String> ofUnigramPieces() {
    return Arbitraries.strings().withChars("ab 日本x").ofMaxLength(12);
  }

  @Property(tries = 500)
  void unigramTakesTheHighestSum(@ForAll("ofUnigramPieces") String text) {
    String normal = text.strip().replaceAll(" {2,}", " ").replace(" ", Samples.SPACE);
    String prefixed = normal.isEmpty() ? "" : Samples.SPACE + normal;
    double sum = 0;
    for (int id : UNIGRAM_BUILT.encode(text)) {
      sum += score(id);
    }
    assertEquals(best(prefixed), sum, 1e-4, text);
  }

  private static double score(int id) {
    Piece piece = UNIGRAM.pieces().get(id);
    // What the library counts for characters that are unknown: 10 below the lowest.
    return piece.type() == PieceType.UNKNOWN ? -17 : piece.score();
  }

  /** The best sum by dynamic programming; a run of unknown characters is one token. */
  private static double best(String text) {
    // Scores by whether the last token is unknown, which then may go on.
    double[] known = new double[text.length() + 1];
    double[] unknown = new double[text.length() + 1];
    Arrays.fill(known, Double.NEGATIVE_INFINITY);
    Arrays.fill(unknown, Double.NEGATIVE_INFINITY);
    double[] fused = unknown.clone();
    known[0] = 0;
    fused[0] = 0;
    for (int end = 1; end <= text.length(); end++) {
      for (int start = 0; start < end; start++) {
        String span = text.substring(start, end);
        double before = Math.max(known[start], unknown[start]);
        double fusedBefore = fused[start];
        for (Piece piece : UNIGRAM.pieces()) {
          if (piece.type() == PieceType.NORMAL && piece.text().equals(span)) {
            if (before + piece.score() > Math.max(known[end], unknown[end])) {
              known[end] = before + piece.score();
              unknown[end] = Double.NEGATIVE_INFINITY;
              fused[end] = fusedBefore + piece.score();
            }
          }
        }
        if (end - start == 1
            && span.equals("x")
            && before - 17 > Math.max(known[end], unknown[end])) {
          boolean goesOn = unknown[start] > known[start];
          unknown[end] = before - 17;
          known[end] = Double.NEGATIVE_INFINITY;
          fused[end] = fusedBefore - (goesOn ? 0 : 17);
        }
      }
    }
    return fused[text.length()];
  }

  @Test
  void unigramSpecialTokensAreNoText() {
    // Score 0 would make it the best of all ways to read this.
    for (int id : UNIGRAM_BUILT.encode("</s>")) {
      assertTrue(id != 1);
    }
    assertArrayEquals(new int[] {1}, UNIGRAM_BUILT.encodeWithSpecials("</s>"));
    assertEquals("ab 日本 a", UNIGRAM_BUILT.decode(UNIGRAM_BUILT.encode("  ab   日本 a ")));
    assertArrayEquals(new int[] {9, 1}, UNIGRAM_BUILT.frame(new int[] {9}));
  }

  @Test
  void unigramNormalizesByItsTable() {
    Rules rules = new Rules(false, true, true, true, CharsMapTest.aForCapitalA());
    Tokenizer normalizing = Samples.unigram(rules).tokenizer("t5");
    assertArrayEquals(normalizing.encode("ab"), normalizing.encode("Ab"));
  }

  @Test
  void wholeWordsComeBeforeMerges() {
    List<Piece> pieces = new ArrayList<>();
    for (String text : List.of("a", "b", "c", "ab", "abc")) {
      pieces.add(new Piece(text, 0, PieceType.NORMAL));
    }
    List<String> merges = List.of("a b");
    Vocabulary gpt2 =
        new Vocabulary(Kind.BPE, pieces, merges, "gpt-2", Roles.none(), Rules.of(Kind.BPE));
    assertArrayEquals(new int[] {3, 2}, gpt2.tokenizer("gpt-2").encode("abc"));
    Vocabulary llama3 =
        new Vocabulary(Kind.BPE, pieces, merges, "llama-bpe", Roles.none(), Rules.of(Kind.BPE));
    assertArrayEquals(new int[] {4}, llama3.tokenizer("llama-3").encode("abc"));
  }

  @Test
  void digitsAreCutAsThePreTokenizerSays() {
    List<Piece> pieces = new ArrayList<>();
    for (String text : List.of("1", "11", "1111")) {
      pieces.add(new Piece(text, 0, PieceType.NORMAL));
    }
    List<String> merges = List.of("1 1", "11 11");
    assertEquals(List.of("1111"), digits(pieces, merges, "gpt-2"));
    assertEquals(List.of("11", "1", "1"), digits(pieces, merges, "llama-bpe"));
    assertEquals(List.of("1", "1", "1", "1"), digits(pieces, merges, "qwen2"));
    assertEquals(List.of("11", "1", "1"), digits(pieces, merges, ""));
    assertEquals(List.of("1", "1", "1", "1"), digits(pieces, merges, "smollm"));
  }

  private static List<String> digits(List<Piece> pieces, List<String> merges, String pre) {
    Tokenizer built =
        new Vocabulary(Kind.BPE, pieces, merges, pre, Roles.none(), Rules.of(Kind.BPE))
            .tokenizer(pre);
    return pieces(built, built.encode("1111"));
  }

  @Test
  void aPieceThatIsThereTwiceKeepsItsFirstId() {
    List<Piece> pieces = new ArrayList<>(SPM.pieces());
    pieces.add(new Piece("▁cat", -100, PieceType.NORMAL));
    Tokenizer built =
        new Vocabulary(Kind.SPM, pieces, List.of(), "", SPM.roles(), SPM.rules())
            .tokenizer("twice");
    assertArrayEquals(SPM_BUILT.encode("cat"), built.encode("cat"));
  }

  @Test
  void whatIsWrongIsNamed() {
    refused(
        "[0, 277]",
        () ->
            new Roles(
                OptionalInt.of(1000),
                List.of(),
                OptionalInt.of(0),
                OptionalInt.empty(),
                OptionalInt.empty()));
    IllegalArgumentException pre =
        assertThrows(
            IllegalArgumentException.class,
            () ->
                new Vocabulary(
                        Kind.BPE,
                        List.of(new Piece("a", 0, PieceType.NORMAL)),
                        List.of(),
                        "nobody's",
                        Roles.none(),
                        Rules.of(Kind.BPE))
                    .files());
    assertTrue(
        Samples.message(pre).contains("\"nobody's\" is not supported"), Samples.message(pre));
    IllegalArgumentException merge =
        assertThrows(
            IllegalArgumentException.class,
            () ->
                new Vocabulary(
                        Kind.BPE,
                        List.of(new Piece("a", 0, PieceType.NORMAL)),
                        List.of("a a"),
                        "gpt-2",
                        Roles.none(),
                        Rules.of(Kind.BPE))
                    .files());
    assertTrue(Samples.message(merge).contains("\"a a\""), Samples.message(merge));
  }

  private static void refused(String message, java.util.function.Supplier<Roles> roles) {
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class,
            () ->
                new Vocabulary(
                    Kind.SPM,
                    SPM.pieces().subList(0, 278),
                    List.of(),
                    "",
                    roles.get(),
                    SPM.rules()));
    assertTrue(Samples.message(e).contains(message), Samples.message(e));
  }
}

package dev.seisei.text.tokenizer;

import dev.seisei.core.settings.Require;
import dev.seisei.text.tokenizer.Vocabulary.Kind;
import dev.seisei.text.tokenizer.Vocabulary.Piece;
import dev.seisei.text.tokenizer.Vocabulary.PieceType;
import dev.seisei.text.tokenizer.Vocabulary.Roles;
import dev.seisei.text.tokenizer.Vocabulary.Rules;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Learns a byte-level BPE vocabulary from texts: from the 256 bytes on, the most frequent pair of
 * tokens within words becomes a token. Of pairs that are equally frequent the one of the smaller
 * ids comes first, so that equal texts give equal vocabularies.
 *
 * <p>Ids are the bytes, then what was merged in that order, then the special tokens. Not
 * thread-safe.
 *
 * <p>Source: Sennrich, Haddow, Birch, Neural Machine Translation of Rare Words with Subword Units
 * (2016); over bytes as in Radford et al., Language Models are Unsupervised Multitask Learners
 * (2019), whose rules cut words.
 */
public final class BpeTraining {
  /** As {@code gpt-2} in {@link PreTokenizers}, for Java. */
  static final Pattern WORD =
      Pattern.compile(
          "'s|'t|'re|'ve|'m|'ll|'d| ?\\p{L}+| ?\\p{N}+| ?[^\\p{IsWhite_Space}\\p{L}\\p{N}]+"
              + "|\\p{IsWhite_Space}+(?!\\P{IsWhite_Space})|\\p{IsWhite_Space}+");

  private final int size;
  private final List<String> specials;
  private final Map<String, int[]> counts = new HashMap<>();

  /**
   * Begins without texts.
   *
   * @param vocabSize how many tokens to end with; fewer where the texts have no pair twice any more
   * @param specials spellings of special tokens, each once; the first begins and ends texts
   * @throws dev.seisei.core.settings.SettingException if the vocabulary has no room for bytes and
   *     special tokens, or a special token is empty or there twice
   */
  public BpeTraining(int vocabSize, List<String> specials) {
    this.specials = List.copyOf(specials);
    this.size =
        Require.inRange(
            "vocab_size", vocabSize, ByteTokenizer.SIZE + specials.size(), Problems.MOST_IDS);
    Require.that(
        this.specials.stream().distinct().count() == specials.size()
            && this.specials.stream().noneMatch(String::isEmpty),
        "specials",
        "specials must be different and not empty, got " + specials);
  }

  /** Adds a text; words do not go on from one text to the next. */
  public BpeTraining add(String text) {
    Matcher words = WORD.matcher(WellFormed.of(text));
    while (words.find()) {
      int[] count = counts.computeIfAbsent(words.group(), word -> new int[1]);
      // Beyond 2 billion it no longer matters how many.
      count[0] = count[0] == Integer.MAX_VALUE ? count[0] : count[0] + 1;
    }
    return this;
  }

  /** Learns from what was added. */
  public Tokenizer train() {
    return vocabulary().tokenizer("the trained tokenizer");
  }

  /** What was learned, for those who give special tokens other roles. */
  public Vocabulary vocabulary() {
    List<String> spellings = new ArrayList<>();
    for (int b = 0; b < ByteTokenizer.SIZE; b++) {
      spellings.add(String.valueOf(ByteLevel.character(b)));
    }
    List<String> merges = new ArrayList<>();
    for (PairMerges.Merge merge : merges(spellings)) {
      merges.add(spellings.get(merge.left()) + " " + spellings.get(merge.right()));
    }
    List<Piece> pieces = new ArrayList<>();
    spellings.forEach(text -> pieces.add(new Piece(text, 0, PieceType.NORMAL)));
    specials.forEach(text -> pieces.add(new Piece(text, 0, PieceType.CONTROL)));
    return new Vocabulary(
        Kind.BPE, pieces, merges, "gpt-2", roles(spellings.size()), Rules.of(Kind.BPE));
  }

  private List<PairMerges.Merge> merges(List<String> spellings) {
    int[][] words = new int[counts.size()][];
    int[] times = new int[words.length];
    int n = 0;
    // In an order that does not depend on how hashes fall.
    for (Map.Entry<String, int[]> entry : new TreeMap<>(counts).entrySet()) {
      byte[] bytes = entry.getKey().getBytes(StandardCharsets.UTF_8);
      int[] word = new int[bytes.length];
      for (int i = 0; i < word.length; i++) {
        word[i] = Byte.toUnsignedInt(bytes[i]);
      }
      words[n] = word;
      times[n] = entry.getValue()[0];
      n++;
    }
    return new PairMerges(words, times, spellings).learn(size - specials.size());
  }

  private Roles roles(int firstSpecial) {
    OptionalInt none = OptionalInt.empty();
    return specials.isEmpty()
        ? Roles.none()
        : new Roles(OptionalInt.of(firstSpecial), List.of(firstSpecial), none, none, none);
  }
}

package dev.seisei.text.tokenizer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seisei.text.tokenizer.Vocabulary.Kind;
import dev.seisei.text.tokenizer.Vocabulary.Piece;
import dev.seisei.text.tokenizer.Vocabulary.PieceType;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Metadata of GGUF files. */
class GgufVocabularyTest {
  private static final String P = "tokenizer.ggml.";

  private record Given(Map<String, Object> values) implements GgufVocabulary.Fields {
    private <T> Optional<T> get(String key, Class<T> type) {
      return Optional.ofNullable(values.get(key)).map(type::cast);
    }

    @Override
    public Optional<String> text(String key) {
      return get(key, String.class);
    }

    @Override
    public OptionalLong integer(String key) {
      return get(key, Long.class).map(OptionalLong::of).orElse(OptionalLong.empty());
    }

    @Override
    public Optional<Boolean> bool(String key) {
      return get(key, Boolean.class);
    }

    @Override
    public Optional<List<String>> texts(String key) {
      return get(key, List.class)
          .map(list -> ((List<?>) list).stream().map(String.class::cast).toList());
    }

    @Override
    public Optional<long[]> integers(String key) {
      return get(key, long[].class);
    }

    @Override
    public Optional<double[]> numbers(String key) {
      return get(key, double[].class);
    }
  }

  private static Map<String, Object> metadata(Vocabulary vocabulary) {
    List<Piece> pieces = vocabulary.pieces();
    Map<String, Object> values = new HashMap<>();
    values.put(P + "model", vocabulary.kind().gguf());
    values.put(P + "tokens", pieces.stream().map(Piece::text).toList());
    values.put(P + "scores", pieces.stream().mapToDouble(Piece::score).toArray());
    values.put(
        P + "token_type",
        pieces.stream()
            .mapToLong(p -> List.of(PieceType.values()).indexOf(p.type()) + 1)
            .toArray());
    values.put(P + "merges", vocabulary.merges());
    values.put(P + "pre", vocabulary.preTokenizer());
    return values;
  }

  private static Vocabulary read(Map<String, Object> values) {
    return GgufVocabulary.of(new Given(values));
  }

  @Test
  void ofSentencePieceWithWhatTheFormatMeansWhereItDoesNotSay() {
    Vocabulary spm = Samples.spm(Vocabulary.Rules.of(Kind.SPM));
    assertEquals(spm, read(metadata(spm)));
  }

  @Test
  void ofBert() {
    Vocabulary bert = Samples.wordPiece();
    Map<String, Object> values = metadata(bert);
    values.remove(P + "scores");
    values.put(P + "cls_token_id", 2L);
    values.put(P + "unknown_token_id", 1L);
    values.put(P + "seperator_token_id", 3L);
    values.put(P + "mask_token_id", 4L);
    assertEquals(bert, read(values));
  }

  @Test
  void ofBytes() {
    Vocabulary bpe =
        new BpeTraining(300, List.of("<|endoftext|>", "<|im_end|>"))
            .add(Samples.ENGLISH)
            .vocabulary();
    Map<String, Object> values = metadata(bpe);
    int size = bpe.pieces().size();
    values.put(P + "bos_token_id", size - 2L);
    values.put(P + "eos_token_id", size - 2L);
    values.put(P + "add_bos_token", true);
    Vocabulary read = read(values);
    assertEquals(List.of(size - 2, size - 1), read.roles().eos(), "the usual ends, too");
    Tokenizer built = read.tokenizer("gguf");
    assertArrayEquals(
        bpe.tokenizer("bpe").encode(Samples.JAPANESE), built.encode(Samples.JAPANESE));
    assertArrayEquals(new int[] {size - 2, 65}, built.frame(new int[] {65}));
  }

  @Test
  void ofUnigram() {
    Vocabulary t5 =
        Samples.unigram(new Vocabulary.Rules(false, true, true, true, CharsMapTest.aForCapitalA()));
    Map<String, Object> values = metadata(t5);
    byte[] table = Base64.getDecoder().decode(t5.rules().charsMap());
    long[] numbers = new long[table.length];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = table[i];
    }
    values.put(P + "precompiled_charsmap", numbers);
    assertEquals(t5, read(values));
    assertEquals(OptionalInt.empty(), t5.roles().bos());
  }

  @Test
  void whatIsWrongIsNamed() {
    Map<String, Object> good = metadata(Samples.spm(Vocabulary.Rules.of(Kind.SPM)));
    check(good, "model", null, "tokenizer.ggml.model must be there");
    check(good, "model", "rwkv", "\"rwkv\" is not supported (supported are gpt2, llama, bert, t5)");
    check(good, "tokens", null, "tokenizer.ggml.tokens must be there");
    check(good, "tokens", List.of(), "scores must have one for each of the 0 tokens");
    check(good, "scores", new double[3], "scores must have one for each of the");
    check(good, "scores", null, "got 0");
    check(good, "token_type", new long[3], "token_type must have one for each");
    check(good, "bos_token_id", -1L, "bos_token_id must be in [0, ");
    check(good, "eos_token_id", 1L << 40, "eos_token_id must be in [0, ");
    long[] types = new long[Samples.spm(Vocabulary.Rules.of(Kind.SPM)).pieces().size()];
    types[5] = 99;
    check(good, "token_type", types, "got 99 for token 5");
  }

  private static void check(
      Map<String, Object> good, String key, @Nullable Object value, String message) {
    Map<String, Object> bad = new HashMap<>(good);
    if (value == null) {
      bad.remove(P + key);
    } else {
      bad.put(P + key, value);
    }
    IllegalArgumentException e = assertThrows(IllegalArgumentException.class, () -> read(bad));
    assertTrue(Samples.message(e).contains(message), Samples.message(e));
  }
}

package dev.seisei.text.tokenizer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/** Text that comes token by token. */
class TokenStreamTest {
  private static final Map<String, Tokenizer> ALL = Samples.all();

  @Provide
  static Arbitrary<String> texts() {
    return Samples.texts();
  }

  @Provide
  static Arbitrary<List<Integer>> numbers() {
    return Arbitraries.integers().between(0, 1 << 20).list().ofMaxSize(30);
  }

  @Provide
  static Arbitrary<String> names() {
    return Arbitraries.of(ALL.keySet());
  }

  @Property(tries = 600)
  void piecesOfTextAreWhatDecodeGives(@ForAll("names") String name, @ForAll("texts") String text) {
    Tokenizer tokenizer = tokenizer(name);
    check(tokenizer, tokenizer.encode(text));
  }

  @Property(tries = 600)
  void piecesOfAnyTokensAreWhatDecodeGives(
      @ForAll("names") String name, @ForAll("numbers") List<Integer> numbers) {
    Tokenizer tokenizer = tokenizer(name);
    check(tokenizer, numbers.stream().mapToInt(n -> n % tokenizer.size()).toArray());
  }

  private static Tokenizer tokenizer(String name) {
    Tokenizer tokenizer = ALL.get(name);
    if (tokenizer == null) {
      throw new AssertionError(name);
    }
    return tokenizer;
  }

  private static void check(Tokenizer tokenizer, int[] ids) {
    TokenStream stream = tokenizer.stream();
    StringBuilder text = new StringBuilder();
    for (int id : ids) {
      String piece = stream.add(id);
      assertEquals(WellFormed.of(piece), piece, "a piece must have whole characters");
      text.append(piece);
    }
    text.append(stream.end());
    assertEquals(tokenizer.decode(ids), text.toString());
    String whole = whole(tokenizer, ids);
    boolean prefixed = !whole.equals(text.toString());
    assertEquals(whole, prefixed ? " " + text : text.toString());
  }

  /** By the definition: all bytes, decoded at once. */
  private static String whole(Tokenizer tokenizer, int[] ids) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (int id : ids) {
      bytes.writeBytes(tokenizer.bytes(id));
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }

  @Test
  void aCharacterWaitsForItsLastByte() {
    TokenStream stream = new ByteTokenizer().stream();
    assertEquals("", stream.add(0xE7));
    assertEquals("", stream.add(0x8C));
    assertEquals("猫", stream.add(0xAB));
    assertEquals("", stream.add(0xF0));
    assertEquals("\uFFFDa", stream.add('a'));
    assertEquals("", stream.add(0xF0));
    assertEquals("", stream.add(0x9F));
    assertEquals("\uFFFD", stream.end());
  }

  @Test
  void bytesOfAVocabularyMakeOneCharacter() {
    Tokenizer spm = tokenizer("spm");
    int[] ids = spm.encode("鬱");
    assertEquals(List.of("▁", "<0xE9>", "<0xAC>", "<0xB1>"), pieces(spm, ids));
    assertEquals("鬱", spm.decode(ids));
    // A wrong byte beside does not spoil what is right.
    assertEquals("鬱\uFFFD", spm.decode(ids[0], ids[1], ids[2], ids[3], ids[1]));
  }

  @Test
  void theFirstSpaceIsTakenAwayOnceAndOnlyWhereItWasPut() {
    Tokenizer spm = tokenizer("spm");
    int the = spm.id("▁the").orElseThrow();
    int bos = spm.bos().orElseThrow();
    TokenStream stream = spm.stream();
    assertEquals("", stream.add(bos));
    assertEquals("the", stream.add(the));
    assertEquals(" the", stream.add(the));
    assertEquals("", stream.end());
    assertEquals("the", stream.add(the));
    int bare = spm.id("the").orElseThrow();
    assertEquals("the the", spm.decode(bare, the));
    Tokenizer bpe = tokenizer("bpe");
    assertEquals(" the", bpe.decode(bpe.encode(" the")));
  }

  private static List<String> pieces(Tokenizer tokenizer, int[] ids) {
    return Arrays.stream(ids).mapToObj(tokenizer::piece).toList();
  }

  @Test
  void specialTokensAreNoText() {
    ALL.forEach(
        (name, tokenizer) -> {
          for (int id : tokenizer.eos()) {
            assertEquals(0, tokenizer.bytes(id).length, name);
            assertFalse(tokenizer.piece(id).isEmpty());
          }
        });
  }
}

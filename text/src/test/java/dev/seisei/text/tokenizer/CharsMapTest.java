package dev.seisei.text.tokenizer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** SentencePiece's tables of normalization. */
class CharsMapTest {
  private static final int UNITS = 768;

  /** A table that makes "A" an "a". */
  static String aForCapitalA() {
    return table(833 << 10 | 1 << 8 | 'A', 1 << 31, "a\0");
  }

  /**
   * A trie of one character: the root leads to the block at 256, there the unit of "A" to the block
   * at 512, whose first unit is the place of its text.
   */
  private static String table(int unit, int leaf, String texts) {
    byte[] utf8 = texts.getBytes(StandardCharsets.ISO_8859_1);
    ByteBuffer bytes =
        ByteBuffer.allocate(4 + 4 * UNITS + utf8.length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.putInt(4 * UNITS);
    for (int i = 0; i < UNITS; i++) {
      bytes.putInt(i == 0 ? 256 << 10 : i == 256 + 'A' ? unit : i == 512 ? leaf : 0);
    }
    return Base64.getEncoder().encodeToString(bytes.put(utf8).array());
  }

  @Test
  void whatStaysWithinItselfIsTaken() {
    assertEquals("", CharsMap.reason(aForCapitalA()));
  }

  @Test
  void whatLeadsOutIsRefused() {
    int unit = 833 << 10 | 1 << 8 | 'A';
    assertEquals(
        "must have a trie that stays within itself",
        CharsMap.reason(table(1 << 20 << 10 | 'A', 1 << 31, "a\0")));
    assertEquals(
        "must have a trie whose leaves are texts",
        CharsMap.reason(table(unit, 1 << 31 | 2, "a\0")));
    assertEquals(
        "must have a trie whose leaves are texts",
        CharsMap.reason(table(unit, 1 << 31 | 1, "\u00C3\u00A4\0")));
    assertEquals("must have texts in UTF-8", CharsMap.reason(table(unit, 1 << 31, "\u00FF\0")));
    assertEquals("must be base 64", CharsMap.reason("%"));
    assertNotEquals("", CharsMap.reason(""));
    assertNotEquals("", CharsMap.reason("/////wAAAAA="));
    assertNotEquals("", CharsMap.reason("CAAAAP////////8AAAA="));
  }

  /** The library would end the process; so this test cannot fail quietly. */
  @Property(tries = 300)
  void whatIsTakenDoesNotEndTheProcess(
      @ForAll @IntRange(min = 0, max = UNITS - 1) int at, @ForAll int unit) {
    byte[] table = Base64.getDecoder().decode(aForCapitalA());
    ByteBuffer.wrap(table).order(ByteOrder.LITTLE_ENDIAN).putInt(4 + 4 * at, unit);
    String base64 = Base64.getEncoder().encodeToString(table);
    if (CharsMap.reason(base64).isEmpty()) {
      Vocabulary.Rules rules = new Vocabulary.Rules(false, false, true, true, base64);
      Tokenizer tokenizer = Samples.unigram(rules).tokenizer("t5");
      int[] ids = tokenizer.encode("A ab\u00E9日本😀AAb");
      assertNotEquals(0, ids.length);
    }
  }
}

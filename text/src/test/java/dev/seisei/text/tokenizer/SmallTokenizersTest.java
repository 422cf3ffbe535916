package dev.seisei.text.tokenizer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.OptionalInt;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Bytes and characters. */
class SmallTokenizersTest {
  @Provide
  static Arbitrary<String> texts() {
    return Samples.texts();
  }

  @Property(tries = 200)
  void bytesComeBack(@ForAll("texts") String text) {
    Tokenizer bytes = new ByteTokenizer();
    assertEquals(WellFormed.of(text), bytes.decode(bytes.encode(text)));
  }

  @Property(tries = 200)
  void charactersWithBytesComeBack(@ForAll("texts") String text) {
    Tokenizer characters = CharTokenizer.of(Samples.ENGLISH, true);
    assertEquals(WellFormed.of(text), characters.decode(characters.encode(text)));
  }

  @Test
  void bytesAreTheirIds() {
    Tokenizer bytes = new ByteTokenizer();
    assertArrayEquals(new int[] {0xE7, 0x8C, 0xAB, 'a'}, bytes.encode("猫a"));
    assertEquals("<0xE7>", bytes.piece(0xE7));
    assertEquals(OptionalInt.of(0xE7), bytes.id("<0xE7>"));
    assertEquals(OptionalInt.empty(), bytes.id("a"));
    assertThrows(IndexOutOfBoundsException.class, () -> bytes.bytes(256));
  }

  @Test
  void charactersAreInTheOrderOfUnicode() {
    CharTokenizer characters = CharTokenizer.of("b😀aあb\n", false);
    assertEquals(5, characters.size());
    assertArrayEquals(new int[] {1, 4, 3, 0}, characters.encode("a😀あ\n"));
    assertEquals("あ", characters.piece(3));
    assertEquals(OptionalInt.of(4), characters.id("😀"));
    assertEquals(OptionalInt.empty(), characters.id("<0x41>"));
  }

  @Test
  void bytesFollowTheCharacters() {
    CharTokenizer characters = CharTokenizer.of("ab", true);
    assertEquals(2 + 256, characters.size());
    assertArrayEquals(new int[] {0, 2 + 0xE3, 2 + 0x81, 2 + 0x82}, characters.encode("aあ"));
    assertEquals("<0xE3>", characters.piece(2 + 0xE3));
    assertEquals(OptionalInt.of(2 + 0xE3), characters.id("<0xE3>"));
  }

  @Test
  void anUnknownCharacterIsNamed() {
    CharTokenizer characters = CharTokenizer.of("abc", false);
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> characters.encode("ab😀"));
    assertTrue(Samples.message(e).contains("\"😀\" (U+1F600) at 2"), Samples.message(e));
  }

  @Test
  void aVocabularyNeedsSomething() {
    assertThrows(IllegalArgumentException.class, () -> CharTokenizer.of("", false));
    assertEquals(256, CharTokenizer.of("", true).size());
  }

  @Test
  void areSavedAndOpened(@TempDir Path folder) throws IOException {
    for (Tokenizer saved :
        new Tokenizer[] {
          new ByteTokenizer(), CharTokenizer.of("\"\\\n😀あ ", false), CharTokenizer.of("x", true)
        }) {
      for (Map.Entry<String, byte[]> file : Tokenizers.files(saved).entrySet()) {
        Files.write(folder.resolve(file.getKey()), file.getValue());
      }
      Tokenizer opened = Tokenizers.open(folder);
      assertEquals(saved.size(), opened.size());
      for (int id = 0; id < saved.size(); id++) {
        assertEquals(saved.piece(id), opened.piece(id));
        assertArrayEquals(saved.bytes(id), opened.bytes(id));
      }
    }
  }

  @Test
  void aFolderWithoutOneIsAnError(@TempDir Path folder) {
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> Tokenizers.open(folder));
    assertEquals(
        folder + " has no tokenizer: there is neither tokenizer.json nor vocabulary.json",
        Samples.message(e));
  }

  @Test
  void badFilesAreNamed(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("vocabulary.json");
    Map<String, String> bad =
        Map.of(
            "{}", "type must be",
            "[]", "must hold a JSON object",
            "{\"type\": \"words\"}", "got words",
            "{\"type\": \"characters\"}", "characters must be a text",
            "{\"type\": \"characters\", \"characters\": \"ab\"}", "with_bytes must be",
            "{\"type\": \"characters\", \"characters\": \"ba\", \"with_bytes\": true}", "at 1 is",
            "{\"type\": \"characters\", \"characters\": \"aa\", \"with_bytes\": true}", "at 1 is",
            "{\"type\": \"characters\", \"characters\": \"\", \"with_bytes\": false}",
                "needs a text");
    for (Map.Entry<String, String> each : bad.entrySet()) {
      Files.writeString(file, each.getKey());
      IllegalArgumentException e =
          assertThrows(IllegalArgumentException.class, () -> Tokenizers.open(folder));
      assertTrue(Samples.message(e).startsWith(file.toString()), Samples.message(e));
      assertTrue(Samples.message(e).contains(each.getValue()), Samples.message(e));
    }
  }

  @Test
  void onlyOursAreSaved() {
    Tokenizer other =
        (Tokenizer)
            Proxy.newProxyInstance(
                Tokenizer.class.getClassLoader(),
                new Class<?>[] {Tokenizer.class},
                (proxy, method, arguments) -> null);
    assertThrows(IllegalArgumentException.class, () -> Tokenizers.files(other));
  }
}

package dev.seisei.data.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seisei.core.dataset.Datasets;
import dev.seisei.core.dataset.TextDataset;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TextFileTest {
  @TempDir Path folder;

  private TextDataset open(byte[] content) throws IOException {
    Path file = Files.write(folder.resolve("book.txt"), content);
    return (TextDataset) Datasets.open("text:" + file);
  }

  private TextDataset open(String content) throws IOException {
    return open(content.getBytes(StandardCharsets.UTF_8));
  }

  private String refused(byte[] content) {
    return assertThrows(IllegalArgumentException.class, () -> open(content)).toString();
  }

  @Test
  void theLastTenthIsHeldOut() throws IOException {
    TextDataset text = open("0123456789\r\n\tabcdefg\n");
    assertEquals(List.of("0123456789\r\n\tabcde"), text.train());
    assertEquals(List.of("fg\n"), text.heldOut());
    assertEquals("21 characters of text in 1 documents", text.summary());
    assertTrue(text.name().startsWith("text:"), text.name());
  }

  @Test
  void aCharacterOfTwoHalvesIsNotCut() throws IOException {
    TextDataset text = open("12345678\uD83D\uDE00");
    assertEquals(List.of("12345678"), text.train());
    assertEquals(List.of("\uD83D\uDE00"), text.heldOut());
  }

  @Test
  void aMarkOfTheEncodingIsNoText() throws IOException {
    assertEquals(open("春は、あけぼの。やうやう").hash(), open("\uFEFF春は、あけぼの。やうやう").hash());
  }

  @Test
  void otherTextHasAnotherHash() throws IOException {
    assertNotEquals(open("0123456789").hash(), open("0123456788").hash());
    assertNotEquals(
        new InMemoryText("a", List.of("01234", "56789")).hash(),
        new InMemoryText("a", List.of("012345", "6789")).hash());
  }

  @ParameterizedTest
  @CsvSource({
    // A byte that begins nothing; a character cut by another, and by the end; one written too
    // long; half of a pair; beyond Unicode.
    "e697a5ff, 0xFF at offset 3",
    "61e69761, 0xE6 at offset 1",
    "6161e697, 0xE6 at offset 2",
    "61c080, 0xC0 at offset 1",
    "eda080, 0xED at offset 0",
    "f4908080, 0xF4 at offset 0",
  })
  void whatIsNoUtf8IsNamedWithItsPlace(String hex, String where) {
    byte[] content = HexFormat.of().parseHex(hex);
    String message = refused(content);
    assertTrue(message.contains("is not UTF-8: byte " + where), message);
  }

  @Test
  void tooLittleTextIsRefused() {
    String message = refused(new byte[0]);
    assertTrue(message.contains("must have at least 10 characters, got 0"), message);
    message = refused("123456789".getBytes(StandardCharsets.UTF_8));
    assertTrue(message.contains("got 9"), message);
  }

  @Test
  void aFileThatIsNotThereIsNamed() {
    Path missing = folder.resolve("missing.txt");
    for (Path path : List.of(missing, folder)) {
      IllegalArgumentException e =
          assertThrows(IllegalArgumentException.class, () -> Datasets.open("text:" + path));
      assertTrue(e.toString().contains("there is no file " + path), e.toString());
    }
  }

  @Test
  void documentsAreCutOnceAndEmptyOnesLeftOut() {
    TextDataset text = new InMemoryText("a", List.of("abcdef", "", "ghijklm", "nopqrst"));
    assertEquals(List.of("abcdef", "ghijklm", "nopqr"), text.train());
    assertEquals(List.of("st"), text.heldOut());
    assertEquals("20 characters of text in 3 documents", text.summary());
    text = new InMemoryText("b", List.of("abcdefghi", "j"));
    assertEquals(List.of("abcdefghi"), text.train());
    assertEquals(List.of("j"), text.heldOut());
    assertEquals("10 characters of text in 2 documents", text.summary());
  }
}

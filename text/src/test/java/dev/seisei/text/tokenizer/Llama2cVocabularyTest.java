package dev.seisei.text.tokenizer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seisei.text.tokenizer.Vocabulary.Piece;
import dev.seisei.text.tokenizer.Vocabulary.PieceType;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** llama2.c's file. */
class Llama2cVocabularyTest {
  private static final Vocabulary SPM = Samples.spm(Vocabulary.Rules.of(Vocabulary.Kind.SPM));

  /** As llama2.c's exporter writes it; of old, bytes were characters. */
  private static byte[] file(boolean old) {
    List<Piece> pieces = SPM.pieces();
    ByteBuffer out = ByteBuffer.allocate(1 << 16).order(ByteOrder.LITTLE_ENDIAN).putInt(12);
    for (int id = 0; id < pieces.size(); id++) {
      String text = pieces.get(id).text().replace('▁', ' ');
      if (id == 1 || id == 2) {
        text = "\n" + text + "\n";
      } else if (old && pieces.get(id).type() == PieceType.BYTE) {
        text = Character.toString(id - 3);
      }
      byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
      out.putFloat(pieces.get(id).score()).putInt(utf8.length).put(utf8);
    }
    return Arrays.copyOf(out.array(), out.position());
  }

  private static Vocabulary parse(byte[] file) {
    return Llama2cVocabulary.parse("tokenizer.bin", file, SPM.pieces().size());
  }

  @Test
  void encodesAsTheVocabularyItCameFrom(@TempDir Path folder) throws IOException {
    Tokenizer expected = SPM.tokenizer("spm");
    for (boolean old : new boolean[] {false, true}) {
      Path path = Files.write(folder.resolve("tokenizer.bin"), file(old));
      Tokenizer read = Llama2cVocabulary.read(path, SPM.pieces().size()).tokenizer("read");
      for (String text : List.of("the cat  sat", "鬱\n<s>😀😀 日本語", "", " ")) {
        assertArrayEquals(expected.encode(text), read.encode(text), text);
        assertEquals(text, read.decode(read.encode(text)));
      }
      assertArrayEquals(new int[] {1, 5}, read.frame(new int[] {5}));
      assertEquals(expected.eos(), read.eos());
    }
  }

  @Test
  void everyTruncationIsAnErrorThatNamesTheFile() {
    byte[] file = file(false);
    for (int length = 0; length < file.length; length++) {
      byte[] cut = Arrays.copyOf(file, length);
      IllegalArgumentException e =
          assertThrows(IllegalArgumentException.class, () -> parse(cut), "at " + length);
      assertTrue(Samples.message(e).startsWith("tokenizer.bin"), Samples.message(e));
    }
    byte[] longer = Arrays.copyOf(file, file.length + 1);
    IllegalArgumentException e = assertThrows(IllegalArgumentException.class, () -> parse(longer));
    assertTrue(Samples.message(e).contains("goes on at byte " + file.length));
  }

  @Test
  void lengthsAndSizesAreCheckedBeforeAnythingIsAllocated() {
    byte[] file = file(false);
    for (int length : new int[] {-1, Integer.MAX_VALUE, Integer.MIN_VALUE, 13}) {
      byte[] bad = file.clone();
      ByteBuffer.wrap(bad).order(ByteOrder.LITTLE_ENDIAN).putInt(8, length);
      IllegalArgumentException e = assertThrows(IllegalArgumentException.class, () -> parse(bad));
      assertTrue(Samples.message(e).contains("token 0 at byte 4"), Samples.message(e));
      assertTrue(Samples.message(e).contains("got " + length), Samples.message(e));
    }
    for (int size : new int[] {-1, 0, 2, Integer.MAX_VALUE}) {
      assertThrows(IllegalArgumentException.class, () -> Llama2cVocabulary.parse("x", file, size));
    }
  }

  @Property(tries = 300)
  void changedBytesAreAnErrorOrAVocabulary(
      @ForAll @IntRange(max = 1999) int at, @ForAll byte value, @ForAll @IntRange(max = 3) int n) {
    byte[] file = file(false);
    for (int i = 0; i <= n; i++) {
      file[(at + i * 7) % file.length] = value;
    }
    Vocabulary read;
    try {
      read = parse(file);
    } catch (IllegalArgumentException e) {
      assertTrue(Samples.message(e).startsWith("tokenizer.bin"), Samples.message(e));
      return;
    }
    Tokenizer built;
    try {
      built = read.tokenizer("tokenizer.bin");
    } catch (IllegalArgumentException e) {
      assertTrue(Samples.message(e).startsWith("tokenizer.bin"), Samples.message(e));
      return;
    }
    assertEquals(SPM.pieces().size(), built.size());
    built.encode("the cat 日本 <0x41>");
  }
}

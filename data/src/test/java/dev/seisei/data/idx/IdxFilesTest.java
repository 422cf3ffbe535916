package dev.seisei.data.idx;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.zip.GZIPOutputStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IdxFilesTest {
  @TempDir Path folder;

  private static Idx read(byte[] file) throws IOException {
    return IdxFiles.read(new ByteArrayInputStream(file), file.length, "f");
  }

  private static byte[] hex(String digits) {
    return HexFormat.of().parseHex(digits.replace(" ", ""));
  }

  private static byte[] packed(byte[] file) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(file);
    }
    return out.toByteArray();
  }

  private static byte[] written(Idx array) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    IdxFiles.write(array, out);
    return out.toByteArray();
  }

  @ParameterizedTest
  @CsvSource({
    "0000 08 01 00000002 01FF,                             UNSIGNED_BYTE, 1, 255",
    "0000 09 01 00000002 01FF,                             BYTE,          1, -1",
    "0000 0B 01 00000002 0100 FFFE,                        SHORT,         256, -2",
    "0000 0C 01 00000002 00010000 80000000,                INT,           65536, -2147483648",
    "0000 0D 01 00000002 3FC00000 C0000000,                FLOAT,         1.5, -2",
    "0000 0E 01 00000002 3FF8000000000000 C000000000000000, DOUBLE,       1.5, -2"
  })
  void everyTypeIsRead(String digits, Idx.Type type, double first, double second)
      throws IOException {
    byte[] file = hex(digits);
    for (byte[] stored : new byte[][] {file, packed(file)}) {
      Idx array = read(stored);
      assertEquals(type, array.type());
      assertArrayEquals(new int[] {2}, array.shape());
      assertEquals(2, array.size());
      assertEquals(first, array.get(0));
      assertEquals(second, array.get(1));
      assertArrayEquals(file, written(array));
    }
  }

  @Test
  void rowsAreThoseOfTheFirstExtent() throws IOException {
    Path file = folder.resolve("images");
    byte[][] rows = {{1, 2, 3, 4, 5, 6}, {7, 8, 9, 10, 11, (byte) 200}};
    Files.write(file, written(Idx.ofBytes(rows, 2, 3, 2)));
    Idx array = IdxFiles.read(file);
    assertArrayEquals(new int[] {2, 3, 2}, array.shape());
    assertArrayEquals(rows, array.rows());
    assertEquals("UNSIGNED_BYTE[2, 3, 2]", array.toString());
  }

  @Test
  void anArrayOfNothingHasNoRows() throws IOException {
    assertEquals(0, read(hex("0000 08 03 00000000 00000002 00000002")).rows().length);
  }

  @Test
  void rowsMustFitTheirShape() {
    assertThrows(IllegalArgumentException.class, () -> Idx.ofBytes(new byte[2][3], 2, 4));
    assertThrows(IllegalArgumentException.class, () -> Idx.ofBytes(new byte[2][3], 3, 3));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''                              | f: the file ends at offset 0, within its magic number",
        "0000 08                         | f: the file ends at offset 3, within its magic number",
        "89504E47 00000000               | f: is no IDX file: it begins with 0x89504E47, expected"
            + " two zero bytes",
        "0000 0A 01 00000001 00          | f: type at offset 2 must be one of 0x08, 0x09, 0x0B,"
            + " 0x0C, 0x0D, 0x0E, got 0x0A",
        "0000 08 00 00                   | f: number of extents at offset 3 must be in [1, 8],"
            + " got 0",
        "0000 08 FF 00                   | f: number of extents at offset 3 must be in [1, 8],"
            + " got -1",
        "0000 08 03 00000001 0000        | f: the file ends at offset 10, within its extents",
        "0000 08 02 00000001 FFFFFFFF 00 | f: extent 1 at offset 8 must be in [0, 2147483647],"
            + " got 4294967295",
        "0000 08 01 00000003 0102        | f: extents at offset 4 are [3], which do not fit a file"
            + " of 10 bytes",
        "0000 08 01 00000001 0102        | f: extents at offset 4 are [1], which do not fit a file"
            + " of 10 bytes",
        // 65536 · 65536 · 1 and 2^31 · 4 + ... are 0 in 32 bits.
        "0000 08 02 00010000 00010000    | f: extents at offset 4 are [65536, 65536], which do not"
            + " fit a file of 12 bytes",
        "0000 0C 03 40000000 40000000 40000000 | f: extents at offset 4 are [1073741824,"
            + " 1073741824, 1073741824], which do not fit a file of 16 bytes",
        "0000 0E 01 20000000             | f: extents at offset 4 are [536870912], which do not"
            + " fit a file of 8 bytes"
      })
  void hostileFilesAreNamedWithFieldAndOffset(String digits, String message) {
    IOException bad = assertThrows(IOException.class, () -> read(hex(digits)));
    assertEquals(message, bad.getMessage());
  }

  @Test
  void hostilePackedFilesAreRefusedBeforeMemoryIsTaken() throws IOException {
    byte[] huge = packed(hex("0000 08 02 00007FFF 0000FFFF"));
    IOException bad = assertThrows(IOException.class, () -> read(huge));
    assertEquals(
        "f: extents at offset 4 are [32767, 65535], which do not fit a packed file of "
            + huge.length
            + " bytes",
        bad.getMessage());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0000 08 01 00000003 0102   | f: the file ends at offset 10; extents [3] ask for 11 bytes",
        "0000 08 01 00000001 0102   | f: there are bytes after offset 9, where extents [1] end the"
            + " file",
      })
  void packedFilesOfAnotherLengthAreRefused(String digits, String message) {
    IOException bad = assertThrows(IOException.class, () -> read(packed(hex(digits))));
    assertEquals(message, bad.getMessage());
  }

  @Test
  void cutAndDamagedGzipIsSaidToBeThat() throws IOException {
    byte[] packed = packed(written(Idx.ofBytes(new byte[10][100], 10, 10, 10)));
    for (int length = 2; length < packed.length; length++) {
      byte[] cut = Arrays.copyOf(packed, length);
      assertThrows(IOException.class, () -> read(cut), "length " + length);
    }
    byte[] damaged = packed.clone();
    damaged[packed.length - 6] ^= 1;
    IOException bad = assertThrows(IOException.class, () -> read(damaged));
    assertTrue(bad.toString().contains("f: the gzip stream is damaged"), bad::toString);
  }

  @Property(tries = 2000)
  void anyBytesAreAnArrayOrRefused(@ForAll @Size(max = 40) byte[] tail) throws IOException {
    // Begun well, so that most tries get beyond the magic number.
    byte[] file =
        ByteBuffer.allocate(3 + tail.length)
            .put((byte) 0)
            .put((byte) 0)
            .put((byte) 8)
            .put(tail)
            .array();
    try {
      assertArrayEquals(file, written(read(file)));
    } catch (IOException e) {
      assertTrue(e.toString().contains(": f: "), e::toString);
    }
  }

  @Test
  void aFileIsNamedByItsPath() throws IOException {
    Path file = Files.write(folder.resolve("bad"), new byte[] {1, 2, 3, 4});
    IOException bad = assertThrows(IOException.class, () -> IdxFiles.read(file));
    assertTrue(bad.toString().contains(file + ": is no IDX file"), bad::toString);
  }
}

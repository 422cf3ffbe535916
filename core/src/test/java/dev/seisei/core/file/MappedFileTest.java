package dev.seisei.core.file;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MappedFileTest {
  private static final long GIB = 1L << 30;

  @TempDir Path folder;

  @Test
  void numbersAreLittleEndian() throws IOException {
    byte[] bytes = {(byte) 0xF1, 2, 3, 4, 5, 6, 7, 8, 9};
    Path path = Files.write(folder.resolve("a"), bytes);
    for (MappedFile file :
        new MappedFile[] {MappedFile.open(path), MappedFile.of(path, ByteBuffer.wrap(bytes))}) {
      assertEquals(9, file.size());
      assertEquals(path, file.path());
      assertEquals(0xF1, file.u8(0));
      assertEquals(0x02F1, file.u16(0));
      assertEquals(0x050403_02, file.i32(1));
      assertEquals(0x0908070605040302L, file.i64(1));
      assertEquals(0x0403, file.range(2, 3).getShort(0));
      assertEquals(3, file.range(2, 3).remaining());
      assertTrue(file.range(2, 3).isReadOnly());
      assertEquals(0, file.range(9, 0).remaining());
      byte[] part = new byte[2];
      file.copy(7, part);
      assertArrayEquals(new byte[] {8, 9}, part);
      assertThrows(IndexOutOfBoundsException.class, () -> file.range(7, 3));
      assertThrows(IndexOutOfBoundsException.class, () -> file.range(-1, 3));
    }
  }

  @Test
  void anEmptyFileHasNothing() throws IOException {
    assertEquals(0, MappedFile.open(Files.createFile(folder.resolve("a"))).size());
  }

  /** A file with holes: it takes a few blocks of the disk. */
  @Test
  void whatLiesBeyondTwoGibibytesIsReadAndWhatReachesOverThem() throws IOException {
    Path path = folder.resolve("large");
    try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
      file.setLength(5 * GIB);
      for (long at : new long[] {GIB - 4, 2 * GIB - 4, 3 * GIB - 4, 5 * GIB - 8}) {
        file.seek(at);
        file.writeLong(Long.reverseBytes(at));
      }
    }
    MappedFile file = MappedFile.open(path);
    for (long at : new long[] {GIB - 4, 2 * GIB - 4, 3 * GIB - 4, 5 * GIB - 8}) {
      assertEquals(at, file.i64(at));
      assertEquals(at, file.range(at, 8).getLong(0));
      byte[] copy = new byte[8];
      file.copy(at, copy);
      assertEquals(at, Long.reverseBytes(ByteBuffer.wrap(copy).getLong()));
    }
    // Longer than a window can promise, so mapped for itself.
    ByteBuffer most = file.range(GIB - 4, Integer.MAX_VALUE);
    assertEquals(GIB - 4, most.getLong(0));
    assertEquals(2 * GIB - 4, most.getLong((int) GIB));
    Files.write(path, new byte[3]);
    assertThrows(IOException.class, () -> file.range(GIB - 4, Integer.MAX_VALUE));
  }
}

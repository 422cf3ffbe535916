package dev.seisei.core.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class WholeFileTest {
  private static final byte[] NEW = "new".getBytes(StandardCharsets.UTF_8);

  @TempDir Path folder;

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  private static void write(Path file) throws IOException {
    WholeFile.write(file, out -> out.write(NEW));
  }

  private String refused(Path file) {
    return String.valueOf(assertThrows(IOException.class, () -> write(file)).getMessage());
  }

  @Test
  void aFileIsMadeOrReplaced() throws IOException {
    Path file = folder.resolve("a");
    write(file);
    assertEquals("new", Files.readString(file));
    Files.writeString(file, "something longer");
    write(file);
    assertEquals("new", Files.readString(file));
    assertEquals(List.of("a"), names());
  }

  @Test
  void theLongestNameIsNotTooLong() throws IOException {
    Path file = folder.resolve("a".repeat(255));
    write(file);
    assertEquals("new", Files.readString(file));
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void permissionsAreThoseOfAnyNewFile() throws IOException {
    Path plain = Files.createFile(folder.resolve("plain"));
    Path file = folder.resolve("a");
    write(file);
    assertEquals(Files.getPosixFilePermissions(plain), Files.getPosixFilePermissions(file));
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void linksAreFollowedAndStay() throws IOException {
    Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
    Path second = Files.createSymbolicLink(elsewhere.resolve("second"), Path.of("../file"));
    Path first = Files.createSymbolicLink(folder.resolve("first"), Path.of("elsewhere/second"));
    write(first);
    assertEquals("new", Files.readString(folder.resolve("file")), "made where the links lead");
    Files.writeString(folder.resolve("file"), "old");
    write(first);
    assertEquals("new", Files.readString(folder.resolve("file")), "replaced there");
    assertTrue(Files.isSymbolicLink(first) && Files.isSymbolicLink(second));
    assertTrue(Files.isRegularFile(folder.resolve("file"), LinkOption.NOFOLLOW_LINKS));
    assertEquals(List.of("elsewhere", "file", "first"), names());
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void linksInACircleAreRefused() throws IOException {
    Path a = Files.createSymbolicLink(folder.resolve("a"), Path.of("b"));
    Files.createSymbolicLink(folder.resolve("b"), Path.of("a"));
    assertEquals("cannot write " + a + ": links lead in a circle", refused(a));
    assertEquals(List.of("a", "b"), names());
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void aPipeIsWrittenToAndStays() throws IOException, InterruptedException {
    Path pipe = folder.resolve("pipe");
    Path link = Files.createSymbolicLink(folder.resolve("link"), pipe);
    assumeTrue(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor() == 0);
    // Held open for both, so that neither end waits for the other.
    try (RandomAccessFile both = new RandomAccessFile(pipe.toFile(), "rw")) {
      write(pipe);
      write(link);
      assertTrue(WholeFile.isSpecial(pipe) && WholeFile.isSpecial(link));
      assertTrue(Files.isSymbolicLink(link));
      byte[] read = new byte[6];
      both.readFully(read);
      assertEquals("newnew", new String(read, StandardCharsets.UTF_8));
    }
    assertEquals(List.of("link", "pipe"), names());
  }

  @Test
  void whatFailsHalfwayLeavesWhatWasThereAndNothingElse() throws IOException {
    Path file = Files.writeString(folder.resolve("a"), "old");
    IOException failure =
        assertThrows(
            IOException.class,
            () ->
                WholeFile.write(
                    file,
                    out -> {
                      out.write(new byte[100_000]);
                      throw new IOException("No space left on device");
                    }));
    assertEquals("cannot write " + file + ": No space left on device", failure.getMessage());
    assertThrows(
        IllegalStateException.class,
        () ->
            WholeFile.write(
                file,
                out -> {
                  throw new IllegalStateException("no more");
                }));
    assertEquals("old", Files.readString(file));
    assertEquals(List.of("a"), names());
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void aFullDeviceSaysSo() {
    Path full = Path.of("/dev/full");
    assumeTrue(WholeFile.isSpecial(full));
    assertEquals("cannot write /dev/full: No space left on device", refused(full));
    assertTrue(WholeFile.isSpecial(full));
  }

  @Test
  void whatIsInTheWayIsNamed() throws IOException {
    Path missing = folder.resolve("missing/a");
    assertEquals("cannot write " + missing + ": no such file or folder", refused(missing));
    Path inFile = Files.createFile(folder.resolve("file")).resolve("a");
    assertTrue(refused(inFile).startsWith("cannot write " + inFile + ": "), refused(inFile));
    assertTrue(refused(folder).startsWith("cannot write " + folder + ": "), refused(folder));
    assertEquals(List.of("file"), names());
  }
}

package dev.seisei.core.sample;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SampleFilesTest {
  @TempDir Path folder;

  private final Embeddings sample = new Embeddings(2, 2, new float[] {1, 2, 3, 4.5f});

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void theEndingDecidesTheFormatInAnyCase() throws IOException {
    sample.write(folder.resolve("a.csv"));
    sample.write(folder.resolve("b.v2.JSON"));
    assertEquals("1.0,2.0\n3.0,4.5\n", Files.readString(folder.resolve("a.csv")));
    assertEquals(
        "{\"shape\":[2,2],\"data\":[1.0,2.0,3.0,4.5]}",
        Files.readString(folder.resolve("b.v2.JSON")));
    assertEquals(List.of("a.csv", "b.v2.JSON"), names());
  }

  @Test
  void aFileThatIsThereIsReplaced() throws IOException {
    Path file = folder.resolve("a.csv");
    Files.writeString(file, "something longer than what is written now");
    sample.write(file);
    assertArrayEquals(ImagesTest.write(sample, "csv"), Files.readAllBytes(file));
  }

  @Test
  void othersMayReadTheFileAsFarAsTheSystemSays() throws IOException {
    Path plain = Files.writeString(folder.resolve("plain"), "");
    sample.write(folder.resolve("a.csv"));
    if (plain.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      assertEquals(
          Files.getPosixFilePermissions(plain),
          Files.getPosixFilePermissions(folder.resolve("a.csv")));
    }
  }

  @Test
  void anUnknownEndingLeavesNothing() throws IOException {
    Path file = folder.resolve("a.png");
    IllegalArgumentException bad =
        assertThrows(IllegalArgumentException.class, () -> sample.write(file));
    assertEquals(
        "cannot write embeddings as \"" + file + "\"; use one of json, csv", bad.getMessage());
    assertThrows(IllegalArgumentException.class, () -> sample.write(folder.resolve("csv.")));
    assertThrows(IllegalArgumentException.class, () -> sample.write(Path.of("/")));
    assertEquals(List.of(), names());
  }

  @Test
  void aFolderThatIsMissingIsNamed() {
    Path file = folder.resolve("missing").resolve("a.csv");
    IOException bad = assertThrows(IOException.class, () -> sample.write(file));
    assertTrue(bad.toString().contains("cannot write " + file + ": "), bad.getMessage());
  }

  @Test
  void whatCannotTakeItsPlaceLeavesNothingBeside() throws IOException {
    Path file = folder.resolve("a.csv");
    Files.createDirectories(file.resolve("full"));
    IOException bad = assertThrows(IOException.class, () -> sample.write(file));
    assertTrue(bad.toString().contains("cannot write " + file), bad.getMessage());
    assertEquals(List.of("a.csv"), names());
  }
}

package dev.seisei.data.fetch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TarballTest {
  @TempDir Path folder;

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static List<String> read(Tarball archive, String... names) throws IOException {
    List<String> read = new ArrayList<>();
    archive.read(
        Set.of(names),
        (name, content) -> read.add(name + "=" + new String(content, StandardCharsets.UTF_8)));
    return read;
  }

  private static void assertRefused(Tarball archive, String message, String... names) {
    IOException bad = assertThrows(IOException.class, () -> read(archive, names));
    assertTrue(bad.toString().contains(message), bad::toString);
    assertTrue(bad.toString().contains("archive.tgz"), bad::toString);
  }

  @Test
  void namedEntriesAreReadInTheArchivesOrder() throws IOException {
    Tarball archive =
        new Archives()
            .file("package/b", bytes("second"))
            .file("package/other", bytes("passed over"))
            .file("package/a", bytes(""))
            .in(folder);
    assertEquals(
        List.of("package/b=second", "package/a="), read(archive, "package/a", "package/b"));
  }

  @Test
  void missingEntriesAreNamed() throws IOException {
    Tarball archive = new Archives().file("a", bytes("1")).in(folder);
    assertRefused(archive, "entries are missing: b, c", "a", "b", "c");
  }

  @Test
  void entriesThatAreThereTwiceAreRefused() throws IOException {
    Tarball archive = new Archives().file("a", bytes("1")).file("a", bytes("2")).in(folder);
    assertRefused(archive, "entry a is there twice", "a");
  }

  @Test
  void linksAndFoldersAreNoFiles() throws IOException {
    TarArchiveEntry link = new TarArchiveEntry("a", TarConstants.LF_SYMLINK);
    link.setLinkName("/etc/passwd");
    assertRefused(
        new Archives().entry(link, new byte[0]).in(folder), "entry a is no plain file", "a");
    TarArchiveEntry hard = new TarArchiveEntry("a", TarConstants.LF_LINK);
    hard.setLinkName("b");
    assertRefused(
        new Archives().entry(hard, new byte[0]).in(folder), "entry a is no plain file", "a");
    assertRefused(
        new Archives().entry(new TarArchiveEntry("a/"), new byte[0]).in(folder),
        "entry a/ is no plain file",
        "a/");
  }

  @Test
  void namesThatLeadOutOfTheFolderMakeNoFiles() throws IOException {
    Path inner = Files.createDirectory(folder.resolve("inner"));
    Tarball archive =
        new Archives()
            .file("../outside", bytes("x"))
            .file("/tmp/absolute-outside", bytes("x"))
            .file("a", bytes("1"))
            .in(inner);
    assertEquals(List.of("a=1"), read(archive, "a"));
    try (Stream<Path> files = Files.walk(folder)) {
      assertEquals(3, files.count(), "the two folders and the archive");
    }
  }

  /** An archive whose first entry claims a size, and ends after its header. */
  private Tarball claiming(long size) throws IOException {
    TarArchiveEntry entry = new TarArchiveEntry("a");
    entry.setSize(size);
    byte[] header = new byte[512];
    entry.writeEntryHeader(header);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(header);
      gzip.write(new byte[100]);
    }
    return new Tarball(Files.write(folder.resolve("archive.tgz"), out.toByteArray()));
  }

  @Test
  void largeEntriesAreRefusedBeforeTheyAreRead() throws IOException {
    assertRefused(claiming(300_000_000), "entry a has 300000000 bytes, more than 268435456", "a");
    assertRefused(claiming(8_000_000_000L), "entry a ends beyond 2147483648 bytes", "a");
    assertRefused(claiming(8_000_000_000L), "entry a ends beyond 2147483648 bytes", "b");
  }

  @Test
  void archivesThatAreCutAreRefused() throws IOException {
    assertThrows(IOException.class, () -> read(claiming(1000), "a"));
    byte[] content = new byte[5000];
    for (int i = 0; i < content.length; i++) {
      content[i] = (byte) ((i * i * 31) >> 3);
    }
    byte[] whole = new Archives().file("a", content).bytes();
    for (int length = 0; length < whole.length; length += 37) {
      Path cut = Files.write(folder.resolve("archive.tgz"), Arrays.copyOf(whole, length));
      assertThrows(IOException.class, () -> read(new Tarball(cut), "a"), "length " + length);
    }
  }

  @Test
  void otherFilesAreRefused() throws IOException {
    Path text = Files.write(folder.resolve("archive.tgz"), bytes("not an archive at all"));
    assertRefused(new Tarball(text), "cut or damaged", "a");
  }
}

package dev.seisei.data.fetch;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/** Archives for tests. */
public final class Archives {
  // Entries of one name are equal, so no map.
  private final List<Map.Entry<TarArchiveEntry, byte[]>> entries = new ArrayList<>();

  /** Adds a plain file. */
  public Archives file(String name, byte[] content) {
    TarArchiveEntry entry = new TarArchiveEntry(name, true);
    entry.setSize(content.length);
    return entry(entry, content);
  }

  Archives entry(TarArchiveEntry entry, byte[] content) {
    entries.add(Map.entry(entry, content));
    return this;
  }

  /** The archive, packed by gzip. */
  public byte[] bytes() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (TarArchiveOutputStream tar = new TarArchiveOutputStream(new GZIPOutputStream(out))) {
      for (Map.Entry<TarArchiveEntry, byte[]> each : entries) {
        tar.putArchiveEntry(each.getKey());
        tar.write(each.getValue());
        tar.closeArchiveEntry();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  /** The archive as a file. */
  public Tarball in(Path folder) throws IOException {
    return new Tarball(Files.write(folder.resolve("archive.tgz"), bytes()));
  }
}

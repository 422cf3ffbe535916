package dev.seisei.data.fetch;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.seisei.core.file.FolderTrees;
import dev.seisei.core.file.Sha256;
import dev.seisei.core.lock.ProcessLock;
import dev.seisei.core.progress.Progress;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Datasets on this machine: a folder each, with some files and {@code complete.json}, which says of
 * what archive they were made and each file's size and hash. A folder without it, or with other
 * files than it says, is not a dataset.
 */
public final class DatasetCache {
  private static final Logger LOG = LoggerFactory.getLogger(DatasetCache.class);

  private static final String MARKER = "complete.json";

  private static final ObjectMapper JSON =
      new ObjectMapper()
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES);

  private final Path root;

  public DatasetCache(Path root) {
    this.root = root;
  }

  /**
   * A dataset that may be in the cache.
   *
   * @param name of its folder
   * @param download the archive that it is made of
   * @param files the names of what it is made into
   */
  public record Entry(String name, Download download, List<String> files) {}

  /** What is to be in a file. */
  @FunctionalInterface
  public interface Content {
    void writeTo(OutputStream out) throws IOException;
  }

  /** Makes a dataset's files out of its archive. */
  @FunctionalInterface
  public interface Conversion {
    /**
     * What the files are to hold, by name.
     *
     * @throws IOException if the archive is not as it must be
     */
    Map<String, Content> convert(Tarball archive) throws IOException;
  }

  /**
   * What the marker says.
   *
   * @param archive its SHA-256
   */
  record Marker(String archive, Map<String, Stored> files) {}

  /** A file's size and SHA-256. */
  record Stored(long bytes, String sha256) {}

  public Path folder(String name) {
    return root.resolve(name);
  }

  /** Whether a dataset is there, as far as its marker and the sizes of its files tell. */
  public boolean present(Entry dataset) {
    return holds(dataset, false);
  }

  private boolean holds(Entry dataset, boolean content) {
    try {
      check(dataset, content);
      return true;
    } catch (IOException e) {
      LOG.debug("{} is not in the cache", dataset.name(), e);
      return false;
    }
  }

  /**
   * The folder of a dataset, all of which has been read and compared.
   *
   * @throws IOException if it is not there or damaged, saying how
   */
  public Path open(Entry dataset) throws IOException {
    check(dataset, true);
    return folder(dataset.name());
  }

  private void check(Entry dataset, boolean content) throws IOException {
    Path folder = folder(dataset.name());
    Marker marker = JSON.readValue(Files.readAllBytes(folder.resolve(MARKER)), Marker.class);
    if (!marker.archive().equals(dataset.download().sha256())) {
      throw new IOException(folder + " was made of another archive");
    }
    for (String name : dataset.files()) {
      Path file = folder.resolve(name);
      Stored stored = marker.files().get(name);
      if (stored == null) {
        throw new IOException(folder.resolve(MARKER) + " does not know " + name);
      }
      if (Files.size(file) != stored.bytes()) {
        throw new IOException(
            file + " has " + Files.size(file) + " bytes, " + stored.bytes() + " were written");
      }
      if (content && !Sha256.of(file).equals(stored.sha256())) {
        throw new IOException(file + " is not what was written: its SHA-256 differs");
      }
    }
  }

  /**
   * Brings a dataset, unless it is there and whole. Concurrent fetches, in any processes, wait.
   *
   * @param from a copy of the archive
   * @return the folder that holds it
   * @throws IOException if it cannot be had; the message says what to do
   */
  public Path fetch(Entry dataset, Conversion conversion, Optional<Path> from, Progress progress)
      throws IOException {
    Files.createDirectories(root);
    ProcessLock lock = ProcessLock.acquire(root.resolve(dataset.name() + ".lock"), progress);
    try {
      if (!holds(dataset, true)) {
        if (from.isPresent()) {
          dataset.download().verify(from.get());
          store(dataset, conversion.convert(new Tarball(from.get())));
        } else {
          Path archive = root.resolve("." + dataset.name() + ".download");
          dataset.download().to(archive, progress);
          store(dataset, conversion.convert(new Tarball(archive)));
          Files.delete(archive);
        }
      }
      return folder(dataset.name());
    } finally {
      lock.close();
    }
  }

  /**
   * Writes a dataset, in place of one that is there; it appears whole or not at all. At any time,
   * one thread of one process writes a dataset.
   */
  private void store(Entry dataset, Map<String, Content> contents) throws IOException {
    Path part = root.resolve("." + dataset.name() + ".part");
    Path folder = folder(dataset.name());
    // One that was killed may have left something.
    FolderTrees.delete(part);
    try {
      Files.createDirectories(part);
      Map<String, Stored> files = new TreeMap<>();
      for (Map.Entry<String, Content> each : contents.entrySet()) {
        files.put(each.getKey(), write(part.resolve(each.getKey()), each.getValue()));
      }
      Marker marker = new Marker(dataset.download().sha256(), files);
      Files.write(part.resolve(MARKER), JSON.writeValueAsBytes(marker));
      FolderTrees.delete(folder);
      Files.move(part, folder, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      FolderTrees.delete(part);
    }
  }

  private static Stored write(Path file, Content content) throws IOException {
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
      content.writeTo(out);
    }
    return new Stored(Files.size(file), Sha256.of(file));
  }
}

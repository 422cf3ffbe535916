package dev.seisei.data.image;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.seisei.core.dataset.ImageSet;
import dev.seisei.core.file.FolderTrees;
import dev.seisei.core.file.Sha256;
import dev.seisei.data.idx.Idx;
import dev.seisei.data.idx.IdxFiles;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Datasets of images on this machine: a folder each, with four IDX files and {@code complete.json},
 * which says of what archive they were made and each file's size and hash. A folder without it, or
 * with other files than it says, is not a dataset.
 */
final class ImageCache {
  private static final Logger LOG = LoggerFactory.getLogger(ImageCache.class);

  private static final String MARKER = "complete.json";

  private static final ObjectMapper JSON =
      new ObjectMapper()
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES);

  private final Path root;

  ImageCache(Path root) {
    this.root = root;
  }

  /**
   * What the marker says.
   *
   * @param archive its SHA-256
   */
  record Marker(String archive, Map<String, Stored> files) {}

  /** A file's size and SHA-256. */
  record Stored(long bytes, String sha256) {}

  Path folder(String name) {
    return root.resolve(name);
  }

  /** Whether a dataset is there, as far as its marker and the sizes of its files tell. */
  boolean present(RegisteredImages dataset) {
    return holds(dataset, false);
  }

  /** Whether a dataset is there, all of it read and compared. */
  boolean whole(RegisteredImages dataset) {
    return holds(dataset, true);
  }

  private boolean holds(RegisteredImages dataset, boolean content) {
    try {
      check(dataset, content);
      return true;
    } catch (IOException e) {
      LOG.debug("{} is not in the cache", dataset.name(), e);
      return false;
    }
  }

  /**
   * Checks a dataset's files.
   *
   * @throws IOException saying what is wrong
   */
  private void check(RegisteredImages dataset, boolean content) throws IOException {
    Path folder = folder(dataset.name());
    Marker marker = JSON.readValue(Files.readAllBytes(folder.resolve(MARKER)), Marker.class);
    if (!marker.archive().equals(dataset.download().sha256())) {
      throw new IOException(folder + " was made of another archive");
    }
    for (String name : IdxImages.FILES) {
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
   * Opens a dataset that is there.
   *
   * @throws IOException if it is damaged, saying how
   */
  InMemoryImages open(RegisteredImages dataset) throws IOException {
    check(dataset, true);
    Path folder = folder(dataset.name());
    return new InMemoryImages(
        dataset.name(),
        read(folder, IdxImages.TRAIN_IMAGES, IdxImages.TRAIN_LABELS),
        read(folder, IdxImages.TEST_IMAGES, IdxImages.TEST_LABELS),
        dataset.classes());
  }

  private static ImageSet read(Path folder, String images, String labels) throws IOException {
    Path file = folder.resolve(images);
    return IdxImages.join(
        IdxFiles.read(file), IdxFiles.read(folder.resolve(labels)), file.toString());
  }

  /**
   * Writes a dataset, in place of one that is there; it appears whole or not at all. At any time,
   * one thread of one process writes a dataset.
   */
  void store(RegisteredImages dataset, ImageParts parts) throws IOException {
    Path part = root.resolve("." + dataset.name() + ".part");
    Path folder = folder(dataset.name());
    // One that was killed may have left something.
    FolderTrees.delete(part);
    try {
      Files.createDirectories(part);
      Map<String, Stored> files = new TreeMap<>();
      for (Map.Entry<String, Idx> each : IdxImages.files(parts).entrySet()) {
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

  private static Stored write(Path file, Idx array) throws IOException {
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
      IdxFiles.write(array, out);
    }
    return new Stored(Files.size(file), Sha256.of(file));
  }
}

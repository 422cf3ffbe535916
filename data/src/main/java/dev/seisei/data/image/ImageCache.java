package dev.seisei.data.image;

import dev.seisei.core.dataset.ImageSet;
import dev.seisei.core.progress.Progress;
import dev.seisei.data.fetch.DatasetCache;
import dev.seisei.data.fetch.Tarball;
import dev.seisei.data.idx.IdxFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Registered datasets of images on this machine, as four IDX files each. */
final class ImageCache {
  private final DatasetCache cache;

  ImageCache(Path root) {
    cache = new DatasetCache(root);
  }

  private static DatasetCache.Entry entry(RegisteredImages dataset) {
    return new DatasetCache.Entry(dataset.name(), dataset.download(), IdxImages.FILES);
  }

  Path folder(String name) {
    return cache.folder(name);
  }

  /** As {@link DatasetCache#present}. */
  boolean present(RegisteredImages dataset) {
    return cache.present(entry(dataset));
  }

  /** As {@link DatasetCache#fetch}. */
  Path fetch(RegisteredImages dataset, Optional<Path> from, Progress progress) throws IOException {
    return cache.fetch(entry(dataset), archive -> files(dataset, archive), from, progress);
  }

  private static Map<String, DatasetCache.Content> files(RegisteredImages dataset, Tarball archive)
      throws IOException {
    Map<String, DatasetCache.Content> files = new TreeMap<>();
    IdxImages.files(dataset.conversion().convert(archive))
        .forEach((name, array) -> files.put(name, out -> IdxFiles.write(array, out)));
    return files;
  }

  /**
   * Opens a dataset that is there.
   *
   * @throws IOException if it is damaged, saying how
   */
  InMemoryImages open(RegisteredImages dataset) throws IOException {
    Path folder = cache.open(entry(dataset));
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
}

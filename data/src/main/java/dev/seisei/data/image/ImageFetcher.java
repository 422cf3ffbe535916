package dev.seisei.data.image;

import dev.seisei.core.lock.ProcessLock;
import dev.seisei.core.progress.Progress;
import dev.seisei.data.fetch.Tarball;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Brings registered datasets into the cache. Concurrent fetches, in any processes, wait. */
final class ImageFetcher {
  private final Path root;
  private final ImageCache cache;

  ImageFetcher(Path root) {
    this.root = root;
    this.cache = new ImageCache(root);
  }

  /**
   * Brings a dataset, unless it is there and whole.
   *
   * @param from a copy of the archive
   * @return the folder that holds it
   * @throws IOException if it cannot be had; the message says what to do
   */
  Path fetch(RegisteredImages dataset, Optional<Path> from, Progress progress) throws IOException {
    Files.createDirectories(root);
    ProcessLock lock = ProcessLock.acquire(root.resolve(dataset.name() + ".lock"), progress);
    try {
      if (!cache.whole(dataset)) {
        if (from.isPresent()) {
          dataset.download().verify(from.get());
          store(dataset, from.get());
        } else {
          Path archive = root.resolve("." + dataset.name() + ".download");
          dataset.download().to(archive, progress);
          store(dataset, archive);
          Files.delete(archive);
        }
      }
      return cache.folder(dataset.name());
    } finally {
      lock.close();
    }
  }

  private void store(RegisteredImages dataset, Path archive) throws IOException {
    cache.store(dataset, dataset.conversion().convert(new Tarball(archive)));
  }
}

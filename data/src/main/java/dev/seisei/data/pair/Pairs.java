package dev.seisei.data.pair;

import dev.seisei.core.checkpoint.Home;
import dev.seisei.core.dataset.Dataset;
import dev.seisei.core.dataset.DatasetSource;
import dev.seisei.core.progress.Progress;
import dev.seisei.data.fetch.DatasetCache;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The registered pairs of texts, and files with a pair a line as {@code tsv:PATH}. */
public final class Pairs implements DatasetSource {
  private static final String FILE = "tsv";

  private final DatasetCache cache;

  /** In the folder {@code data} of the user's cache. */
  public Pairs() {
    this(Home.cache().resolve("data"));
  }

  Pairs(Path root) {
    this.cache = new DatasetCache(root);
  }

  private static DatasetCache.Entry entry() {
    return new DatasetCache.Entry(CmuDict.NAME, CmuDict.DOWNLOAD, List.of(CmuDict.FILE));
  }

  @Override
  public List<Registered> registered() {
    return List.of(CmuDict.describe(cache.present(entry())));
  }

  @Override
  public List<String> prefixes() {
    return List.of(FILE);
  }

  @Override
  public Dataset open(String reference) {
    if (reference.startsWith(FILE + ":")) {
      return TsvFile.open(reference, Path.of(reference.substring(FILE.length() + 1)));
    }
    if (!cache.present(entry())) {
      throw new IllegalArgumentException(
          "%s is not on this machine yet, or its cached copy in %s is damaged; get it by: seisei"
                  .formatted(reference, cache.folder(reference))
              + " data fetch "
              + reference);
    }
    try {
      Path file = cache.open(entry()).resolve(CmuDict.FILE);
      return new InMemoryPairs(
          reference, TsvFile.pairs(reference, Files.readString(file, StandardCharsets.UTF_8)));
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "the cached copy of %s is damaged (%s); mend it by: seisei data fetch %s"
              .formatted(reference, e.getMessage(), reference),
          e);
    }
  }

  @Override
  public Path fetch(String name, Optional<Path> from, Progress progress) {
    try {
      return cache.fetch(
          entry(),
          archive -> {
            byte[] pairs = CmuDict.convert(archive);
            return Map.of(CmuDict.FILE, out -> out.write(pairs));
          },
          from,
          progress);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot fetch " + name + ": " + e.getMessage(), e);
    }
  }
}

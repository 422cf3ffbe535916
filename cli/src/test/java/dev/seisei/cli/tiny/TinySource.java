package dev.seisei.cli.tiny;

import dev.seisei.core.dataset.Dataset;
import dev.seisei.core.dataset.DatasetSource;
import dev.seisei.core.progress.Progress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Data that are here, and data that are not. */
public final class TinySource implements DatasetSource {
  @Override
  public List<Registered> registered() {
    return List.of(
        new Registered("tiny", "Four images.", "npm:tiny@1", 2_500_000, "00", "CC0-1.0", true),
        new Registered("absent", "Not here.", "npm:absent@1", 1_000, "11", "MIT", false));
  }

  @Override
  public List<String> prefixes() {
    return List.of("tinier");
  }

  @Override
  public Dataset open(String reference) {
    if (reference.equals("absent")) {
      throw new IllegalArgumentException("absent is not here; data fetch absent brings it");
    }
    return new TinyData(reference);
  }

  @Override
  public Path fetch(String name, Optional<Path> from, Progress progress) {
    Path file = from.orElseThrow(() -> new UncheckedIOException(new IOException("no network")));
    try {
      long bytes = Files.size(file);
      progress.at(0, bytes, "");
      progress.at(bytes, bytes, "checked");
      return file.toAbsolutePath();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

package dev.seisei.data.table;

import dev.seisei.core.dataset.Dataset;
import dev.seisei.core.dataset.DatasetSource;
import dev.seisei.core.progress.Progress;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The table with planted anomalies, and CSV files as {@code csv:PATH}. */
public final class Tables implements DatasetSource {
  private static final String FILE = "csv";

  @Override
  public List<Registered> registered() {
    return List.of(PlantedFraud.describe());
  }

  @Override
  public List<String> prefixes() {
    return List.of(FILE);
  }

  @Override
  public Dataset open(String reference) {
    return reference.equals(PlantedFraud.NAME)
        ? PlantedFraud.open()
        : CsvFile.open(reference, Path.of(reference.substring(FILE.length() + 1)));
  }

  @Override
  public Path fetch(String name, Optional<Path> from, Progress progress) {
    throw new IllegalArgumentException(name + " comes with Seisei; there is nothing to fetch");
  }
}

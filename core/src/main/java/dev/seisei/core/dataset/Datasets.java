package dev.seisei.core.dataset;

import dev.seisei.core.progress.Progress;
import dev.seisei.core.settings.SettingException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.TreeSet;

/** The datasets that the sources on the class path know. */
public final class Datasets {
  private Datasets() {}

  private static List<DatasetSource> sources() {
    List<DatasetSource> found = new ArrayList<>();
    ServiceLoader.load(DatasetSource.class, DatasetSource.class.getClassLoader())
        .forEach(found::add);
    return found;
  }

  /** All datasets known by name. */
  public static List<DatasetSource.Registered> registered() {
    return sources().stream().flatMap(source -> source.registered().stream()).toList();
  }

  /**
   * Opens a dataset by its name or by {@code PREFIX:PATH}.
   *
   * @throws SettingException if nothing knows the reference, naming what is known
   */
  public static Dataset open(String reference) {
    return source(reference).open(reference);
  }

  /**
   * Fetches a dataset known by name; see {@link DatasetSource#fetch}.
   *
   * @throws SettingException if the name is not known, naming those that are
   */
  public static Path fetch(String name, Optional<Path> from, Progress progress) {
    return source(name).fetch(name, from, progress);
  }

  private static DatasetSource source(String reference) {
    int colon = reference.indexOf(':');
    TreeSet<String> known = new TreeSet<>();
    for (DatasetSource source : sources()) {
      for (DatasetSource.Registered each : source.registered()) {
        if (each.name().equals(reference)) {
          return source;
        }
        known.add(each.name());
      }
      for (String prefix : source.prefixes()) {
        if (colon > 0 && prefix.equals(reference.substring(0, colon))) {
          return source;
        }
        known.add(prefix + ":PATH");
      }
    }
    throw new SettingException(
        "data", "data \"" + reference + "\" is not known; use one of " + String.join(", ", known));
  }
}

package dev.seisei.core.exporting;

import dev.seisei.core.settings.SettingException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.TreeMap;

/** The exporters on the class path. */
public final class Exporters {
  private static final Map<String, Exporter> BY_KIND = index(load());

  private Exporters() {}

  private static List<Exporter> load() {
    List<Exporter> found = new ArrayList<>();
    ServiceLoader.load(Exporter.class, Exporter.class.getClassLoader()).forEach(found::add);
    return found;
  }

  /**
   * @throws IllegalStateException if two exporters are of one kind, naming both classes
   */
  static Map<String, Exporter> index(List<Exporter> exporters) {
    Map<String, Exporter> byKind = new TreeMap<>();
    for (Exporter exporter : exporters) {
      Exporter other = byKind.putIfAbsent(exporter.kind(), exporter);
      if (other != null) {
        throw new IllegalStateException(
            "two exporters are of the kind "
                + exporter.kind()
                + ": "
                + other.getClass().getName()
                + " and "
                + exporter.getClass().getName());
      }
    }
    return byKind;
  }

  /** All exporters, by kind. */
  public static List<Exporter> all() {
    return List.copyOf(BY_KIND.values());
  }

  /** The exporter of a kind; empty if there is none. */
  public static Optional<Exporter> find(String kind) {
    return Optional.ofNullable(BY_KIND.get(kind));
  }

  /**
   * The exporter of a kind.
   *
   * @throws SettingException if there is none, naming those there are
   */
  public static Exporter get(String kind) {
    return find(kind)
        .orElseThrow(
            () ->
                new SettingException(
                    "kind", "nothing exports to \"" + kind + "\"; kinds are " + BY_KIND.keySet()));
  }
}

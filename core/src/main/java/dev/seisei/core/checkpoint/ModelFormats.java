package dev.seisei.core.checkpoint;

import dev.seisei.core.settings.SettingException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The formats of single files on the class path. */
public final class ModelFormats {
  private static final Map<String, ModelFormat> BY_ENDING = index(load());

  private ModelFormats() {}

  private static List<ModelFormat> load() {
    List<ModelFormat> found = new ArrayList<>();
    ServiceLoader.load(ModelFormat.class, ModelFormat.class.getClassLoader()).forEach(found::add);
    return found;
  }

  /**
   * @throws IllegalStateException if two formats have one ending, naming both classes
   */
  static Map<String, ModelFormat> index(List<ModelFormat> formats) {
    Map<String, ModelFormat> byEnding = new TreeMap<>();
    for (ModelFormat format : formats) {
      ModelFormat other = byEnding.putIfAbsent(format.ending(), format);
      if (other != null) {
        throw new IllegalStateException(
            "two formats have the ending "
                + format.ending()
                + ": "
                + other.getClass().getName()
                + " and "
                + format.getClass().getName());
      }
    }
    return byEnding;
  }

  /** All formats, by ending. */
  public static List<ModelFormat> all() {
    return List.copyOf(BY_ENDING.values());
  }

  /** The format of a file, by the ending of its name, whether or not there is such a file. */
  public static Optional<ModelFormat> of(Path file) {
    String name = String.valueOf(file.getFileName());
    String ending = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    return Optional.ofNullable(BY_ENDING.get(ending));
  }

  /**
   * As {@link #of}.
   *
   * @throws SettingException if the format is not known, naming those there are
   */
  public static ModelFormat get(Path file) {
    return of(file)
        .orElseThrow(
            () ->
                new SettingException(
                    "model",
                    file
                        + " is no model: it is a file, expected a folder"
                        + (BY_ENDING.isEmpty() ? "" : " or " + file())
                        + "; seisei import makes a model of other formats"));
  }

  /** What a file must be, in words. */
  static String file() {
    return BY_ENDING.isEmpty()
        ? "a file of a format that is known"
        : BY_ENDING.values().stream()
            .map(format -> "a ." + format.ending() + " file (" + format.description() + ")")
            .collect(Collectors.joining(" or "));
  }
}

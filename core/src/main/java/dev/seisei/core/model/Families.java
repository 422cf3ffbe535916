package dev.seisei.core.model;

import dev.seisei.core.settings.SettingException;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.TreeMap;

/** The families on the class path. */
public final class Families {
  private static final Map<String, ModelFamily<?, ?>> BY_ID =
      index(
          ServiceLoader.load(ModelFamily.class, ModelFamily.class.getClassLoader()).stream()
              .<ModelFamily<?, ?>>map(ServiceLoader.Provider::get)
              .toList());

  private Families() {}

  /**
   * @throws IllegalStateException if two families have one id, naming both classes
   */
  static Map<String, ModelFamily<?, ?>> index(List<ModelFamily<?, ?>> families) {
    Map<String, ModelFamily<?, ?>> byId = new TreeMap<>();
    for (ModelFamily<?, ?> family : families) {
      ModelFamily<?, ?> other = byId.putIfAbsent(family.id(), family);
      if (other != null) {
        throw new IllegalStateException(
            "two families have the id "
                + family.id()
                + ": "
                + other.getClass().getName()
                + " and "
                + family.getClass().getName());
      }
    }
    return byId;
  }

  /** All families, by id. */
  public static List<ModelFamily<?, ?>> all() {
    return List.copyOf(BY_ID.values());
  }

  /**
   * The family of an id.
   *
   * @throws SettingException if there is none, naming those there are
   */
  public static ModelFamily<?, ?> get(String id) {
    ModelFamily<?, ?> family = BY_ID.get(id);
    if (family == null) {
      throw new SettingException(
          "family", "family \"" + id + "\" is not known; there are " + BY_ID.keySet());
    }
    return family;
  }
}

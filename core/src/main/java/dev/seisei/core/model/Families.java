package dev.seisei.core.model;

import dev.seisei.core.checkpoint.Checkpoint;
import dev.seisei.core.settings.SettingException;
import java.util.Collection;
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

  private static final Map<String, ModelFamily<?, ?>> BY_MODEL_TYPE = byModelType(BY_ID.values());

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

  /**
   * @throws IllegalStateException if two families open one type, naming both classes
   */
  static Map<String, ModelFamily<?, ?>> byModelType(Collection<ModelFamily<?, ?>> families) {
    Map<String, ModelFamily<?, ?>> byType = new TreeMap<>();
    for (ModelFamily<?, ?> family : families) {
      for (String type : family.modelTypes()) {
        ModelFamily<?, ?> other = byType.putIfAbsent(type, family);
        if (other != null) {
          throw new IllegalStateException(
              "two families open the model_type "
                  + type
                  + ": "
                  + other.getClass().getName()
                  + " and "
                  + family.getClass().getName());
        }
      }
    }
    return byType;
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
      throw unknown(id, BY_ID);
    }
    return family;
  }

  /**
   * The family that opens a checkpoint.
   *
   * @throws SettingException if there is none, naming the model types that can be opened
   */
  public static ModelFamily<?, ?> of(Checkpoint checkpoint) {
    ModelFamily<?, ?> family = BY_MODEL_TYPE.get(checkpoint.modelType());
    if (family == null) {
      throw unknown(checkpoint.modelType(), BY_MODEL_TYPE);
    }
    return family;
  }

  private static SettingException unknown(String id, Map<String, ?> known) {
    return new SettingException(
        "family", "family \"" + id + "\" is not known; there are " + known.keySet());
  }
}

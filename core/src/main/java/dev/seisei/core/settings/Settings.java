package dev.seisei.core.settings;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Settings as records: configurations, requests, options of training and measures.
 *
 * <p>A settings record has scalars (int, long, double, boolean, String), enums, {@link Picture} and
 * nested settings records as components, each perhaps {@code @Nullable}; a public constructor
 * without parameters that gives every component its default; and a compact constructor that
 * validates. Outside Java names are snake_case ({@code latentDim} is {@code latent_dim}) and
 * constants of enums are lower case. Settings that many records share are a record that is {@link
 * Inline} in each.
 */
public final class Settings {
  private Settings() {}

  /** The record with the defaults of all components. */
  public static <R extends Record> R defaults(Class<R> type) {
    return type.cast(SettingsType.of(type).defaults());
  }

  /**
   * A record from values by name; what is not given has its default. Values are strings, numbers,
   * booleans, maps for nested records; strings are parsed, so that {@code "7"} is 7, and the empty
   * one is null where null is allowed. A dotted key reaches into a nested record. Values that are
   * not finite are refused.
   *
   * @throws SettingException if a key is unknown (naming those there are), a value is of another
   *     type or out of range
   */
  public static <R extends Record> R bind(Class<R> type, Map<String, ?> values) {
    return bind(defaults(type), values);
  }

  /** As {@link #bind(Class, Map)}, with the given record's values for what is not given. */
  public static <R extends Record> R bind(R base, Map<String, ?> values) {
    @SuppressWarnings("unchecked") // A record's class has no subclasses.
    Class<R> type = (Class<R>) base.getClass();
    return type.cast(new Binding(type).bind(base, values));
  }

  /**
   * The record's values by name, in the order of its components: what {@link #bind} takes, and what
   * JSON can hold. Nested records are maps, constants of enums and pictures are strings.
   */
  public static Map<String, @Nullable Object> values(Record settings) {
    Map<String, @Nullable Object> values = new LinkedHashMap<>();
    for (Setting setting : SettingsType.of(settings.getClass()).settings()) {
      Object value = setting.in(settings);
      if (setting.inline() && value instanceof Record inner) {
        values.putAll(values(inner));
        continue;
      }
      values.put(
          setting.name(), value instanceof Record nested ? values(nested) : Values.outside(value));
    }
    return Collections.unmodifiableMap(values);
  }

  /** The names of a record's settings; nested ones with dots. */
  public static SortedSet<String> keys(Class<? extends Record> type) {
    return keys(type, Object.class);
  }

  /** The names of a record's settings of one type, such as {@link Picture}. */
  public static SortedSet<String> keys(Class<? extends Record> type, Class<?> ofType) {
    SortedSet<String> keys = new TreeSet<>();
    for (Setting setting : SettingsType.of(type).settings()) {
      if (setting.inline()) {
        keys.addAll(keys(setting.recordType(), ofType));
      } else if (setting.isRecord()) {
        keys(setting.recordType(), ofType).forEach(key -> keys.add(setting.name() + "." + key));
      } else if (ofType.isAssignableFrom(setting.type())) {
        keys.add(setting.name());
      }
    }
    return keys;
  }

  /**
   * A JSON Schema (draft 2020-12) of what {@link #bind} takes: types, defaults, constants of enums,
   * descriptions; no additional properties.
   */
  public static Map<String, Object> schema(Class<? extends Record> type) {
    return Schema.of(type);
  }
}

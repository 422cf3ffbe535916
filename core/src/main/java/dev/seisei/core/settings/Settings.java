package dev.seisei.core.settings;

import java.util.Map;
import java.util.SortedSet;

/**
 * Settings as records: configurations, requests, options of training and measures.
 *
 * <p>A settings record has scalars (int, long, double, boolean, String), enums, {@link Picture} and
 * nested settings records as components, each perhaps {@code @Nullable}; a public constructor
 * without parameters that gives every component its default; and a compact constructor that
 * validates. Outside Java names are snake_case ({@code latentDim} is {@code latent_dim}) and
 * constants of enums are lower case.
 */
public final class Settings {
  private Settings() {}

  /** The record with the defaults of all components. */
  public static <R extends Record> R defaults(Class<R> type) {
    throw new UnsupportedOperationException();
  }

  /**
   * A record from values by name; what is not given has its default. Values are strings, numbers,
   * booleans, maps for nested records; strings are parsed, so that {@code "7"} is 7. A dotted key
   * reaches into a nested record.
   *
   * @throws SettingException if a key is unknown (naming those there are), a value is of another
   *     type or out of range
   */
  public static <R extends Record> R bind(Class<R> type, Map<String, ?> values) {
    return bind(defaults(type), values);
  }

  /** As {@link #bind(Class, Map)}, with the given record's values for what is not given. */
  public static <R extends Record> R bind(R base, Map<String, ?> values) {
    throw new UnsupportedOperationException();
  }

  /** The record's values by name, in the order of its components: what {@link #bind} takes. */
  public static Map<String, Object> values(Record settings) {
    throw new UnsupportedOperationException();
  }

  /** The names of a record's settings; nested ones with dots. */
  public static SortedSet<String> keys(Class<? extends Record> type) {
    throw new UnsupportedOperationException();
  }

  /** The names of a record's settings of one type, such as {@link Picture}. */
  public static SortedSet<String> keys(Class<? extends Record> type, Class<?> ofType) {
    throw new UnsupportedOperationException();
  }

  /**
   * A JSON Schema (draft 2020-12) of what {@link #bind} takes: types, defaults, constants of enums,
   * descriptions; no additional properties.
   */
  public static Map<String, Object> schema(Class<? extends Record> type) {
    throw new UnsupportedOperationException();
  }
}

package dev.seisei.core.settings;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Binds values by name to one settings record. */
final class Binding {
  // Longer and deeper than any setting; what is bound may come from anybody.
  private static final int MOST_LETTERS = 200;
  private static final int MOST_DOTS = 16;

  private final Set<String> known;

  Binding(Class<? extends Record> type) {
    this.known = Settings.keys(type);
  }

  Record bind(Record base, Map<?, ?> values) {
    Map<String, @Nullable Object> tree = new LinkedHashMap<>();
    putAll(tree, "", values);
    return bind(SettingsType.of(base.getClass()), base, tree, "");
  }

  /** Puts values into a tree of maps, dotted keys where nested maps would put them. */
  private static void putAll(Map<String, @Nullable Object> tree, String prefix, Map<?, ?> values) {
    values.forEach(
        (key, value) -> {
          String name = String.valueOf(key);
          requireBounded(prefix + name);
          int dot = name.indexOf('.');
          if (dot >= 0) {
            String first = name.substring(0, dot);
            putAll(
                branch(tree, first, prefix + first),
                prefix + first + ".",
                Collections.singletonMap(name.substring(dot + 1), value));
          } else if (value instanceof Map<?, ?> nested) {
            putAll(branch(tree, name, prefix + name), prefix + name + ".", nested);
          } else if (tree.containsKey(name)) {
            throw twice(prefix + name);
          } else {
            tree.put(name, value);
          }
        });
  }

  private static void requireBounded(String name) {
    if (name.length() > MOST_LETTERS || name.chars().filter(c -> c == '.').count() > MOST_DOTS) {
      String start = name.substring(0, Math.min(name.length(), 40)) + "…";
      throw new SettingException(start, start + " is too long for the name of a setting");
    }
  }

  @SuppressWarnings("unchecked") // putAll puts no other maps into the tree.
  private static Map<String, @Nullable Object> branch(
      Map<String, @Nullable Object> tree, String key, String field) {
    if (!tree.containsKey(key)) {
      tree.put(key, new LinkedHashMap<>());
    }
    if (tree.get(key) instanceof Map<?, ?> branch) {
      return (Map<String, @Nullable Object>) branch;
    }
    throw twice(field);
  }

  private static SettingException twice(String field) {
    return new SettingException(field, field + " is given twice");
  }

  private Record bind(SettingsType type, Record base, Map<?, ?> tree, String prefix) {
    Set<Object> unknown = new TreeSet<>(tree.keySet());
    List<@Nullable Object> components = new ArrayList<>();
    for (Setting setting : type.settings()) {
      Object before = setting.in(base);
      if (setting.inline() && before instanceof Record inner) {
        SettingsType innerType = SettingsType.of(setting.recordType());
        Map<Object, @Nullable Object> own = new LinkedHashMap<>(tree);
        own.keySet().retainAll(innerType.names());
        unknown.removeAll(innerType.names());
        components.add(bind(innerType, inner, own, prefix));
        continue;
      }
      unknown.remove(setting.name());
      components.add(
          tree.containsKey(setting.name())
              ? value(setting, prefix + setting.name(), before, tree.get(setting.name()))
              : before);
    }
    for (Object key : unknown) {
      throw unknown(prefix + key);
    }
    try {
      return type.of(components);
    } catch (SettingException e) {
      throw within(prefix, e);
    }
  }

  private @Nullable Object value(
      Setting setting, String field, @Nullable Object before, @Nullable Object raw) {
    if (!setting.isRecord()) {
      return Values.parse(setting, field, raw);
    }
    if (raw instanceof Map<?, ?> tree) {
      SettingsType type = SettingsType.of(setting.recordType());
      return bind(
          type, before instanceof Record given ? given : type.defaults(), tree, field + ".");
    }
    if (setting.type().isInstance(raw)) {
      return raw;
    }
    if (setting.nullable() && (raw == null || raw.equals(""))) {
      return null;
    }
    throw Values.wrong(field, "must be an object", raw);
  }

  /** What a nested record refused, as the outer one calls it. */
  private static SettingException within(String prefix, SettingException e) {
    if (prefix.isEmpty()) {
      return e;
    }
    String message = String.valueOf(e.getMessage());
    boolean named = !e.field().isEmpty() && message.startsWith(e.field());
    String outer = prefix.substring(0, prefix.length() - 1);
    SettingException renamed =
        new SettingException(
            e.field().isEmpty() ? outer : prefix + e.field(),
            named ? prefix + message : outer + ": " + message);
    renamed.initCause(e);
    return renamed;
  }

  private SettingException unknown(String key) {
    String shown = Values.describe(key);
    return new SettingException(
        key,
        shown
            + " is not a setting"
            + Similar.to(key, known)
                .map(name -> "; did you mean " + name + "? There are ")
                .orElse("; there are ")
            + known);
  }
}

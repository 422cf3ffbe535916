package dev.seisei.cli;

import dev.seisei.core.settings.Settings;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The settings of a record, a row each: name, what it takes, default, description. */
final class SettingsTable {
  private final Table table = new Table();

  private SettingsTable() {}

  static void print(Class<? extends Record> type, PrintStream out) {
    if (Settings.keys(type).isEmpty()) {
      out.println("  none");
      return;
    }
    SettingsTable rows = new SettingsTable();
    rows.table.row("SETTING", "TAKES", "DEFAULT", "");
    rows.add("", Settings.schema(type));
    rows.table.print(out, "  ");
  }

  private void add(String prefix, Map<?, ?> schema) {
    for (Map.Entry<?, ?> property : map(schema.get("properties")).entrySet()) {
      String name = prefix + property.getKey();
      Map<?, ?> shape = map(property.getValue());
      if (shape.containsKey("properties")) {
        add(name + ".", shape);
      } else {
        table.row(name, takes(shape), text(shape.get("default")), text(shape.get("description")));
      }
    }
  }

  private static String takes(Map<?, ?> shape) {
    if (shape.get("enum") instanceof List<?> constants) {
      return alternatives(constants);
    }
    if (shape.containsKey("contentMediaType")) {
      return "picture";
    }
    return shape.get("type") instanceof List<?> types
        ? alternatives(types)
        : text(shape.get("type"));
  }

  private static String alternatives(List<?> values) {
    return values.stream()
        .filter(value -> value != null && !value.equals("null"))
        .map(String::valueOf)
        .collect(Collectors.joining("|"));
  }

  private static Map<?, ?> map(@Nullable Object value) {
    return value instanceof Map<?, ?> map ? map : Map.of();
  }

  private static String text(@Nullable Object value) {
    return value == null ? "" : String.valueOf(value);
  }
}

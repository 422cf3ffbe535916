package dev.seisei.core.settings;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** JSON Schema, draft 2020-12, of settings records. */
final class Schema {
  private Schema() {}

  static Map<String, Object> of(Class<? extends Record> type) {
    Map<String, Object> schema = new LinkedHashMap<>();
    schema.put("$schema", "https://json-schema.org/draft/2020-12/schema");
    schema.putAll(object(type, SettingsType.of(type).defaults()));
    return schema;
  }

  private static Map<String, Object> object(Class<? extends Record> type, Record defaults) {
    Map<String, Object> schema = new LinkedHashMap<>();
    schema.put("type", "object");
    schema.put("properties", properties(type, defaults));
    schema.put("additionalProperties", false);
    return schema;
  }

  private static Map<String, Object> properties(Class<? extends Record> type, Record defaults) {
    Map<String, Object> properties = new LinkedHashMap<>();
    for (Setting setting : SettingsType.of(type).settings()) {
      Object value = setting.in(defaults);
      if (setting.inline() && value instanceof Record inner) {
        properties.putAll(properties(setting.recordType(), inner));
      } else {
        properties.put(setting.name(), property(setting, value));
      }
    }
    return properties;
  }

  private static Map<String, @Nullable Object> property(
      Setting setting, @Nullable Object defaultValue) {
    Map<String, @Nullable Object> schema = new LinkedHashMap<>();
    if (setting.isRecord()) {
      Class<? extends Record> type = setting.recordType();
      schema.putAll(
          object(
              type,
              defaultValue instanceof Record nested ? nested : SettingsType.of(type).defaults()));
    }
    schema.put("type", setting.nullable() ? List.of(type(setting), "null") : type(setting));
    if (!setting.description().isEmpty()) {
      schema.put("description", setting.description());
    }
    if (setting.type().isEnum()) {
      List<@Nullable String> constants = new ArrayList<>(setting.constants());
      if (setting.nullable()) {
        constants.add(null);
      }
      schema.put("enum", constants);
    }
    if (setting.type() == Picture.class) {
      schema.put("contentEncoding", "base64");
      schema.put("contentMediaType", "image/*");
    }
    if (!(defaultValue instanceof Record)) {
      schema.put("default", Values.outside(defaultValue));
    }
    return schema;
  }

  private static String type(Setting setting) {
    Class<?> type = setting.type();
    if (type == Integer.class || type == Long.class) {
      return "integer";
    }
    if (type == Double.class) {
      return "number";
    }
    if (type == Boolean.class) {
      return "boolean";
    }
    return setting.isRecord() ? "object" : "string";
  }
}

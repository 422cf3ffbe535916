package dev.seisei.text.grammar;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.regex.Pattern;

/** Whether a value follows a schema: for keywords that the tests use, from their definitions. */
final class SchemaCheck {
  private SchemaCheck() {}

  static void require(JsonNode root, JsonNode schema, JsonNode value, String text) {
    if (!follows(root, schema, value)) {
      throw new AssertionError(text + " does not follow " + schema);
    }
  }

  private static boolean follows(JsonNode root, JsonNode schema, JsonNode value) {
    if (schema.isBoolean()) {
      return schema.asBoolean();
    }
    boolean right = true;
    if (schema.has("$ref")) {
      right &= follows(root, root.at(schema.get("$ref").asText().substring(1)), value);
    }
    if (schema.has("const")) {
      right &= schema.get("const").equals(value);
    }
    if (schema.has("enum")) {
      right &= any(schema.get("enum"), value::equals);
    }
    if (schema.has("anyOf")) {
      right &= any(schema.get("anyOf"), option -> follows(root, option, value));
    }
    if (schema.has("type")) {
      JsonNode type = schema.get("type");
      right &=
          type.isArray() ? any(type, each -> is(each.asText(), value)) : is(type.asText(), value);
    }
    right &= !value.isTextual() || string(schema, value.asText());
    right &= !value.isNumber() || number(schema, value);
    right &= !value.isArray() || array(root, schema, value);
    right &= !value.isObject() || object(root, schema, value);
    return right;
  }

  private static boolean any(JsonNode options, java.util.function.Predicate<JsonNode> is) {
    for (JsonNode option : options) {
      if (is.test(option)) {
        return true;
      }
    }
    return false;
  }

  private static boolean is(String type, JsonNode value) {
    return switch (type) {
      case "object" -> value.isObject();
      case "array" -> value.isArray();
      case "string" -> value.isTextual();
      case "integer" -> value.isIntegralNumber();
      case "number" -> value.isNumber();
      case "boolean" -> value.isBoolean();
      default -> value.isNull();
    };
  }

  private static boolean string(JsonNode schema, String value) {
    int length = value.codePointCount(0, value.length());
    return length >= schema.path("minLength").asInt(0)
        && length <= schema.path("maxLength").asInt(Integer.MAX_VALUE)
        && (!schema.has("pattern")
            || Pattern.compile(schema.get("pattern").asText()).matcher(value).find())
        && (!schema.path("format").asText().equals("date-time") || isTime(value));
  }

  private static boolean isTime(String value) {
    java.time.OffsetDateTime.parse(value.replaceAll("[+-](19|2[0-3]|18):..$", "Z"));
    return true;
  }

  private static boolean number(JsonNode schema, JsonNode value) {
    return (!schema.has("minimum")
            || value.decimalValue().compareTo(schema.get("minimum").decimalValue()) >= 0)
        && (!schema.has("maximum")
            || value.decimalValue().compareTo(schema.get("maximum").decimalValue()) <= 0)
        && (!schema.has("exclusiveMaximum")
            || value.decimalValue().compareTo(schema.get("exclusiveMaximum").decimalValue()) < 0);
  }

  private static boolean array(JsonNode root, JsonNode schema, JsonNode value) {
    boolean right =
        value.size() >= schema.path("minItems").asInt(0)
            && value.size() <= schema.path("maxItems").asInt(Integer.MAX_VALUE);
    JsonNode prefix = schema.path("prefixItems");
    for (int i = 0; i < value.size(); i++) {
      if (i < prefix.size()) {
        right &= follows(root, prefix.get(i), value.get(i));
      } else if (schema.has("items")) {
        right &= follows(root, schema.get("items"), value.get(i));
      }
    }
    return right;
  }

  private static boolean object(JsonNode root, JsonNode schema, JsonNode value) {
    boolean right = true;
    for (JsonNode name : schema.path("required")) {
      right &= value.has(name.asText());
    }
    for (var each : value.properties()) {
      JsonNode property = schema.path("properties").path(each.getKey());
      if (!property.isMissingNode()) {
        right &= follows(root, property, each.getValue());
      } else if (schema.has("additionalProperties")) {
        right &= follows(root, schema.get("additionalProperties"), each.getValue());
      } else {
        right &= !schema.has("properties");
      }
    }
    return right;
  }
}

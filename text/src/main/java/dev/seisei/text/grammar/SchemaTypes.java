package dev.seisei.text.grammar;

import static dev.seisei.text.grammar.Expression.UNBOUNDED;
import static dev.seisei.text.grammar.Expression.choice;
import static dev.seisei.text.grammar.Expression.optional;
import static dev.seisei.text.grammar.Expression.repeat;
import static dev.seisei.text.grammar.Expression.rule;
import static dev.seisei.text.grammar.Expression.sequence;
import static dev.seisei.text.grammar.Expression.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What one schema allows of each type. */
final class SchemaTypes {
  /** The types, and the keywords of each. */
  static final Map<String, Set<String>> KEYWORDS = new LinkedHashMap<>();

  static {
    KEYWORDS.put("object", Set.of("properties", "required", "additionalProperties"));
    KEYWORDS.put("array", Set.of("items", "prefixItems", "minItems", "maxItems"));
    KEYWORDS.put("string", Set.of("minLength", "maxLength", "pattern", "format"));
    KEYWORDS.put("number", Set.of());
    KEYWORDS.put("integer", Set.of("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"));
    KEYWORDS.put("boolean", Set.of());
    KEYWORDS.put("null", Set.of());
  }

  private static final int MOST_REPEATED = 100_000;

  private final JsonSchema schemas;
  private final Map<String, Expression> rules;
  private final JsonNode schema;
  private final String place;

  SchemaTypes(JsonSchema schemas, Map<String, Expression> rules, JsonNode schema, String place) {
    this.schemas = schemas;
    this.rules = rules;
    this.schema = schema;
    this.place = place;
  }

  Expression expression(String type) {
    return switch (type) {
      case "object" -> object();
      case "array" -> array();
      case "string" -> string();
      case "integer" -> integer();
      case "number" -> rule(JsonRules.NUMBER);
      case "boolean" -> rule(JsonRules.BOOLEAN);
      default -> rule(JsonRules.NULL);
    };
  }

  private Expression object() {
    JsonNode properties = schema.path("properties");
    JsonNode additional = schema.path("additionalProperties");
    Set<String> required = required(properties);
    boolean closed = additional.isBoolean() && !additional.asBoolean();
    if (properties.isEmpty()) {
      boolean open = !additional.isMissingNode() || !schema.has("properties");
      return closed || !open
          ? sequence(text("{"), rule(JsonRules.SPACE), text("}"))
          : JsonRules.object(
              additional.isMissingNode()
                  ? rule(JsonRules.VALUE)
                  : schemas.expression(additional, place + "/additionalProperties"));
    }
    if (!closed && !additional.isMissingNode()) {
      throw new GrammarException(
          place
              + ": additionalProperties beside properties is not supported; leave it out, or set"
              + " it to false");
    }
    return sequence(text("{"), rule(JsonRules.SPACE), members(properties, required), text("}"));
  }

  private Set<String> required(JsonNode properties) {
    Set<String> required = new HashSet<>();
    for (JsonNode name : schema.path("required")) {
      if (!properties.has(name.asText())) {
        throw new GrammarException(
            place + ": required has " + name + ", which properties does not have");
      }
      required.add(name.asText());
    }
    return required;
  }

  /**
   * Properties in their order, optional ones perhaps left out. Two rules for each property: what
   * may come from it on if none came yet, and if one did, which a comma then divides from it.
   */
  private Expression members(JsonNode properties, Set<String> required) {
    List<String> names = new ArrayList<>();
    properties.fieldNames().forEachRemaining(names::add);
    Expression first = Expression.NOTHING;
    Expression later = Expression.NOTHING;
    for (int i = names.size() - 1; i >= 0; i--) {
      String name = names.get(i);
      String at = place + "/properties/" + name;
      Expression member =
          sequence(
              text(TextNode.valueOf(name).toString()),
              rule(JsonRules.SPACE),
              text(":"),
              rule(JsonRules.SPACE),
              schemas.expression(properties.get(name), at),
              rule(JsonRules.SPACE));
      rules.put("member " + at, member);
      Expression here = sequence(rule("member " + at), later);
      Expression behind = sequence(text(","), rule(JsonRules.SPACE), rule("member " + at), later);
      boolean may = !required.contains(name);
      rules.put("first " + at, may ? choice(here, first) : here);
      rules.put("later " + at, may ? choice(behind, later) : behind);
      first = rule("first " + at);
      later = rule("later " + at);
    }
    return first;
  }

  private Expression array() {
    JsonNode prefix = schema.path("prefixItems");
    JsonNode items = schema.path("items");
    int least = count("minItems", 0);
    int most = count("maxItems", UNBOUNDED);
    boolean closed =
        (items.isBoolean() && !items.asBoolean()) || (!prefix.isEmpty() && items.isMissingNode());
    if (closed) {
      most = Math.min(most, prefix.size());
    }
    if (least > most) {
      throw new GrammarException(
          place + ": minItems must be <= " + most + ", the most there may be, got " + least);
    }
    Expression tail = Expression.NOTHING;
    int fixed = Math.min(prefix.size(), most);
    if (!closed && most > fixed) {
      Expression item =
          items.isMissingNode()
              ? rule(JsonRules.VALUE)
              : schemas.expression(items, place + "/items");
      rules.put("item " + place, item);
      tail = rest(rule("item " + place), fixed, least, most);
    }
    for (int i = fixed - 1; i >= 0; i--) {
      Expression item = schemas.expression(prefix.get(i), place + "/prefixItems/" + i);
      Expression on = sequence(comma(i), item, rule(JsonRules.SPACE), tail);
      rules.put("from " + i + " " + place, i >= least ? optional(on) : on);
      tail = rule("from " + i + " " + place);
    }
    return sequence(text("["), rule(JsonRules.SPACE), tail, text("]"));
  }

  private static Expression comma(int before) {
    return before == 0 ? Expression.NOTHING : sequence(text(","), rule(JsonRules.SPACE));
  }

  /** The items after the first few. */
  private static Expression rest(Expression item, int before, int least, int most) {
    int atLeast = Math.max(0, least - before);
    int atMost = most == UNBOUNDED ? UNBOUNDED : most - before;
    if (before > 0) {
      return repeat(
          sequence(text(","), rule(JsonRules.SPACE), item, rule(JsonRules.SPACE)), atLeast, atMost);
    }
    Expression some =
        JsonRules.list(
            item, Math.max(0, atLeast - 1), atMost == UNBOUNDED ? UNBOUNDED : atMost - 1);
    return atLeast == 0 ? optional(some) : some;
  }

  private Expression string() {
    boolean bounded = schema.has("minLength") || schema.has("maxLength");
    if (schema.has("pattern") || schema.has("format")) {
      if (bounded || (schema.has("pattern") && schema.has("format"))) {
        throw new GrammarException(
            place + ": of pattern, format and bounds of the length only one is supported");
      }
      return schema.has("pattern")
          ? pattern(schema.get("pattern").asText())
          : pattern(format(schema.get("format").asText()));
    }
    if (!bounded) {
      return rule(JsonRules.STRING);
    }
    int least = count("minLength", 0);
    int most = count("maxLength", UNBOUNDED);
    if (least > most) {
      throw new GrammarException(
          place + ": minLength must be <= maxLength, got " + least + " and " + most);
    }
    return sequence(text("\""), repeat(rule(JsonRules.CHARACTER), least, most), text("\""));
  }

  private Expression pattern(String pattern) {
    return sequence(text("\""), new JsonPattern(pattern, place).expression(), text("\""));
  }

  /** As RFC 3339 has dates and times, without leap seconds. */
  private String format(String format) {
    String date = "[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|1[0-9]|2[0-8])";
    String time = "([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](\\.[0-9]{1,9})?";
    String zone = "(Z|[+-]([01][0-9]|2[0-3]):[0-5][0-9])";
    return switch (format) {
      case "date" -> "^" + date + "$";
      case "time" -> "^" + time + zone + "$";
      case "date-time" -> "^" + date + "T" + time + zone + "$";
      case "uuid" -> "^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$";
      default ->
          throw new GrammarException(
              place
                  + ": format must be one of date, time, date-time, uuid, got "
                  + JsonSchema.quote(format));
    };
  }

  private Expression integer() {
    boolean bounded = KEYWORDS.getOrDefault("integer", Set.of()).stream().anyMatch(schema::has);
    if (!bounded) {
      return rule(JsonRules.INTEGER);
    }
    long least = bound("minimum", "exclusiveMinimum", 1, -IntegerRange.LARGEST);
    long most = bound("maximum", "exclusiveMaximum", -1, IntegerRange.LARGEST);
    if (least > most) {
      throw new GrammarException(
          place + ": no integer is from " + least + " to " + most + ", as minimum and maximum say");
    }
    return IntegerRange.between(least, most);
  }

  private long bound(String inclusive, String exclusive, int inside, long none) {
    long bound = none;
    if (schema.has(inclusive)) {
      bound = integer(inclusive);
    }
    if (schema.has(exclusive)) {
      long other = integer(exclusive) + inside;
      bound = inside > 0 ? Math.max(bound, other) : Math.min(bound, other);
    }
    return bound;
  }

  private long integer(String keyword) {
    JsonNode value = schema.get(keyword);
    if (value == null
        || !value.isIntegralNumber()
        || !value.canConvertToLong()
        || Math.abs(value.asLong()) >= IntegerRange.LARGEST) {
      throw new GrammarException(
          place + "/" + keyword + " must be an integer of at most 18 digits, got " + value);
    }
    return value.asLong();
  }

  private int count(String keyword, int none) {
    JsonNode value = schema.get(keyword);
    if (value == null) {
      return none;
    }
    if (!value.isIntegralNumber()
        || !value.canConvertToInt()
        || value.asInt() < 0
        || value.asInt() > MOST_REPEATED) {
      throw new GrammarException(
          place + "/" + keyword + " must be in [0, " + MOST_REPEATED + "], got " + value);
    }
    return value.asInt();
  }
}

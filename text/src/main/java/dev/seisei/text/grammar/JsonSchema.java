package dev.seisei.text.grammar;

import static dev.seisei.text.grammar.Expression.rule;
import static dev.seisei.text.grammar.Expression.sequence;
import static dev.seisei.text.grammar.Expression.text;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Rules of the texts that follow a JSON schema. */
final class JsonSchema {
  private static final JsonMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxNestingDepth(64).build())
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .build();

  /** Says nothing about which values are valid. */
  private static final Set<String> ANNOTATIONS =
      Set.of(
          "title",
          "description",
          "default",
          "example",
          "examples",
          "deprecated",
          "readOnly",
          "writeOnly",
          "$schema",
          "$id",
          "$anchor",
          "$comment",
          "$defs",
          "definitions");

  private final JsonNode root;
  private final Map<String, Expression> rules = new LinkedHashMap<>();

  JsonSchema(String json) {
    try {
      this.root = MAPPER.readTree(json);
    } catch (JsonProcessingException e) {
      throw new GrammarException("the schema must be JSON: " + e.getOriginalMessage());
    }
    JsonRules.addTo(rules);
    rules.put(JsonRules.ROOT, sequence(rule(JsonRules.SPACE), reference("#")));
  }

  /** The rules; {@link JsonRules#ROOT} is the text. */
  Map<String, Expression> rules() {
    return rules;
  }

  /** The rule of a schema that a JSON pointer names, made once. */
  private Expression reference(String pointer) {
    if (!rules.containsKey(pointer)) {
      if (!pointer.equals("#") && !pointer.startsWith("#/")) {
        throw new GrammarException(
            "$ref must begin with # (a place in this schema), got " + quote(pointer));
      }
      JsonNode target;
      try {
        target = root.at(JsonPointer.compile(pointer.substring(1)));
      } catch (IllegalArgumentException e) {
        throw new GrammarException("$ref " + quote(pointer) + " is no JSON pointer");
      }
      if (target.isMissingNode()) {
        throw new GrammarException("$ref " + quote(pointer) + " is not in the schema");
      }
      rules.put(pointer, Expression.NOTHING);
      rules.put(pointer, expression(target, pointer));
    }
    return rule(pointer);
  }

  /** What a schema allows. */
  Expression expression(JsonNode schema, String place) {
    if (schema.isBoolean() && schema.asBoolean()) {
      return rule(JsonRules.VALUE);
    }
    if (!schema.isObject()) {
      throw new GrammarException(
          place + " must be a schema that some value follows, got " + schema);
    }
    Set<String> keywords = new LinkedHashSet<>();
    schema.fieldNames().forEachRemaining(keywords::add);
    keywords.removeAll(ANNOTATIONS);
    if (keywords.isEmpty()) {
      return rule(JsonRules.VALUE);
    }
    if (keywords.contains("$ref")) {
      requireOnly(keywords, Set.of("$ref"), place);
      return reference(schema.get("$ref").asText());
    }
    for (String several : List.of("anyOf", "oneOf", "allOf")) {
      if (keywords.contains(several)) {
        requireOnly(keywords, Set.of(several), place);
        return combined(schema.get(several), several, place + "/" + several);
      }
    }
    if (keywords.contains("const") || keywords.contains("enum")) {
      return constants(schema, keywords, place);
    }
    return typed(schema, keywords, place);
  }

  private Expression combined(JsonNode schemas, String keyword, String place) {
    if (!schemas.isArray() || schemas.isEmpty()) {
      throw new GrammarException(place + " must be a list of schemas");
    }
    if (keyword.equals("allOf") && schemas.size() > 1) {
      throw new GrammarException(place + " of more than one schema is not supported");
    }
    List<Expression> options = new ArrayList<>();
    for (int i = 0; i < schemas.size(); i++) {
      options.add(expression(schemas.get(i), place + "/" + i));
    }
    return new Expression.Choice(List.copyOf(options));
  }

  private Expression constants(JsonNode schema, Set<String> keywords, String place) {
    requireOnly(keywords, Set.of("const", "enum", "type"), place);
    List<Expression> options = new ArrayList<>();
    JsonNode constant = schema.get("const");
    JsonNode values = schema.get("enum");
    if (values != null && (!values.isArray() || values.isEmpty())) {
      throw new GrammarException(place + "/enum must be a list of values");
    }
    if (constant != null && values != null) {
      throw new GrammarException(place + " must not have const and enum");
    }
    List<String> types = schema.has("type") ? types(schema.get("type"), place) : List.of();
    for (JsonNode value : constant != null ? List.of(constant) : values) {
      if (!types.isEmpty() && types.stream().noneMatch(type -> isOfType(value, type))) {
        throw new GrammarException(place + " must have values of type " + types + ", got " + value);
      }
      options.add(text(value.toString()));
    }
    return new Expression.Choice(List.copyOf(options));
  }

  private static boolean isOfType(JsonNode value, String type) {
    return switch (type) {
      case "object" -> value.isObject();
      case "array" -> value.isArray();
      case "string" -> value.isTextual();
      case "number" -> value.isNumber();
      case "integer" -> value.isIntegralNumber();
      case "boolean" -> value.isBoolean();
      default -> value.isNull();
    };
  }

  private static List<String> types(JsonNode type, String place) {
    List<String> types = new ArrayList<>();
    for (JsonNode each : type.isArray() ? type : List.of(type)) {
      if (!SchemaTypes.KEYWORDS.containsKey(each.asText())) {
        throw new GrammarException(
            place + "/type must be one of " + SchemaTypes.KEYWORDS.keySet() + ", got " + each);
      }
      types.add(each.asText());
    }
    if (types.isEmpty()) {
      throw new GrammarException(place + "/type must name a type");
    }
    return types;
  }

  private Expression typed(JsonNode schema, Set<String> keywords, String place) {
    List<String> types;
    if (schema.has("type")) {
      types = types(schema.get("type"), place);
    } else {
      types = new ArrayList<>();
      SchemaTypes.KEYWORDS.forEach(
          (type, known) -> {
            if (!type.equals("number") && known.stream().anyMatch(keywords::contains)) {
              types.add(type);
            }
          });
    }
    Set<String> known = new LinkedHashSet<>(Set.of("type"));
    types.forEach(type -> known.addAll(SchemaTypes.KEYWORDS.getOrDefault(type, Set.of())));
    requireOnly(keywords, known, place);
    SchemaTypes made = new SchemaTypes(this, rules, schema, place);
    List<Expression> options = new ArrayList<>();
    for (String type : types) {
      options.add(made.expression(type));
    }
    return new Expression.Choice(List.copyOf(options));
  }

  private static void requireOnly(Set<String> keywords, Set<String> known, String place) {
    for (String keyword : keywords) {
      if (!known.contains(keyword)) {
        throw new GrammarException(
            place
                + ": the keyword "
                + quote(keyword)
                + " is not supported"
                + (known.size() < 4 && !known.contains("type") ? " beside " + known : ""));
      }
    }
  }

  static String quote(String text) {
    String start = text.length() > 80 ? text.substring(0, 80) + "…" : text;
    return "\"" + start.replaceAll("\\p{Cntrl}", "\uFFFD") + "\"";
  }
}

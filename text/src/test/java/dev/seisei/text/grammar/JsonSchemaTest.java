package dev.seisei.text.grammar;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;

class JsonSchemaTest {
  private static final JsonMapper MAPPER = new JsonMapper();

  private static final String TREE =
      """
      {"$ref": "#/$defs/node",
       "$defs": {"node": {"type": "object", "required": ["name"], "properties": {
         "name": {"type": "string", "maxLength": 4},
         "children": {"type": "array", "items": {"$ref": "#/$defs/node"}, "maxItems": 2}}}}}
      """;

  private static final String PERSON =
      """
      {"title": "A person", "type": "object", "additionalProperties": false,
       "properties": {
         "name": {"type": "string", "minLength": 1, "maxLength": 3},
         "age": {"type": "integer", "minimum": 0, "maximum": 130},
         "tags": {"type": "array", "items": {"enum": ["red", "green", 7, null]},
                  "minItems": 1, "maxItems": 3},
         "size": {"type": ["number", "null"]},
         "id": {"type": "string", "pattern": "^[A-Z]{2}-\\\\d+(\\\\.[a-c\\"]{1,2})?$"},
         "kind": {"const": {"a": [1, true]}},
         "when": {"type": "string", "format": "date-time"},
         "pair": {"type": "array", "prefixItems": [{"type": "boolean"}, {"type": "integer"}],
                  "minItems": 1},
         "either": {"anyOf": [{"type": "integer", "exclusiveMaximum": -5},
                              {"type": "string", "maxLength": 2}]},
         "map": {"type": "object", "additionalProperties": {"type": "boolean"}},
         "any": true},
       "required": ["name", "tags", "when"]}
      """;

  static final List<String> SCHEMAS =
      List.of(
          "{}",
          PERSON,
          TREE,
          "{\"type\": \"integer\"}",
          "{\"type\": \"integer\", \"minimum\": -37, \"maximum\": 1204}",
          "{\"type\": \"object\"}",
          "{\"type\": \"object\", \"properties\": {}, \"additionalProperties\": false}",
          "{\"type\": \"array\", \"minItems\": 2}",
          "{\"type\": \"string\", \"pattern\": \"^(b+|c)$\"}",
          "{\"type\": \"string\", \"pattern\": \"^[^a-z]{2,3}[\\\\w.]*$\"}",
          "{\"type\": \"string\", \"minLength\": 3}",
          "{\"properties\": {\"a\": {\"type\": \"null\"}, \"b\": {\"type\": \"number\"}}}",
          "{\"type\": \"array\", \"prefixItems\": [{\"const\": 1}], \"items\": {\"const\": 2}}");

  @ParameterizedTest
  @FieldSource("SCHEMAS")
  void whateverIsWrittenFollowsTheSchema(String schema) throws JsonProcessingException {
    TestTokenizer tokenizer = TestTokenizer.json();
    TokenGrammar grammar = Grammar.jsonSchema(schema).over(Vocabulary.of(tokenizer));
    JsonNode rules = MAPPER.readTree(schema);
    for (int seed = 0; seed < 60; seed++) {
      String text = RandomText.write(grammar, tokenizer, seed, 150);
      JsonNode value = MAPPER.readTree(text);
      SchemaCheck.require(rules, rules, value, text);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      value = {
        "{};[1, \"a\", {\"b\": null}, -1.5e+10, true, \"\\ud83d\\ude00\\u00e9\\n\"]",
        "{}; 17",
        "{\"type\":\"integer\",\"minimum\":-37,\"maximum\":1204};-37",
        "{\"type\":\"integer\",\"minimum\":-37,\"maximum\":1204};1204",
        "{\"type\":\"integer\",\"minimum\":-37,\"maximum\":1204};0",
        "{\"type\":\"integer\",\"minimum\":5};999999999999999999",
        "{\"type\":\"string\",\"maxLength\":2};\"\\ud83d\\ude00é\"",
        "{\"type\":\"string\",\"pattern\":\"^a\\\\\\\\.b$\"};\"a\\\\xb\"",
        "{\"type\":\"string\",\"pattern\":\"b\"};\"abc\"",
        "{\"type\":\"string\",\"format\":\"uuid\"};\"123e4567-e89b-12d3-a456-426614174000\"",
        "{\"type\":\"string\",\"format\":\"date\"};\"2024-02-28\"",
        "{\"type\":\"array\",\"prefixItems\":[{\"const\":1}],\"items\":{\"const\":2}};[1, 2, 2]",
        "{\"type\":\"array\",\"prefixItems\":[{\"const\":1}],\"items\":{\"const\":2}};[]",
        "{\"enum\":[\"a\\n\",{\"x\":1.50}]};{\"x\":1.5}",
        "{\"oneOf\":[{\"const\":1},{\"const\":2}]};2",
        "{\"allOf\":[{\"const\":1}]};1"
      })
  void validExamplesAreAccepted(String schema, String text) {
    assertTrue(Grammar.jsonSchema(schema).matches(text), text);
  }

  @Test
  void indentedJsonIsAccepted() throws JsonProcessingException {
    String text = "{\"a\":[1,2,{}],\"b\":{\"c\":[]}}";
    String indented = MAPPER.readTree(text).toPrettyString();
    assertTrue(Grammar.json().matches(indented), indented);
    assertTrue(Grammar.json().matches(indented.replace("\n", "\r\n")), indented);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      value = {
        "{};[1,]",
        "{};01",
        "{};\"\\ud83d\"",
        "{};\"\\udc00\"",
        "{};{a:1}",
        "{};'a'",
        "{};nul",
        "{\"type\":\"integer\",\"minimum\":-37,\"maximum\":1204};-38",
        "{\"type\":\"integer\",\"minimum\":-37,\"maximum\":1204};1205",
        "{\"type\":\"integer\",\"minimum\":-37,\"maximum\":1204};-0",
        "{\"type\":\"integer\",\"minimum\":5};4",
        "{\"type\":\"string\",\"maxLength\":2};\"abc\"",
        "{\"type\":\"object\",\"properties\":{\"a\":true},\"required\":[\"a\"]};{}",
        "{\"type\":\"object\",\"properties\":{\"a\":true}};{\"b\":1}",
        "{\"type\":\"object\",\"properties\":{\"a\":true,\"b\":true}};{\"a\":1\"b\":1}",
        "{\"type\":\"array\",\"maxItems\":1};[1,2]",
        "{\"type\":\"string\",\"pattern\":\"^b\"};\"ab\""
      })
  void invalidOnesAreNot(String schema, String text) {
    assertFalse(Grammar.jsonSchema(schema).matches(text), text);
  }

  @Test
  void allOrdersOfOptionalPropertiesThatAreLeftOut() {
    Grammar grammar =
        Grammar.jsonSchema(
            "{\"properties\":{\"a\":{\"const\":1},\"b\":{\"const\":1},\"c\":{\"const\":1}},"
                + "\"required\":[\"b\"]}");
    for (String names : List.of("b", "ab", "bc", "abc")) {
      assertTrue(grammar.matches(object(names)), names);
    }
    for (String names : List.of("", "a", "c", "ac", "ba", "abcb")) {
      assertFalse(grammar.matches(object(names)), names);
    }
  }

  private static String object(String names) {
    return "{"
        + String.join(", ", names.chars().mapToObj(c -> "\"" + (char) c + "\": 1").toList())
        + "}";
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      value = {
        "{\"not\":{}};not",
        "{\"type\":\"number\",\"minimum\":1};minimum",
        "{\"type\":\"integer\",\"multipleOf\":2};multipleOf",
        "{\"type\":\"array\",\"uniqueItems\":true};uniqueItems",
        "{\"type\":\"array\",\"contains\":{}};contains",
        "{\"type\":\"object\",\"patternProperties\":{}};patternProperties",
        "{\"type\":\"object\",\"properties\":{\"a\":{\"if\":true}}};if",
        "{\"type\":\"object\",\"properties\":{\"a\":true},\"additionalProperties\":true};additionalProperties",
        "{\"anyOf\":[true],\"type\":\"object\"};type",
        "{\"type\":\"object\",\"required\":[\"a\"]};required",
        "{\"type\":\"float\"};float",
        "{\"$ref\":\"http://x\"};http://x",
        "{\"$ref\":\"#/a\"};#/a",
        "{\"$ref\":\"#\"};#",
        "{\"allOf\":[true,true]};allOf",
        "{\"type\":\"string\",\"format\":\"email\"};email",
        "{\"type\":\"string\",\"pattern\":\"(?=a)\"};pattern",
        "{\"type\":\"string\",\"pattern\":\"(a)\\\\1\"};pattern",
        "{\"type\":\"string\",\"pattern\":\"a\",\"minLength\":2};bounds",
        "{\"type\":\"string\",\"minLength\":3,\"maxLength\":2};minLength",
        "{\"type\":\"string\",\"maxLength\":-1};maxLength",
        "{\"enum\":[]};enum",
        "{\"type\":\"integer\",\"minimum\":3,\"maximum\":2};minimum",
        "{\"type\":\"integer\",\"minimum\":1e30};minimum",
        "false;false",
        "3;3",
        "{;JSON",
        "{\"a\":1,\"a\":1};JSON"
      })
  void namesWhatIsNotSupported(String schema, String named) {
    GrammarException wrong = assertThrows(GrammarException.class, () -> Grammar.jsonSchema(schema));
    String message = String.valueOf(wrong.getMessage());
    assertTrue(message.contains(named), message);
  }

  @Test
  void deepSchemasAreRefused() {
    String deep = "{\"items\":".repeat(5000) + "{}" + "}".repeat(5000);
    assertThrows(GrammarException.class, () -> Grammar.jsonSchema(deep));
  }

  @Property(tries = 60)
  void integersOfARangeAreThoseOfTheRange(
      @ForAll("bounds") int least, @ForAll("bounds") int most, @ForAll("bounds") int number) {
    if (least > most) {
      return;
    }
    Grammar grammar =
        Grammar.jsonSchema(
            "{\"type\":\"integer\",\"minimum\":" + least + ",\"maximum\":" + most + "}");
    for (int each : new int[] {least - 1, least, number, most, most + 1}) {
      assertEquals(each >= least && each <= most, grammar.matches(Integer.toString(each)));
    }
  }

  @Provide
  Arbitrary<Integer> bounds() {
    return Arbitraries.integers().between(-12_345, 123_456);
  }
}

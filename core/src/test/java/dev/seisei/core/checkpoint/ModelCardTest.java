package dev.seisei.core.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ModelCardTest {
  @Test
  void theHeadIsYamlAndTheRestIsText() {
    ModelCard card =
        ModelCard.parse(
            """
            ---
            license: apache-2.0
            tags:
            - vae
            - "1.0"
            metrics: {nll: 84.5, runs: 3}
            ---
            # A card

            ---
            with a rule
            """);
    assertEquals(
        Map.of(
            "license",
            "apache-2.0",
            "tags",
            List.of("vae", "1.0"),
            "metrics",
            Map.of("nll", 84.5, "runs", 3)),
        card.head());
    assertEquals("# A card\n\n---\nwith a rule\n", card.text());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "# No head", "--- \nno end", "text\n---\na: 1\n---\n", "----\na: 1\n---"})
  void textWithoutAHeadIsText(String text) {
    assertEquals(new ModelCard(Map.of(), text), ModelCard.parse(text));
  }

  @Test
  void otherLineEndsAndMarksAreTaken() {
    assertEquals(
        new ModelCard(Map.of("a", 1), "text\r\n"),
        ModelCard.parse("\uFEFF---\r\na: 1\r\n---\r\ntext\r\n"));
    assertEquals(new ModelCard(Map.of("a", 1), ""), ModelCard.parse("---\na: 1\n---"));
    assertEquals(new ModelCard(Map.of(), "text"), ModelCard.parse("---\n---\ntext"));
    assertEquals(new ModelCard(Map.of(), "text"), ModelCard.parse("---\n# comment\n---\ntext"));
  }

  @Test
  void anEmptyCardIsAnEmptyFile() {
    assertEquals("", ModelCard.EMPTY.markdown());
    assertEquals(ModelCard.EMPTY, ModelCard.parse(""));
  }

  static Stream<Arguments> hostile() {
    StringBuilder laughs = new StringBuilder("a: &a [x, x]\n");
    for (char name = 'b'; name <= 'z'; name++) {
      char before = (char) (name - 1);
      laughs.append("%c: &%c [*%c, *%c]\n".formatted(name, name, before, before));
    }
    return Stream.of(
        arguments(laughs.toString(), "an alias, *a"),
        arguments("a: &a [*a]\n", "an alias, *a"),
        arguments("a: &a 1\n<<: *a\n", "an alias, *a"),
        arguments("a: 1\na: 2\n", "Duplicate"),
        arguments("- a\n", "no map in YAML"),
        arguments("text\n", "no map in YAML"),
        arguments("a: [\n", "no map in YAML"),
        arguments("a: b: c\n", "no map in YAML"),
        arguments("\ta: 1\n", "no map in YAML"),
        arguments("a: " + "[".repeat(1000) + "\n", "no map in YAML"),
        arguments("a: \u0001\n", "no map in YAML"));
  }

  @ParameterizedTest
  @MethodSource("hostile")
  void hostileHeadsAreRefused(String head, String part) {
    String message =
        String.valueOf(
            assertThrows(
                    IllegalArgumentException.class,
                    () -> ModelCard.parse("---\n" + head + "---\ntext"))
                .getMessage());
    assertTrue(message.contains(part), message);
    assertTrue(message.startsWith("the head of the model card "), message);
  }

  @Test
  void tagsOfTypesMakeNoObjects() {
    assertEquals(
        Map.of("a", List.of("http://example.org")),
        ModelCard.parse("---\na: !!java.net.URL [\"http://example.org\"]\n---\n").head());
  }

  @Test
  void wordsThatYamlWouldTakeForSomethingElseStayStrings() {
    Map<String, Object> head = new LinkedHashMap<>();
    for (String word :
        List.of(
            "yes",
            "no",
            "null",
            "~",
            "1.0",
            "0x1",
            "1e5",
            "",
            " a ",
            "a: b",
            "# a",
            "---",
            "*a",
            "&a",
            "[a",
            "a\nb",
            "'",
            "\"",
            "2026-01-01",
            "true",
            "- a",
            "!a",
            "%a",
            "@a",
            "層",
            "\u0085",
            "a\u2028b")) {
      head.put("k" + head.size(), word);
    }
    ModelCard card = new ModelCard(head, "---\nnot: a head\n---\n");
    assertEquals(card, ModelCard.parse(card.markdown()));
    ModelCard headless = new ModelCard(Map.of(), "---\nnot: a head\n---\n");
    assertEquals(headless, ModelCard.parse(headless.markdown()));
  }

  @Property(tries = 300)
  void whatIsWrittenIsReadBack(
      @ForAll @Size(max = 3) Map<String, String> strings, @ForAll int number, @ForAll String text) {
    Map<String, Object> head = new LinkedHashMap<>(strings);
    head.put("number", number);
    ModelCard card = new ModelCard(head, text);
    assertEquals(card, ModelCard.parse(card.markdown()));
  }
}

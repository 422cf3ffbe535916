package dev.seisei.core.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.seisei.core.settings.Examples.Everything;
import dev.seisei.core.settings.Examples.Optimizer;
import dev.seisei.core.settings.Examples.Shape;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class SettingsTest {
  private static final Everything DEFAULTS = new Everything();

  private static Everything bind(Map<String, ?> values) {
    return Settings.bind(Everything.class, values);
  }

  @Test
  void whatIsNotGivenHasItsDefault() {
    assertEquals(DEFAULTS, Settings.defaults(Everything.class));
    assertEquals(DEFAULTS, bind(Map.of()));
  }

  @Test
  void whatIsNotGivenHasTheBasesValue() {
    Everything base = bind(Map.of("n", 7, "optimizer.learning_rate", 0.5));
    Everything bound = Settings.bind(base, Map.of("optimizer", Map.of("warm_up_steps", 3)));
    assertEquals(7, bound.n());
    assertEquals(new Optimizer(0.5, 3), bound.optimizer());
  }

  @Test
  void stringsOfTheCommandLineAreParsed() {
    Everything bound =
        bind(
            Map.of(
                "n", " 7 ",
                "seed", "-9223372036854775808",
                "top_p", "1",
                "greedy", "TRUE",
                "prompt", "  as it is ",
                "shape", "half_open",
                "label", "3"));
    assertEquals(
        new Everything(
            7,
            Long.MIN_VALUE,
            1,
            true,
            "  as it is ",
            Shape.HALF_OPEN,
            new Optimizer(),
            3,
            null,
            null,
            null,
            null),
        bound);
  }

  @Test
  void numbersOfJsonAreTakenHoweverTheyAreWritten() {
    assertEquals(7, bind(Map.of("n", 7L)).n());
    assertEquals(7, bind(Map.of("n", 7.0)).n());
    assertEquals(7, bind(Map.of("n", new BigDecimal("70e-1"))).n());
    assertEquals(7, bind(Map.of("n", BigInteger.valueOf(7))).n());
    assertEquals(100, bind(Map.of("n", "1e2")).n());
    assertEquals(1.0, bind(Map.of("top_p", 1)).topP());
    assertEquals(0.0, bind(Map.of("top_p", "1e-400")).topP());
    assertEquals(Long.MAX_VALUE, bind(Map.of("seed", "9223372036854775807")).seed());
  }

  @Test
  void dottedKeysAndMapsReachIntoNestedRecords() {
    Optimizer expected = new Optimizer(0.5, 3);
    assertEquals(
        expected,
        bind(Map.of("optimizer.learning_rate", "0.5", "optimizer.warm_up_steps", 3)).optimizer());
    assertEquals(
        expected,
        bind(Map.of("optimizer", Map.of("learning_rate", 0.5), "optimizer.warm_up_steps", "3"))
            .optimizer());
    assertEquals(expected, bind(Map.of("second", expected)).second());
  }

  @Test
  void whatMayBeAbsentIsAbsentWhenEmpty() {
    Everything base = bind(Map.of("label", 3, "suffix", "x", "second", Map.of()));
    assertEquals(new Optimizer(), base.second());
    Everything bound = Settings.bind(base, Map.of("label", "", "suffix", "", "second", ""));
    assertNull(bound.label());
    assertNull(bound.suffix());
    assertNull(bound.second());
    assertEquals("", Settings.bind(bind(Map.of("prompt", "x")), Map.of("prompt", "")).prompt());
  }

  @Test
  void valuesAreWhatBindTakesAlsoThroughJson() throws JsonProcessingException {
    Everything settings =
        bind(
            Map.of(
                "n",
                5,
                "shape",
                "half_open",
                "image",
                "AQID",
                "second.learning_rate",
                2,
                "seed",
                1L << 60));
    Map<String, Object> values = Settings.values(settings);
    assertEquals(settings, bind(values));
    ObjectMapper json = new ObjectMapper();
    assertEquals(
        settings, bind(json.readValue(json.writeValueAsString(values), new TypeReference<>() {})));
    assertEquals("half_open", values.get("shape"));
    assertEquals("AQID", values.get("image"));
    assertEquals(
        List.of(
            "n",
            "seed",
            "top_p",
            "greedy",
            "prompt",
            "shape",
            "optimizer",
            "label",
            "suffix",
            "other_shape",
            "image",
            "second"),
        List.copyOf(values.keySet()));
  }

  @Test
  void keysAreFoundByType() {
    assertEquals(
        new TreeSet<>(
            List.of(
                "n",
                "seed",
                "top_p",
                "greedy",
                "prompt",
                "shape",
                "optimizer.learning_rate",
                "optimizer.warm_up_steps",
                "label",
                "suffix",
                "other_shape",
                "image",
                "second.learning_rate",
                "second.warm_up_steps")),
        Settings.keys(Everything.class));
    assertEquals(new TreeSet<>(List.of("image")), Settings.keys(Everything.class, Picture.class));
    assertEquals(
        new TreeSet<>(List.of("optimizer.learning_rate", "second.learning_rate", "top_p")),
        Settings.keys(Everything.class, Double.class));
  }

  record Listed(List<String> names) {
    Listed() {
      this(List.of());
    }
  }

  record WithoutDefaults(int n) {}

  @Test
  void recordsThatAreNoSettingsAreRefusedByName() {
    assertRefused(Listed.class, "component names of", "java.util.List");
    assertRefused(WithoutDefaults.class, "needs a constructor without parameters");
  }

  private static void assertRefused(Class<? extends Record> type, String... parts) {
    String message =
        String.valueOf(
            assertThrows(IllegalArgumentException.class, () -> Settings.defaults(type))
                .getMessage());
    for (String part : parts) {
      assertTrue(message.contains(part), message);
    }
  }
}

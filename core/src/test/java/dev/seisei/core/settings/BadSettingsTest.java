package dev.seisei.core.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.seisei.core.settings.Examples.Everything;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class BadSettingsTest {
  private static final String INT_RANGE = "must be in [-2147483648, 2147483647]";

  /** Key, value, the field that is named, and what the message says. */
  static Stream<Arguments> values() {
    return Stream.of(
        arguments("n", 1.5, "n", "n must be an integer, got 1.5"),
        arguments("n", "1.5", "n", "n must be an integer, got \"1.5\""),
        arguments("n", "abc", "n", "n must be an integer, got \"abc\""),
        arguments("n", "", "n", "n must be an integer, got \"\""),
        arguments("n", "0x10", "n", "n must be an integer"),
        arguments("n", "7d", "n", "n must be an integer"),
        arguments("n", true, "n", "n must be an integer, got true"),
        arguments("n", List.of(1), "n", "n must be an integer, got a list"),
        arguments("n", Map.of("a", 1), "n", "n must be an integer, got an object"),
        arguments("n", Map.of(), "n", "n must be an integer, got an object"),
        arguments("n", 2147483648L, "n", INT_RANGE + ", got 2147483648"),
        arguments("n", "-2147483649", "n", INT_RANGE),
        arguments("n", "1e999999999", "n", INT_RANGE),
        arguments("n", new BigDecimal("1e999999999"), "n", INT_RANGE),
        arguments("n", "1e-999999999", "n", "n must be an integer"),
        arguments("n", "9".repeat(100_000), "n", "n must be an integer, got \"999"),
        arguments("n", Double.NaN, "n", "n must be an integer, got NaN"),
        arguments("n", Double.POSITIVE_INFINITY, "n", "n must be an integer, got Infinity"),
        arguments("n", 0, "n", "n must be in [1, 1000], got 0"),
        arguments("n", -3, "n", "n must be in [1, 1000], got -3"),
        arguments("seed", "9223372036854775808", "seed", "9223372036854775807]"),
        arguments("seed", new BigInteger("-9223372036854775809"), "seed", "seed must be in [-92"),
        arguments("top_p", "1e400", "top_p", "top_p must be a finite number, got \"1e400\""),
        arguments("top_p", "NaN", "top_p", "top_p must be a finite number, got \"NaN\""),
        arguments("top_p", Double.NaN, "top_p", "top_p must be a finite number, got NaN"),
        arguments("top_p", "Infinity", "top_p", "must be a finite number"),
        arguments("top_p", "0x1p3", "top_p", "must be a finite number"),
        arguments("top_p", false, "top_p", "must be a finite number, got false"),
        arguments("top_p", 1.1, "top_p", "top_p must be in [0.0, 1.0], got 1.1"),
        arguments("greedy", "yes", "greedy", "greedy must be true or false, got \"yes\""),
        arguments("greedy", 1, "greedy", "greedy must be true or false, got 1"),
        arguments("prompt", 7, "prompt", "prompt must be a string, got 7"),
        arguments("shape", "square", "shape", "one of [round, half_open], got \"square\""),
        arguments("shape", 0, "shape", "one of [round, half_open], got 0"),
        arguments("shape", "", "shape", "one of [round, half_open], got \"\""),
        arguments("label", "x", "label", "label must be an integer"),
        arguments("image", "not base64!", "image", "image must be an image as base64"),
        arguments("image", 7, "image", "image must be an image as base64"),
        arguments("optimizer", "adam", "optimizer", "optimizer must be an object, got \"adam\""),
        arguments("optimizer", "", "optimizer", "optimizer must be an object, got \"\""),
        arguments(
            "optimizer.learning_rate",
            0,
            "optimizer.learning_rate",
            "optimizer.learning_rate must be > 0, got 0.0"),
        arguments(
            "optimizer.warm_up_steps",
            2000,
            "optimizer.warm_up_steps",
            "optimizer.warm_up_steps must be <= 1000, got 2000"),
        arguments(
            "optimizer",
            Map.of("learning_rate", "fast"),
            "optimizer.learning_rate",
            "optimizer.learning_rate must be a finite number"),
        arguments("topP", 1, "topP", "did you mean top_p?"),
        arguments("top-p", 1, "top-p", "did you mean top_p?"),
        arguments("promt", "x", "promt", "\"promt\" is not a setting; did you mean prompt?"),
        arguments(
            "optimizer.lerning_rate", 1, "optimizer.lerning_rate", "optimizer.learning_rate?"),
        arguments("optimizer.momentum", 1, "optimizer.momentum", "there are [greedy, image, label"),
        arguments("n.m", 1, "n", "n must be an integer, got an object"),
        arguments("zzz", 1, "zzz", "\"zzz\" is not a setting; there are [greedy"),
        arguments("", 1, "", "\"\" is not a setting"),
        arguments("optimizer.", 1, "optimizer.", "\"optimizer.\" is not a setting"),
        arguments("..", 1, "", "is not a setting"),
        arguments("a\nb", 1, "a\nb", "\"a\uFFFDb\" is not a setting"));
  }

  @ParameterizedTest
  @MethodSource("values")
  void areRefusedByFieldAndValue(String key, Object value, String field, String message) {
    SettingException refused =
        assertThrows(
            SettingException.class, () -> Settings.bind(Everything.class, Map.of(key, value)));
    assertEquals(field, refused.field());
    String text = String.valueOf(refused.getMessage());
    assertTrue(text.contains(message), text);
    assertTrue(text.length() < 500, text);
  }

  @Test
  void nothingIsNoValueWhereOneIsNeeded() {
    for (String key : List.of("n", "seed", "top_p", "greedy", "prompt", "shape", "optimizer")) {
      SettingException refused =
          assertThrows(
              SettingException.class,
              () -> Settings.bind(Everything.class, Collections.singletonMap(key, null)));
      assertEquals(key, refused.field());
      assertTrue(String.valueOf(refused.getMessage()).endsWith("got null"), refused::getMessage);
    }
  }

  @Test
  void whatIsGivenTwiceIsRefused() {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("optimizer.learning_rate", 1);
    values.put("optimizer", Map.of("learning_rate", 2));
    assertEquals(
        "optimizer.learning_rate is given twice",
        assertThrows(SettingException.class, () -> Settings.bind(Everything.class, values))
            .getMessage());
    Map<String, Object> nothing = new LinkedHashMap<>();
    nothing.put("second", null);
    nothing.put("second.learning_rate", 1);
    assertEquals(
        "second is given twice",
        assertThrows(SettingException.class, () -> Settings.bind(Everything.class, nothing))
            .getMessage());
  }

  @Test
  void aRuleBetweenFieldsNamesItsField() {
    SettingException refused =
        assertThrows(
            SettingException.class,
            () -> Settings.bind(Everything.class, Map.of("greedy", true, "top_p", 0.5)));
    assertEquals("greedy", refused.field());
    assertEquals("greedy needs top_p 1, got 0.5", refused.getMessage());
  }

  record Plain(int latentDim) {
    Plain() {
      this(1);
    }

    Plain {
      if (latentDim == 13) {
        throw new IllegalStateException("thirteen");
      }
      if (latentDim < 1) {
        throw new IllegalArgumentException("latent_dim must be > 0, got " + latentDim);
      }
      if (latentDim > 99) {
        throw new IllegalArgumentException("too much");
      }
    }
  }

  @Test
  void whatARecordThrowsBecomesASettingException() {
    SettingException refused =
        assertThrows(
            SettingException.class, () -> Settings.bind(Plain.class, Map.of("latent_dim", -3)));
    assertEquals("latent_dim", refused.field());
    assertEquals("latent_dim must be > 0, got -3", refused.getMessage());
    assertSame(
        "",
        assertThrows(
                SettingException.class, () -> Settings.bind(Plain.class, Map.of("latent_dim", 100)))
            .field());
  }

  @Test
  void whatIsNoRefusalPassesThrough() {
    assertThrows(
        IllegalStateException.class, () -> Settings.bind(Plain.class, Map.of("latent_dim", 13)));
  }

  @Test
  void namesThatNeverEndAreRefusedInFewWords() {
    for (String name : List.of("a.".repeat(20_000) + "a", "a".repeat(40_000))) {
      SettingException e =
          assertThrows(
              SettingException.class, () -> Settings.bind(Everything.class, Map.of(name, 1)));
      assertTrue(e.field().length() < 100, e.field());
      assertTrue(e.toString().length() < 300, e.toString());
    }
    Map<String, Object> nested = Map.of("a", 1);
    for (int i = 0; i < 20_000; i++) {
      nested = Map.of("a", nested);
    }
    Map<String, Object> deep = nested;
    assertThrows(SettingException.class, () -> Settings.bind(Everything.class, deep));
  }
}

package dev.seisei.core.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class RequireTest {
  @Test
  void boundsAreInclusive() {
    assertEquals(1, Require.inRange("n", 1, 1, 3));
    assertEquals(3, Require.inRange("n", 3, 1, 3));
    assertEquals(3L, Require.inRange("n", 3L, 1L, 3L));
    assertEquals(0.5, Require.inRange("p", 0.5, 0.5, 0.5));
    assertEquals(Double.MIN_VALUE, Require.positive("rate", Double.MIN_VALUE));
  }

  @Test
  void whatIsOutsideIsNamed() {
    assertRefused("n must be in [1, 3], got 4", () -> Require.inRange("n", 4, 1, 3));
    assertRefused("n must be >= 1, got 0", () -> Require.inRange("n", 0, 1, Integer.MAX_VALUE));
    assertRefused("n must be >= 0, got -1", () -> Require.inRange("n", -1L, 0, Long.MAX_VALUE));
    assertRefused("n must be in [0.0, 1.0], got NaN", () -> Require.inRange("n", Double.NaN, 0, 1));
    assertRefused("n must be > 0, got 0.0", () -> Require.positive("n", 0));
    assertRefused("n must be > 0 and finite, got NaN", () -> Require.positive("n", Double.NaN));
    assertRefused(
        "n must be > 0 and finite, got Infinity",
        () -> Require.positive("n", Double.POSITIVE_INFINITY));
    assertRefused("no", () -> Require.that(false, "n", "no"));
  }

  private static void assertRefused(String message, Executable check) {
    SettingException refused = assertThrows(SettingException.class, check);
    assertEquals("n", refused.field());
    assertEquals(message, refused.getMessage());
  }
}

package dev.seisei.core.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class InlineTest {
  record Drawing(double temperature, int topK) {
    Drawing() {
      this(1, 0);
    }

    Drawing {
      Require.inRange("temperature", temperature, 0, 10);
    }
  }

  record Asking(String prompt, @Inline Drawing drawing, long seed) {
    Asking() {
      this("", new Drawing(0.5, 3), 0);
    }
  }

  record Twice(int topK, @Inline Drawing drawing) {
    Twice() {
      this(0, new Drawing());
    }
  }

  record Absent(@Inline @Nullable Drawing drawing) {
    Absent() {
      this(null);
    }
  }

  record Outer(Asking asking) {
    Outer() {
      this(new Asking());
    }
  }

  @Test
  void bindsAsIfTheSettingsWereItsOwn() {
    assertEquals(
        new Asking("a", new Drawing(0.25, 3), 7),
        Settings.bind(Asking.class, Map.of("prompt", "a", "temperature", "0.25", "seed", 7)));
  }

  @Test
  void listsThemAsItsOwn() {
    assertEquals(Set.of("prompt", "temperature", "top_k", "seed"), Settings.keys(Asking.class));
    assertEquals(
        List.of("prompt", "temperature", "top_k", "seed"),
        List.copyOf(Settings.values(new Asking()).keySet()));
    Map<?, ?> properties =
        (Map<?, ?>) Objects.requireNonNull(Settings.schema(Asking.class).get("properties"));
    assertEquals(
        List.of("prompt", "temperature", "top_k", "seed"), List.copyOf(properties.keySet()));
    assertEquals(Map.of("type", "integer", "default", 3), properties.get("top_k"));
  }

  @Test
  void bindsBackWhatItLists() {
    Asking asking = new Asking("b", new Drawing(2, 9), 1);
    assertEquals(asking, Settings.bind(Asking.class, Settings.values(asking)));
  }

  @Test
  void errorsNameTheSettingAsUsersDo() {
    SettingException range =
        assertThrows(
            SettingException.class, () -> Settings.bind(Asking.class, Map.of("temperature", -1)));
    assertEquals("temperature", range.field());
    SettingException nested =
        assertThrows(
            SettingException.class,
            () -> Settings.bind(Outer.class, Map.of("asking.temperature", -1)));
    assertEquals("asking.temperature", nested.field());
    SettingException component =
        assertThrows(
            SettingException.class, () -> Settings.bind(Asking.class, Map.of("drawing.top_k", 1)));
    assertEquals("drawing", component.field());
  }

  @Test
  void refusesNamesThatAreThereTwiceAndRecordsThatMayBeNull() {
    assertThrows(IllegalArgumentException.class, () -> Settings.keys(Twice.class));
    assertThrows(IllegalArgumentException.class, () -> Settings.keys(Absent.class));
  }
}

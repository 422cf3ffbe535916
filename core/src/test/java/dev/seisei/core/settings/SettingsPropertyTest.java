package dev.seisei.core.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seisei.core.settings.Examples.Everything;
import dev.seisei.core.settings.Examples.Optimizer;
import dev.seisei.core.settings.Examples.Shape;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class SettingsPropertyTest {
  @Property(tries = 300)
  void whatIsWrittenIsReadBack(
      @ForAll @IntRange(min = 1, max = 1000) int n,
      @ForAll long seed,
      @ForAll String prompt,
      @ForAll Shape shape,
      @ForAll @IntRange(min = -1000, max = 1000) int exponent,
      @ForAll @Size(min = 1, max = 40) byte[] image) {
    Everything settings =
        new Everything(
            n,
            seed,
            (seed >>> 11) * 0x1p-53,
            false,
            prompt,
            shape,
            new Optimizer(Math.scalb(1.1, exponent), n),
            n,
            null,
            shape,
            new Picture(image),
            new Optimizer());
    assertEquals(settings, Settings.bind(Everything.class, Settings.values(settings)));

    Map<String, String> asText = new HashMap<>();
    Settings.values(settings)
        .forEach(
            (key, value) -> {
              if (!(value instanceof Map) && value != null) {
                asText.put(key, value.toString());
              }
            });
    Everything bound = Settings.bind(Everything.class, asText);
    assertEquals(settings.seed(), bound.seed());
    assertEquals(settings.topP(), bound.topP());
    assertEquals(settings.image(), bound.image());
  }

  @Property(tries = 1000)
  void anyTextIsTakenOrRefusedByField(@ForAll String text) {
    for (String key : List.of("n", "seed", "top_p", "greedy", "shape", "image", "optimizer")) {
      try {
        Settings.bind(Everything.class, Map.of(key, text));
      } catch (SettingException e) {
        assertEquals(key, e.field());
        assertTrue(String.valueOf(e.getMessage()).startsWith(key + " "), e::getMessage);
      }
    }
  }
}

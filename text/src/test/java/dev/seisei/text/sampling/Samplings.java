package dev.seisei.text.sampling;

import dev.seisei.core.settings.Settings;
import java.util.LinkedHashMap;
import java.util.Map;

/** Settings by name, for tests. */
final class Samplings {
  private Samplings() {}

  static Sampling of(Object... namesAndValues) {
    Map<String, Object> values = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      values.put((String) namesAndValues[i], namesAndValues[i + 1]);
    }
    return Settings.bind(Sampling.class, values);
  }
}

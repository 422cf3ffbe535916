package dev.seisei.engine.file;

import java.util.Locale;
import java.util.regex.Pattern;

/** What is called by its name in Java, as files call it. */
final class Names {
  private static final Pattern HUMP = Pattern.compile("(?<=[a-z])(?=[A-Z])");

  private Names() {}

  /** {@code inputShape} and {@code InputShape} are {@code input_shape}. */
  static String snakeCase(String name) {
    return HUMP.matcher(name).replaceAll("_").toLowerCase(Locale.ROOT);
  }
}

package dev.seisei.core.settings;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * How names of Java are written outside: {@code latentDim} and {@code LATENT_DIM} as latent_dim.
 */
public final class Names {
  /** Before a word that begins with a capital, and before the last capital of an acronym. */
  private static final Pattern WORD =
      Pattern.compile("(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])");

  private Names() {}

  /** A record component's or a constant's name in snake_case. */
  public static String outside(String name) {
    return WORD.matcher(name).replaceAll("_").toLowerCase(Locale.ROOT);
  }

  /** A constant's name in snake_case. */
  public static String outside(Enum<?> constant) {
    return outside(constant.name());
  }
}

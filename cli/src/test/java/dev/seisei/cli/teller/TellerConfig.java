package dev.seisei.cli.teller;

import dev.seisei.core.settings.Require;

/**
 * What is told.
 *
 * @param words with blanks between
 */
public record TellerConfig(String words) {
  public TellerConfig {
    Require.that(!words.isBlank(), "words", "words must not be blank");
  }

  public TellerConfig() {
    this("nothing");
  }
}

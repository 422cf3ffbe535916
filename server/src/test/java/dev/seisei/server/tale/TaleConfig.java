package dev.seisei.server.tale;

import dev.seisei.core.settings.Require;

/**
 * A model that writes letters.
 *
 * @param room how many texts a session holds
 */
public record TaleConfig(int room) {
  public TaleConfig {
    Require.inRange("room", room, 1, 64);
  }

  public TaleConfig() {
    this(4);
  }
}

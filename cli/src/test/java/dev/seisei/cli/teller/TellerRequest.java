package dev.seisei.cli.teller;

import dev.seisei.core.settings.Require;

/** How often it is told, and whether pieces of it come, and the right ones. */
public record TellerRequest(int n, boolean aloud, boolean truly) {
  public TellerRequest {
    Require.inRange("n", n, 1, 10);
  }

  public TellerRequest() {
    this(1, true, true);
  }
}

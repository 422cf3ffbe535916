package dev.seisei.server;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;

/** Where the server's process starts, with the command or without it. */
@QuarkusMain
public final class Main {
  private Main() {}

  /** Serves until the process is told to stop. */
  public static void main(String... args) {
    // The command line's logger is on the class path too.
    System.setProperty("slf4j.provider", "org.slf4j.impl.JBossSlf4jServiceProvider");
    System.setProperty("slf4j.internal.verbosity", "WARN");
    Quarkus.run(args);
  }
}

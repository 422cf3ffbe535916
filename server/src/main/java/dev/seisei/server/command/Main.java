package dev.seisei.server.command;

import dev.seisei.server.models.EarlyOpening;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;

/** Where the server's process starts, with the command or without it. */
@QuarkusMain
public final class Main {
  private Main() {}

  /** Serves until the process is told to stop. */
  public static void main(String... args) {
    // Everything is logged through Quarkus; the command line has its own logger on the class path.
    System.setProperty("java.util.logging.manager", "org.jboss.logmanager.LogManager");
    System.setProperty("slf4j.provider", "org.slf4j.impl.JBossSlf4jServiceProvider");
    System.setProperty("slf4j.internal.verbosity", "WARN");
    EarlyOpening.begin();
    Quarkus.run(args);
  }
}

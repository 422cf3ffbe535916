package dev.seisei.cli;

import dev.seisei.core.model.GenerationListener;

/** Shows people how far work has come, on standard error; nothing at all until there is news. */
interface ProgressDisplay extends GenerationListener, AutoCloseable {
  /** What the work counts in. */
  record Unit(String name, long size) {
    static final Unit PIECES = new Unit("", 1);
    static final Unit MEGABYTES = new Unit(" MB", 1_000_000);
  }

  /** A bar on a terminal, lines elsewhere. */
  static ProgressDisplay of(Console console, String task, Unit unit) {
    return console.interactive()
        ? new ProgressBarDisplay(console, task, unit)
        : new ProgressLines(console.err(), task, unit, System::nanoTime);
  }

  /** Ends the display, leaving what it shows. */
  @Override
  void close();
}

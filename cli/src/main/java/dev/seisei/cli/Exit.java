package dev.seisei.cli;

/** Exit codes of the command. */
final class Exit {
  static final int OK = 0;
  static final int FAILED = 1;
  static final int USAGE = 2;

  private Exit() {}

  /** As shells have it: 130 for SIGINT (Ctrl-C), 143 for SIGTERM. */
  static int bySignal(int number) {
    return 128 + number;
  }
}

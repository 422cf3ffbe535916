package dev.seisei.benchmarks.command;

import dev.seisei.core.settings.SettingException;
import picocli.CommandLine.Option;

/** The option {@code --threads}. */
final class MachineOptions {
  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Threads to compute with (default: one a processor).")
  private int threads = Runtime.getRuntime().availableProcessors();

  /**
   * How many threads to compute with.
   *
   * @throws SettingException if it is not positive
   */
  int threads() {
    if (threads <= 0) {
      throw new SettingException("threads", "--threads must be > 0, got " + threads);
    }
    return threads;
  }
}

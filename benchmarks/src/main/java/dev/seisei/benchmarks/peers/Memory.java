package dev.seisei.benchmarks.peers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What this process occupies of the machine's memory, as Linux counts it. */
final class Memory {
  private static final Path STATUS = Path.of("/proc/self/status");
  private static final Path CLEAR = Path.of("/proc/self/clear_refs");

  private final double before;

  private Memory(double before) {
    this.before = before;
  }

  /** Forgets the peak so far, and begins to count from now. */
  static Memory watch() {
    try {
      Files.writeString(CLEAR, "5");
    } catch (IOException e) {
      // Not allowed, or not Linux. What has been the peak so far may then count as one from now.
    }
    return new Memory(megabytes("VmRSS:"));
  }

  /** How far the peak lies above the beginning, in MB; NaN where the system does not tell. */
  double peak() {
    return megabytes("VmHWM:") - before;
  }

  private static double megabytes(String line) {
    try {
      return Files.readAllLines(STATUS).stream()
          .filter(each -> each.startsWith(line))
          .mapToDouble(each -> Double.parseDouble(each.replaceAll("[^0-9]", "")) * 1024 / 1e6)
          .findFirst()
          .orElse(Double.NaN);
    } catch (IOException e) {
      return Double.NaN;
    }
  }
}

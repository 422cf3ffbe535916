package dev.seisei.benchmarks.limits;

import dev.seisei.benchmarks.report.Quantiles;
import java.util.ArrayList;
import java.util.List;

/** Times what is short, by doing it often. */
final class Stopwatch {
  private static final int MEASUREMENTS = 7;
  private static final double SECONDS_EACH = 0.02;

  private Stopwatch() {}

  /** The median time of one run, in seconds. */
  static double seconds(Runnable run) {
    run.run();
    List<Double> seconds = new ArrayList<>();
    for (int i = 0; i < MEASUREMENTS; i++) {
      long start = System.nanoTime();
      long runs = 0;
      double passed;
      do {
        run.run();
        runs++;
        passed = (System.nanoTime() - start) / 1e9;
      } while (passed < SECONDS_EACH);
      seconds.add(passed / runs);
    }
    return Quantiles.of(seconds).median();
  }
}

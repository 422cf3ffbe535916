package dev.seisei.benchmarks.scaling;

import dev.seisei.benchmarks.report.Quantiles;
import java.util.ArrayList;
import java.util.List;

/**
 * A network at one of its sizes.
 *
 * @param milliseconds how long a step took, a number for each turn
 */
record Point(Sweep sweep, int size, List<Double> milliseconds) {
  static List<Point> of(Sweep sweep) {
    return sweep.sizes().stream().map(size -> new Point(sweep, size, new ArrayList<>())).toList();
  }

  Quantiles times() {
    return Quantiles.of(milliseconds);
  }
}

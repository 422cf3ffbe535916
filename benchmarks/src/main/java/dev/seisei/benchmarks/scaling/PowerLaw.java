package dev.seisei.benchmarks.scaling;

import java.util.List;
import org.apache.commons.math3.stat.regression.SimpleRegression;

/**
 * cost = factor · sizeᵉˣᵖᵒⁿᵉⁿᵗ, fitted by least squares of logarithms.
 *
 * @param error the exponent's standard error; NaN for two points, which any line meets
 * @param determination R² of the logarithms; NaN for two points
 */
record PowerLaw(double exponent, double factor, double error, double determination) {
  /**
   * Fits points.
   *
   * @throws IllegalArgumentException if there are fewer than two, or one is not positive
   */
  static PowerLaw fit(List<Double> sizes, List<Double> costs) {
    if (sizes.size() != costs.size() || sizes.size() < 2) {
      throw new IllegalArgumentException(
          "a fit needs two points or more, got the sizes " + sizes + " and the costs " + costs);
    }
    SimpleRegression line = new SimpleRegression();
    for (int i = 0; i < sizes.size(); i++) {
      if (!(sizes.get(i) > 0) || !(costs.get(i) > 0)) {
        throw new IllegalArgumentException(
            "sizes and costs must be > 0, got " + sizes.get(i) + " and " + costs.get(i));
      }
      line.addData(Math.log(sizes.get(i)), Math.log(costs.get(i)));
    }
    return new PowerLaw(
        line.getSlope(),
        Math.exp(line.getIntercept()),
        sizes.size() > 2 ? line.getSlopeStdErr() : Double.NaN,
        sizes.size() > 2 ? line.getRSquare() : Double.NaN);
  }
}

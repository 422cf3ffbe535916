package dev.seisei.core.train;

import dev.seisei.core.train.TrainingFolder.Saved;
import dev.seisei.engine.memory.Tensor;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A record of several numbers a step, as means between reports, and of how long it took.
 *
 * <p>Goes on after a resume as if nothing had happened. Not thread-safe.
 */
public final class MeansRecord implements TrainingRecord {
  private static final String RUNNING = "means.running";
  private static final String SECONDS = "seconds";

  private final Curve curve;
  private final double secondsBefore;
  private final long began = System.nanoTime();

  /** Sums since the last report, one a column, then how many steps they are of. */
  private final double[] running;

  private MeansRecord(Curve curve, double[] running, double secondsBefore) {
    this.curve = curve;
    this.running = running;
    this.secondsBefore = secondsBefore;
  }

  /**
   * A new record, or the one that a training was saved with.
   *
   * @param columns what is recorded at a step
   */
  public static MeansRecord open(List<String> columns, Optional<Saved> saved) {
    if (saved.isEmpty()) {
      return new MeansRecord(new Curve(columns), new double[columns.size() + 1], 0);
    }
    Saved from = saved.get();
    return new MeansRecord(from.curve(), from.numbers(RUNNING), from.number(SECONDS));
  }

  /** Writes down the numbers of a step, one a column. */
  public void step(double... values) {
    if (values.length != running.length - 1) {
      throw new IllegalArgumentException(
          "a step has " + (running.length - 1) + " numbers, got " + values.length);
    }
    for (int i = 0; i < values.length; i++) {
      running[i] += values[i];
    }
    running[values.length]++;
  }

  /**
   * Ends a stretch of steps.
   *
   * @return the means, one a column
   */
  public double[] report(long step) {
    double[] means = new double[running.length - 1];
    for (int i = 0; i < means.length; i++) {
      means[i] = running[i] / running[means.length];
    }
    Arrays.fill(running, 0);
    curve.add(step, means);
    return means;
  }

  @Override
  public Curve curve() {
    return curve;
  }

  @Override
  public Map<String, Double> numbers() {
    Map<String, Double> numbers = new LinkedHashMap<>();
    numbers.put(SECONDS, secondsBefore + (System.nanoTime() - began) / 1e9);
    return numbers;
  }

  @Override
  public Map<String, Tensor> state() {
    return Map.of(RUNNING, Tensor.of(running.clone(), running.length));
  }
}

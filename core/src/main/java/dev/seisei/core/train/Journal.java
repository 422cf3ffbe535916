package dev.seisei.core.train;

import dev.seisei.core.train.TrainingFolder.Saved;
import dev.seisei.engine.memory.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What a training writes down: the mean of the training loss between reports, the validation loss
 * at each report, which was the best, and how long it took.
 *
 * <p>Goes on after a resume as if nothing had happened. Not thread-safe.
 */
public final class Journal implements TrainingRecord {
  private static final String RUNNING = "journal.running";
  private static final String SECONDS = "seconds";
  private static final String BEST = "best_validation";
  private static final String BEST_STEP = "best_step";

  private final Curve curve;
  private final double secondsBefore;
  private final long began = System.nanoTime();
  private double best;
  private long bestStep;
  private double sum;
  private long count;
  private double latest = Double.NaN;

  private Journal(Curve curve, double secondsBefore, double best, long bestStep) {
    this.curve = curve;
    this.secondsBefore = secondsBefore;
    this.best = best;
    this.bestStep = bestStep;
  }

  /** A new journal, or the one that a training was saved with. */
  public static Journal open(Optional<Saved> saved) {
    if (saved.isEmpty()) {
      return new Journal(
          new Curve(List.of("training", "validation")), 0, Double.POSITIVE_INFINITY, 0);
    }
    Saved from = saved.get();
    boolean reported = from.record().containsKey(BEST);
    Journal journal =
        new Journal(
            from.curve(),
            from.number(SECONDS),
            reported ? from.number(BEST) : Double.POSITIVE_INFINITY,
            reported ? (long) from.number(BEST_STEP) : 0);
    Tensor running = from.state().get(RUNNING);
    if (running != null) {
      journal.sum = running.getDouble(0);
      journal.count = (long) running.getDouble(1);
    }
    return journal;
  }

  /**
   * Writes down the loss of a step.
   *
   * @throws IllegalStateException if it is not finite: the training has failed
   */
  public void step(long step, double loss) {
    if (!Double.isFinite(loss)) {
      throw new IllegalStateException(
          "the loss is " + loss + " at step " + step + "; train with a lower learning_rate");
    }
    latest = loss;
    sum += loss;
    count++;
  }

  /**
   * Ends a stretch of steps.
   *
   * @return whether this validation loss is the lowest so far
   */
  public boolean report(long step, double validation) {
    curve.add(step, sum / count, validation);
    sum = 0;
    count = 0;
    boolean lowest = validation < best;
    if (lowest) {
      best = validation;
      bestStep = step;
    }
    return lowest;
  }

  /** The losses so far in a few words. */
  public String summary() {
    return Double.isInfinite(best)
        ? String.format(Locale.ROOT, "loss %.2f", latest)
        : String.format(Locale.ROOT, "loss %.2f, best validation %.2f", latest, best);
  }

  /** The lowest validation loss so far; infinite before the first report. */
  public double best() {
    return best;
  }

  @Override
  public Curve curve() {
    return curve;
  }

  /** Seconds of training, those before a resume included. */
  public double seconds() {
    return secondsBefore + (System.nanoTime() - began) / 1e9;
  }

  @Override
  public Map<String, Double> numbers() {
    Map<String, Double> numbers = new LinkedHashMap<>();
    if (Double.isFinite(best)) {
      numbers.put(BEST, best);
      numbers.put(BEST_STEP, (double) bestStep);
    }
    numbers.put(SECONDS, seconds());
    return numbers;
  }

  @Override
  public Map<String, Tensor> state() {
    return Map.of(RUNNING, Tensor.of(new double[] {sum, count}, 2));
  }
}

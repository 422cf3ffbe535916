package dev.seisei.core.model;

import dev.seisei.core.dataset.Dataset;
import dev.seisei.core.progress.Progress;

/**
 * What a generator also is if it tells how far an example is from what it learned: measures of
 * detection ask for it.
 */
public interface AnomalyDetector {
  /** Whether it can score the examples of a dataset and knows which of them are anomalous. */
  boolean accepts(Dataset data);

  /**
   * Scores the test part of a dataset.
   *
   * @throws java.util.concurrent.CancellationException if the progress asks for it
   */
  Scores score(Dataset data, Progress progress);

  /** Scores of examples, and what is known of them. */
  final class Scores {
    private final double[] values;
    private final boolean[] anomalous;

    /**
     * @param values larger for what seems more anomalous; not copied
     * @param anomalous whether each example is; not copied
     * @throws IllegalArgumentException if they are not as many
     */
    public Scores(double[] values, boolean[] anomalous) {
      if (values.length != anomalous.length) {
        throw new IllegalArgumentException(
            "there are " + values.length + " scores of " + anomalous.length + " examples");
      }
      this.values = values;
      this.anomalous = anomalous;
    }

    /** Larger for what seems more anomalous; not a copy. */
    public double[] values() {
      return values;
    }

    /** Whether each example is anomalous; not a copy. */
    public boolean[] anomalous() {
      return anomalous;
    }
  }
}

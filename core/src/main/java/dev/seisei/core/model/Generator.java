package dev.seisei.core.model;

import dev.seisei.core.sample.Sample;
import java.util.ArrayList;
import java.util.List;

/**
 * An opened model.
 *
 * <p>Not thread-safe: one thread at a time generates. What is returned owns its memory and outlives
 * the generator. Equal requests give equal samples, bit for bit, whatever else is in a batch.
 *
 * @param <R> the record of its requests, which carries the seed
 */
public interface Generator<R extends Record> extends AutoCloseable {
  /**
   * Checks that this model can do what a request asks for, without doing it. May be called by any
   * thread at any time.
   *
   * @throws dev.seisei.core.settings.SettingException if it cannot, naming the field
   */
  default void check(R request) {}

  /**
   * Makes what a request asks for.
   *
   * @throws dev.seisei.core.settings.SettingException as {@link #check}
   * @throws java.util.concurrent.CancellationException if the listener asks for it
   */
  Sample generate(R request, GenerationListener listener);

  /** How much of a run a request takes, in rows of the batch; at least 1. */
  default int rows(R request) {
    return 1;
  }

  /**
   * How many rows one run computes at the same cost as one; 1 if requests gain nothing together.
   */
  default int rowsPerRun() {
    return 1;
  }

  /**
   * Makes what several requests ask for, sharing runs where that is possible.
   *
   * @return a sample each, in order, equal to those of {@link #generate} one by one
   */
  default List<Sample> generateTogether(List<R> requests) {
    List<Sample> samples = new ArrayList<>();
    for (R request : requests) {
      samples.add(generate(request, GenerationListener.SILENT));
    }
    return samples;
  }

  /** Frees the model's memory; closing twice does nothing. */
  @Override
  void close();
}

package dev.seisei.core.measure;

import dev.seisei.core.dataset.Dataset;
import dev.seisei.core.model.Model;
import dev.seisei.core.progress.Progress;
import java.util.Map;

/**
 * A measure of an opened model on a dataset, found by {@link java.util.ServiceLoader}.
 *
 * <p>Stateless and thread-safe; its constructor does no work.
 *
 * @param <S> the record of its settings
 */
public interface Measure<S extends Record> {
  /** What users see, such as {@code likelihood}. */
  String id();

  /** One sentence: what is measured, in which unit. */
  String description();

  /** The record of its settings; every component has a default. */
  Class<S> settingsType();

  /** Whether this measure makes sense for the model on the data. Opens nothing large. */
  boolean appliesTo(Model model, Dataset data);

  /**
   * Measures.
   *
   * @return numbers by snake_case name, in the order to show them
   * @throws java.util.concurrent.CancellationException if the progress asks for it
   */
  Map<String, Double> measure(Model model, Dataset data, S settings, Progress progress);
}

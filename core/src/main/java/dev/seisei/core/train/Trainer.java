package dev.seisei.core.train;

import dev.seisei.core.dataset.Dataset;
import dev.seisei.core.progress.Progress;
import java.util.Map;

/**
 * Trains models of one family. Stateless and thread-safe.
 *
 * @param <C> the record of the family's configuration
 * @param <T> the record of what only training needs: batch size, learning rate and so on
 */
public interface Trainer<C extends Record, T extends Record> {
  Class<T> settingsType();

  /**
   * The configuration for a dataset: what the data decide (size of the images, number of classes)
   * filled in.
   *
   * @throws dev.seisei.core.settings.SettingException if the family cannot learn from such data, or
   *     the configuration contradicts them
   */
  C configure(C config, Dataset data);

  /**
   * Trains, saving into the run's folder: the best checkpoint by validation, and what is needed to
   * go on from the last save. If the progress cancels, saves and returns.
   *
   * @return numbers to show, by snake_case name
   * @throws IllegalArgumentException if the folder is in use, holds something else, or cannot be
   *     resumed from
   */
  Map<String, Double> train(TrainingRun<C, T> run, Progress progress);
}

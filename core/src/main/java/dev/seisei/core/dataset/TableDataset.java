package dev.seisei.core.dataset;

import dev.seisei.core.settings.SettingException;

/** Rows of named columns, in a training and a test part with the same columns. */
public interface TableDataset extends Dataset {
  /** What models are trained on. */
  TableSet train();

  /** What trained models are measured on, and nothing else; may be empty. */
  TableSet test();

  /**
   * A dataset, if it is a table.
   *
   * @param family that asks, for the message
   * @throws SettingException if it is something else
   */
  static TableDataset of(Dataset data, String family) {
    if (data instanceof TableDataset table) {
      return table;
    }
    throw new SettingException(
        "data",
        "data for family %s must be a table, and %s is %s"
            .formatted(family, data.name(), data.summary()));
  }
}

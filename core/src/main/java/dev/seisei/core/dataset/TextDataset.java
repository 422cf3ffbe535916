package dev.seisei.core.dataset;

import dev.seisei.core.settings.SettingException;
import java.util.List;

/** Documents of text, the last tenth of which is held out. */
public interface TextDataset extends Dataset {
  /** What models are trained on, document by document; at least one, none of them empty. */
  List<String> train();

  /**
   * The last tenth of the characters, document by document: what trainings are validated by and
   * trained models measured on; at least one, none of them empty.
   */
  List<String> heldOut();

  /**
   * A dataset, if it is of text.
   *
   * @param family that asks, for the message
   * @throws SettingException if it is of something else
   */
  static TextDataset of(Dataset data, String family) {
    if (data instanceof TextDataset text) {
      return text;
    }
    throw new SettingException(
        "data",
        "data for family %s must be text, and %s is %s"
            .formatted(family, data.name(), data.summary()));
  }
}

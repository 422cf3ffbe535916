package dev.seisei.core.dataset;

import dev.seisei.core.settings.SettingException;
import java.util.List;

/**
 * Pairs of texts, of which the second is to be made of the first: translations, pronunciations,
 * summaries. A source may have several targets, all of them right.
 */
public interface PairDataset extends Dataset {
  /**
   * One of the pairs.
   *
   * @param source what is given; not empty
   * @param target what is to be made of it; not empty
   */
  record Pair(String source, String target) {}

  /** What models are trained on; at least one pair. */
  List<Pair> train();

  /**
   * What trainings are validated by and trained models measured on; at least one pair. No source of
   * these is one of {@link #train}.
   */
  List<Pair> heldOut();

  /**
   * A dataset, if it is of pairs.
   *
   * @param family that asks, for the message
   * @throws SettingException if it is of something else
   */
  static PairDataset of(Dataset data, String family) {
    if (data instanceof PairDataset pairs) {
      return pairs;
    }
    throw new SettingException(
        "data",
        "data for family %s must be pairs of texts, and %s is %s; tsv:FILE has a pair a line"
            .formatted(family, data.name(), data.summary()));
  }
}

package dev.seisei.core.checkpoint;

import java.util.Map;
import java.util.Optional;

/** A model in a single file, as a {@link ModelFormat} reads it. Immutable and thread-safe. */
public interface ModelFile {
  /** The id of the family that opens it. */
  String modelType();

  /** The configuration, by the names that the family's record has. */
  Map<String, Object> config();

  /** The weights, by the family's names. */
  TensorSource weights();

  /** The model card. */
  default ModelCard card() {
    return ModelCard.EMPTY;
  }

  /**
   * Something else that the file holds, as an object of a type that format and family both know: a
   * tokenizer, or the file itself for a family that computes with what is stored as it is.
   *
   * @return empty if the file holds nothing of that type
   */
  default <T> Optional<T> part(Class<T> type) {
    return Optional.empty();
  }
}

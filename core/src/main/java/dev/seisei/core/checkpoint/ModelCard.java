package dev.seisei.core.checkpoint;

import java.util.Map;

/**
 * A model card: {@code README.md} with a YAML head, as Hugging Face has it.
 *
 * @param head the YAML head: license, tags, datasets, metrics
 * @param text Markdown
 */
public record ModelCard(Map<String, Object> head, String text) {
  /** A card that says nothing. */
  public static final ModelCard EMPTY = new ModelCard(Map.of(), "");
}

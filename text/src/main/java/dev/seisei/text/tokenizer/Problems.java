package dev.seisei.text.tokenizer;

import com.fasterxml.jackson.databind.JsonNode;
import dev.seisei.core.checkpoint.Json;

/**
 * Errors of one file of a tokenizer.
 *
 * @param source the file's name
 */
record Problems(String source) {
  /** Larger vocabularies are not known; arrays are allocated by the largest id. */
  static final int MOST_IDS = 1 << 22;

  IllegalArgumentException wrong(String field, String message, Object got) {
    return new IllegalArgumentException(
        source + ": " + field + ": " + message + ", got " + Json.quote(String.valueOf(got)));
  }

  IllegalArgumentException unsupported(String field, String got, String supported) {
    return wrong(
        field, "is of a type that is not supported (supported are " + supported + ")", got);
  }

  /** A token's id. */
  int id(String field, JsonNode node) {
    if (!node.isInt()) {
      throw wrong(field, "an id must be a whole number", node);
    }
    return id(field, node.intValue());
  }

  int id(String field, long id) {
    if (id < 0 || id >= MOST_IDS) {
      throw wrong(field, "an id must be in [0, " + (MOST_IDS - 1) + "]", id);
    }
    return (int) id;
  }
}

package dev.seisei.text.tokenizer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * What is read of a {@code tokenizer.json} outside the library, and the two versions of it that the
 * library is given.
 *
 * @param json the file
 * @param pieces all tokens
 * @param spans where in the file is what the library is to see otherwise
 * @param added the tokens that are read before all others, as the file lists them
 * @param unknown the spelling that models by words and pairs look their unknown token up by; empty
 *     if none
 */
record TokenizerFile(
    SourceText json,
    PieceTable pieces,
    Spans spans,
    ArrayNode added,
    String unknown,
    Frame frame,
    Decoding decoding) {
  static final String NAME = "tokenizer.json";

  /** No text has it: it is replaced in texts before they are encoded. */
  static final char UNSPEAKABLE = '\uFDD0';

  /**
   * Where things are in the file.
   *
   * @param dropped parts that are left to this package: cutting off, padding, frames, decoding,
   *     chance
   * @param added the list of added tokens; empty if there is none
   * @param vocabulary the key of each id, by id
   */
  record Spans(List<Span> dropped, List<Span> added, SpanTable vocabulary) {}

  /** From the first character to before the last. */
  record Span(int start, int end) {}

  /** For the library, to read spellings of special tokens as these tokens. */
  String withSpecials() {
    Edits edits = new Edits(json.text());
    spans.dropped().forEach(span -> edits.replace(span, "null"));
    return edits.text();
  }

  /**
   * For the library, to read spellings of special tokens as text. There the special tokens keep
   * their ids and have other spellings, which no text has.
   */
  String withoutSpecials() {
    Edits edits = new Edits(json.text());
    spans.dropped().forEach(span -> edits.replace(span, "null"));
    ArrayNode others = added.arrayNode();
    for (JsonNode token : added) {
      if (!token.path("special").asBoolean()) {
        others.add(token);
        continue;
      }
      int id = token.path("id").intValue();
      String spelling = UNSPEAKABLE + Integer.toString(id);
      boolean inVocabulary = spans.vocabulary().has(id);
      if (inVocabulary && token.path("content").asText().equals(unknown)) {
        // The model finds it by its spelling; that it is not read before all others is enough.
        continue;
      }
      if (inVocabulary) {
        edits.replace(spans.vocabulary().span(id), "\"" + spelling + "\"");
      }
      ObjectNode other = token.deepCopy();
      others.add(other.put("content", spelling).put("normalized", false));
    }
    spans.added().forEach(span -> edits.replace(span, others.toString()));
    return edits.text();
  }
}

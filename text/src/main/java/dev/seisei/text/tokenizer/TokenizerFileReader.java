package dev.seisei.text.tokenizer;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.seisei.core.checkpoint.Json;
import dev.seisei.text.tokenizer.TokenizerFile.Span;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads a {@code tokenizer.json} once, from front to end: tokens and their ids, what this package
 * does itself, and what the library must not be given.
 */
final class TokenizerFileReader {
  /** Keys are spellings here, too many to be kept as names. */
  private static final ObjectMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxNestingDepth(64).build())
                  .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                  .build())
          .build();

  private static final String ADDED = "added_tokens";
  private static final String VOCABULARY = "model.vocab";
  private static final List<String> FLAGS =
      List.of("special", "single_word", "lstrip", "rstrip", "normalized");
  private static final String MODELS = "BPE, WordPiece, WordLevel, Unigram";

  private final SourceText source;
  private final Problems problems;
  private final PieceTable pieces = new PieceTable();
  private final List<Span> dropped = new ArrayList<>();
  private final List<Span> addedSpan = new ArrayList<>();
  private final SpanTable vocabularySpans = new SpanTable();
  private ArrayNode added = MAPPER.createArrayNode();
  private JsonNode processor = MissingNode.getInstance();
  private JsonNode decoder = MissingNode.getInstance();
  private String modelType = "";
  private String unknown = "";
  private boolean hasVocabulary;

  private TokenizerFileReader(SourceText source) {
    this.source = source;
    this.problems = new Problems(source.name());
  }

  /**
   * Reads a file.
   *
   * @throws IllegalArgumentException if it is not as it must be, naming file and field
   */
  static TokenizerFile read(SourceText source) {
    try (JsonParser parser = MAPPER.createParser(source.text())) {
      return new TokenizerFileReader(source).file(parser);
    } catch (IOException e) {
      throw new IllegalArgumentException(
          source.name() + " must hold a JSON object: " + Json.reason(e), e);
    }
  }

  private TokenizerFile file(JsonParser parser) throws IOException {
    if (parser.nextToken() != JsonToken.START_OBJECT) {
      throw new IllegalArgumentException(source.name() + " must hold a JSON object");
    }
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      field(parser, parser.currentName());
    }
    if (parser.nextToken() != null) {
      throw new IllegalArgumentException(source.name() + " must end where its JSON object ends");
    }
    if (!hasVocabulary) {
      throw problems.wrong(VOCABULARY, "must be there", "nothing");
    }
    addTokens();
    Frame frame = Frame.of(processor, problems);
    requireTokens(frame.before());
    requireTokens(frame.after());
    return new TokenizerFile(
        source,
        pieces,
        new TokenizerFile.Spans(dropped, addedSpan, vocabularySpans),
        added,
        modelType.equals("Unigram") ? "" : unknown,
        frame,
        Decoding.of(decoder, problems));
  }

  private void field(JsonParser parser, String name) throws IOException {
    JsonToken value = parser.nextToken();
    int start = offset(parser);
    switch (name) {
      case ADDED -> {
        if (!(MAPPER.readTree(parser) instanceof ArrayNode list)) {
          throw problems.wrong(ADDED, "must be an array", value);
        }
        added = list;
        addedSpan.add(new Span(start, end(parser)));
      }
      case "normalizer", "pre_tokenizer" -> {
        JsonNode part = MAPPER.readTree(parser);
        Patterns.check(name, part, problems);
        CharsMap.check(name, part, problems);
      }
      case "post_processor" -> {
        processor = MAPPER.readTree(parser);
        drop(processor, start, parser);
      }
      case "decoder" -> {
        decoder = MAPPER.readTree(parser);
        drop(decoder, start, parser);
      }
      case "truncation", "padding" -> drop(MAPPER.readTree(parser), start, parser);
      case "model" -> {
        if (value != JsonToken.START_OBJECT) {
          throw problems.wrong("model", "must be an object", value);
        }
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
          modelField(parser, parser.currentName());
        }
        requireModel();
      }
      default -> parser.skipChildren();
    }
  }

  private void requireModel() {
    switch (modelType) {
      case "BPE", "WordPiece", "WordLevel", "Unigram" -> {}
      case "" -> throw problems.wrong("model.type", "must be there (" + MODELS + ")", "nothing");
      default -> throw problems.unsupported("model.type", modelType, MODELS);
    }
  }

  private void drop(JsonNode part, int start, JsonParser parser) {
    if (part.isContainerNode()) {
      dropped.add(new Span(start, end(parser)));
    }
  }

  private static int offset(JsonParser parser) {
    return (int) parser.currentTokenLocation().getCharOffset();
  }

  /** Behind an object or an array that was read to its end. */
  private static int end(JsonParser parser) {
    return (int) parser.currentLocation().getCharOffset();
  }

  private void modelField(JsonParser parser, String name) throws IOException {
    JsonToken value = parser.nextToken();
    switch (name) {
      case "type" -> modelType = parser.getText();
      case "unk_token" -> unknown = value == JsonToken.VALUE_STRING ? parser.getText() : "";
      case "dropout" -> {
        // With it the same text would have other tokens each time.
        if (value.isNumeric()) {
          int start = offset(parser);
          dropped.add(new Span(start, start + parser.getText().length()));
        }
      }
      case "vocab" -> {
        hasVocabulary = true;
        if (value == JsonToken.START_OBJECT) {
          while (parser.nextToken() == JsonToken.FIELD_NAME) {
            entry(parser);
          }
        } else if (value == JsonToken.START_ARRAY) {
          for (int id = 0; parser.nextToken() != JsonToken.END_ARRAY; id++) {
            scored(parser, id);
          }
        } else {
          throw problems.wrong(VOCABULARY, "must be an object or an array", value);
        }
      }
      default -> parser.skipChildren();
    }
  }

  /** {@code "the": 262}. */
  private void entry(JsonParser parser) throws IOException {
    String piece = parser.currentName();
    int start = offset(parser);
    if (parser.nextToken() != JsonToken.VALUE_NUMBER_INT) {
      throw problems.wrong(VOCABULARY, "an id must be a whole number", parser.getText());
    }
    put(piece, problems.id(VOCABULARY, parser.getLongValue()), start);
  }

  /** {@code ["▁the", -3.2]}. */
  private void scored(JsonParser parser, int id) throws IOException {
    if (parser.currentToken() != JsonToken.START_ARRAY
        || parser.nextToken() != JsonToken.VALUE_STRING) {
      throw problems.wrong(VOCABULARY, "must have arrays of a piece and its score", id);
    }
    int start = offset(parser);
    String piece = parser.getText();
    if (!parser.nextToken().isNumeric()
        || !Double.isFinite(parser.getDoubleValue())
        || parser.nextToken() != JsonToken.END_ARRAY) {
      throw problems.wrong(VOCABULARY, "must have arrays of a piece and its score", id);
    }
    put(piece, problems.id(VOCABULARY, id), start);
  }

  private void put(String piece, int id, int start) {
    if (!pieces.add(piece, id)) {
      throw problems.wrong(VOCABULARY, "id " + id + " or its spelling is there twice", piece);
    }
    vocabularySpans.put(id, start, endOfString(start));
  }

  private int endOfString(int start) {
    String text = source.text();
    int at = start + 1;
    while (text.charAt(at) != '"') {
      at += text.charAt(at) == '\\' ? 2 : 1;
    }
    return at + 1;
  }

  /** Tokens beside the vocabulary; the library gives them ids by itself, which must be the same. */
  private void addTokens() {
    int vocabulary = pieces.count();
    int last = -1;
    for (JsonNode token : added) {
      JsonNode content = token.path("content");
      if (!content.isTextual() || content.asText().isEmpty()) {
        throw problems.wrong(ADDED, "each must have a content that is a text", token);
      }
      int id = problems.id(ADDED, token.path("id"));
      boolean known = vocabularySpans.has(id) && pieces.piece(id).equals(content.asText());
      int next = last >= vocabulary ? last + 1 : vocabulary;
      if (!known && id != next) {
        throw problems.wrong(
            ADDED, content + " must have its id of model.vocab, or the next free one, " + next, id);
      }
      last = Math.max(last, id);
      if (!known && !pieces.add(content.asText(), id)) {
        throw problems.wrong(ADDED, "id " + id + " or its spelling is there twice", content);
      }
      for (String flag : FLAGS) {
        if (!token.path(flag).isBoolean()) {
          throw problems.wrong(ADDED, flag + " of " + content + " must be true or false", token);
        }
      }
      if (token.path("special").asBoolean()) {
        pieces.markSpecial(id);
      }
    }
  }

  private void requireTokens(List<Integer> ids) {
    for (int id : ids) {
      if (!pieces.has(id)) {
        throw problems.wrong("post_processor", "has an id that is no token's", id);
      }
    }
  }
}

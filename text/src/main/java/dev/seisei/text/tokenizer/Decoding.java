package dev.seisei.text.tokenizer;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.UnaryOperator;

/**
 * The bytes that a piece stands for, by a {@code tokenizer.json}'s {@code decoder}.
 *
 * <p>The library decodes whole sequences only, and of a run of byte tokens that has one wrong byte
 * keeps nothing. Here each piece has its bytes, whatever stands around it, so that text can be
 * given as it comes.
 */
final class Decoding {
  private static final String PLACE = "decoder";
  private static final String SUPPORTED =
      "ByteLevel, ByteFallback, Metaspace, WordPiece, Fuse, Replace of a String, Strip of spaces at"
          + " the start behind Fuse, Sequence";

  private final List<UnaryOperator<String>> steps = new ArrayList<>();
  private final Problems problems;
  private boolean byteLevel;
  private boolean byteFallback;
  private boolean fused;
  private int leadingSpaces;

  private Decoding(Problems problems) {
    this.problems = problems;
  }

  /** Reads a decoder, which may be null. */
  static Decoding of(JsonNode decoder, Problems problems) {
    Decoding decoding = new Decoding(problems);
    if (decoder.isNull() || decoder.isMissingNode()) {
      // The library puts a space between pieces then.
      decoding.steps.add(piece -> " " + piece);
      decoding.leadingSpaces = 1;
    } else {
      decoding.add(decoder);
    }
    return decoding;
  }

  private void add(JsonNode decoder) {
    String type = decoder.path("type").asText();
    switch (type) {
      case "Sequence" -> decoder.path("decoders").forEach(this::add);
      case "ByteLevel" -> byteLevel = true;
      case "ByteFallback" -> byteFallback = true;
      case "Fuse" -> fused = true;
      case "Metaspace" -> metaspace(decoder);
      case "WordPiece" -> wordPiece(decoder);
      case "Replace" -> replace(decoder);
      case "Strip" -> strip(decoder);
      default -> throw problems.unsupported(PLACE, type, SUPPORTED);
    }
  }

  private void metaspace(JsonNode decoder) {
    String replacement = text(decoder, "replacement");
    steps.add(piece -> piece.replace(replacement, " "));
    boolean prefixed =
        decoder.has("prepend_scheme")
            ? !decoder.path("prepend_scheme").asText().equals("never")
            : decoder.path("add_prefix_space").asBoolean(true);
    leadingSpaces = prefixed ? 1 : 0;
  }

  private void wordPiece(JsonNode decoder) {
    String prefix = text(decoder, "prefix");
    boolean cleanup = decoder.path("cleanup").asBoolean(true);
    steps.add(
        piece -> {
          String text = piece.startsWith(prefix) ? piece.substring(prefix.length()) : " " + piece;
          return cleanup && closesUp(text) ? text.substring(1) : text;
        });
    leadingSpaces = 1;
  }

  /** Whether a piece stands close to the one before it: marks, and what follows an apostrophe. */
  private static boolean closesUp(String text) {
    return switch (text) {
      case " .", " ?", " !", " ,", " n't", " 'm", " 's", " 've", " 're" -> true;
      default -> false;
    };
  }

  private void replace(JsonNode decoder) {
    if (fused || !decoder.path("pattern").has("String")) {
      throw problems.unsupported(PLACE, "Replace of " + decoder.path("pattern"), SUPPORTED);
    }
    String pattern = text(decoder.path("pattern"), "String");
    String content = decoder.path("content").asText();
    steps.add(piece -> piece.replace(pattern, content));
  }

  private void strip(JsonNode decoder) {
    int start = decoder.path("start").asInt();
    boolean ofSpaces = decoder.path("content").asText().equals(" ");
    if (!fused || !ofSpaces || start < 0 || decoder.path("stop").asInt() != 0) {
      throw problems.unsupported(PLACE, decoder.toString(), SUPPORTED);
    }
    leadingSpaces = start;
  }

  private String text(JsonNode decoder, String field) {
    JsonNode value = decoder.path(field);
    if (!value.isTextual() || value.asText().isEmpty()) {
      throw problems.wrong(PLACE, field + " must be a text", value);
    }
    return value.asText();
  }

  /** How many spaces encoding puts before a text. */
  int leadingSpaces() {
    return leadingSpaces;
  }

  byte[] bytes(String piece) {
    if (byteFallback) {
      OptionalInt value = BytePiece.value(piece);
      if (value.isPresent()) {
        return new byte[] {(byte) value.getAsInt()};
      }
    }
    String text = piece;
    for (UnaryOperator<String> step : steps) {
      text = step.apply(text);
    }
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    return byteLevel ? ByteLevel.bytes(text).orElse(utf8) : utf8;
  }
}

package dev.seisei.text.tokenizer;

import com.fasterxml.jackson.databind.JsonNode;
import dev.seisei.core.checkpoint.Json;
import dev.seisei.text.tokenizer.Vocabulary.Kind;
import dev.seisei.text.tokenizer.Vocabulary.Piece;
import dev.seisei.text.tokenizer.Vocabulary.PieceType;
import dev.seisei.text.tokenizer.Vocabulary.Roles;
import dev.seisei.text.tokenizer.Vocabulary.Rules;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.stream.StreamSupport;

/**
 * Makes a vocabulary of a {@code tokenizer.json} that merges pairs: what {@link VocabularyJson}
 * does, the other way.
 */
final class VocabularyReader {
  private static final String SPACE = "\u2581";

  private final Tokenizer tokenizer;
  private final JsonNode file;
  private final JsonNode model;
  private final TreeMap<Integer, Piece> pieces = new TreeMap<>();

  private VocabularyReader(Tokenizer tokenizer, JsonNode file) {
    this.tokenizer = tokenizer;
    this.file = file;
    this.model = file.path("model");
  }

  static Vocabulary read(Tokenizer tokenizer) {
    byte[] json = Tokenizers.files(tokenizer).get(TokenizerFile.NAME);
    if (json == null) {
      throw refused("it is of bytes or characters alone");
    }
    try {
      return new VocabularyReader(tokenizer, Json.MAPPER.readTree(json)).vocabulary();
    } catch (IOException e) {
      throw new IllegalArgumentException("the tokenizer's file is no JSON: " + e, e);
    }
  }

  private static IllegalArgumentException refused(String why) {
    return new IllegalArgumentException(
        "the tokenizer cannot be written as a vocabulary of another format: " + why);
  }

  private Vocabulary vocabulary() {
    if (!model.has("merges")) {
      throw refused("its model is " + model.path("type").asText("unknown") + ", not BPE");
    }
    List<String> merges = merges();
    boolean bytes = byteLevel(file.path("pre_tokenizer")) || byteLevel(file.path("decoder"));
    Map<String, Float> scores = bytes ? Map.of() : scores(merges);
    String unknown = model.path("unk_token").asText("");
    model
        .path("vocab")
        .properties()
        .forEach(
            each -> {
              String text = each.getKey();
              boolean one = !bytes && BytePiece.value(text).isPresent();
              PieceType type =
                  text.equals(unknown)
                      ? PieceType.UNKNOWN
                      : one ? PieceType.BYTE : PieceType.NORMAL;
              float score = scores.getOrDefault(text, one || bytes ? 0f : -merges.size() - 1f);
              pieces.put(each.getValue().intValue(), new Piece(text, score, type));
            });
    for (JsonNode added : file.path("added_tokens")) {
      String text = added.path("content").asText();
      PieceType type =
          text.equals(unknown)
              ? PieceType.UNKNOWN
              : added.path("special").asBoolean() ? PieceType.CONTROL : PieceType.USER_DEFINED;
      pieces.put(added.path("id").intValue(), new Piece(text, 0, type));
    }
    if (pieces.isEmpty() || pieces.lastKey() > Problems.MOST_IDS) {
      throw refused("it has no pieces, or too many");
    }
    List<Piece> all = new ArrayList<>();
    for (int id = 0; id <= pieces.lastKey(); id++) {
      all.add(pieces.getOrDefault(id, new Piece("[PAD" + id + "]", 0, PieceType.UNUSED)));
    }
    return new Vocabulary(
        bytes ? Kind.BPE : Kind.SPM,
        all,
        bytes ? merges : List.of(),
        bytes ? preTokenizer() : "",
        roles(unknown),
        rules(bytes));
  }

  private List<String> merges() {
    List<String> merges = new ArrayList<>();
    for (JsonNode merge : model.path("merges")) {
      merges.add(
          merge.isArray() ? merge.path(0).asText() + " " + merge.path(1).asText() : merge.asText());
    }
    return merges;
  }

  /** The earlier two pieces are merged, the higher is the score of what they make. */
  private static Map<String, Float> scores(List<String> merges) {
    Map<String, Float> scores = new HashMap<>();
    for (int rank = 0; rank < merges.size(); rank++) {
      String merge = merges.get(rank);
      int space = merge.indexOf(' ', 1);
      if (space > 0) {
        scores.putIfAbsent(merge.substring(0, space) + merge.substring(space + 1), -(float) rank);
      }
    }
    return scores;
  }

  private static boolean byteLevel(JsonNode step) {
    return steps(step).stream().anyMatch(each -> type(each).equals("ByteLevel"));
  }

  private static String type(JsonNode step) {
    return step.path("type").asText();
  }

  /** The steps of a sequence, or the only one. */
  private static List<JsonNode> steps(JsonNode step) {
    for (String field : List.of("pretokenizers", "normalizers", "decoders")) {
      if (step.path(field).isArray()) {
        return StreamSupport.stream(step.path(field).spliterator(), false).toList();
      }
    }
    return step.isObject() ? List.of(step) : List.of();
  }

  private String preTokenizer() {
    List<String> patterns = new ArrayList<>();
    for (JsonNode step : steps(file.path("pre_tokenizer"))) {
      switch (type(step)) {
        case "Split" -> patterns.add(step.path("pattern").path("Regex").asText());
        case "Digits" ->
            patterns.add(step.path("individual_digits").asBoolean() ? "\\p{N}" : "\\p{N}+");
        case "ByteLevel" -> {
          if (step.path("use_regex").asBoolean(true)) {
            patterns.add(PreTokenizers.GPT2);
          }
        }
        default -> throw refused("GGUF knows no pre-tokenizer " + type(step));
      }
    }
    boolean composed =
        steps(file.path("normalizer")).stream().anyMatch(each -> type(each).equals("NFC"));
    return PreTokenizers.name(patterns, model.path("ignore_merges").asBoolean(), composed)
        .orElseThrow(() -> refused("GGUF has no name for its pre-tokenizer " + patterns));
  }

  private Roles roles(String unknown) {
    return new Roles(
        tokenizer.bos(),
        tokenizer.eos().stream().sorted().toList(),
        tokenizer.id(unknown),
        OptionalInt.empty(),
        tokenizer.mask());
  }

  private Rules rules(boolean bytes) {
    int[] frame = tokenizer.frame(new int[0]);
    boolean begun = frame.length > 0 && tokenizer.bos().equals(OptionalInt.of(frame[0]));
    boolean ended = frame.length > 0 && tokenizer.eos().contains(frame[frame.length - 1]);
    return new Rules(begun, ended, bytes ? byteSpace() : pieceSpace(), false, "");
  }

  private boolean byteSpace() {
    return steps(file.path("pre_tokenizer")).stream()
        .anyMatch(
            each -> type(each).equals("ByteLevel") && each.path("add_prefix_space").asBoolean());
  }

  private boolean pieceSpace() {
    return steps(file.path("normalizer")).stream()
            .anyMatch(
                each -> type(each).equals("Prepend") && each.path("prepend").asText().equals(SPACE))
        || steps(file.path("pre_tokenizer")).stream()
            .anyMatch(
                each ->
                    type(each).equals("Metaspace")
                        && !each.path("prepend_scheme").asText("always").equals("never")
                        && each.path("add_prefix_space").asBoolean(true));
  }
}

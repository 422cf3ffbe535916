package dev.seisei.text.tokenizer;

import dev.seisei.text.tokenizer.Vocabulary.Kind;
import dev.seisei.text.tokenizer.Vocabulary.Piece;
import dev.seisei.text.tokenizer.Vocabulary.PieceType;
import dev.seisei.text.tokenizer.Vocabulary.Roles;
import dev.seisei.text.tokenizer.Vocabulary.Rules;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;

/** The vocabulary in the metadata of a GGUF file: what is under {@code tokenizer.ggml}. */
public final class GgufVocabulary {
  private static final String PREFIX = "tokenizer.ggml.";
  private static final String TOKENS = PREFIX + "tokens";

  /** Tokens that end what a model says, which files often do not list. */
  private static final Set<String> USUAL_ENDS =
      Set.of("<|eot_id|>", "<|im_end|>", "<|end|>", "<end_of_turn>", "<|eom_id|>", "<|endoftext|>");

  private final Fields fields;

  private GgufVocabulary(Fields fields) {
    this.fields = fields;
  }

  /** Metadata; each method throws if there is something of another type under the key. */
  public interface Fields {
    /** A text. */
    Optional<String> text(String key);

    /** A whole number. */
    OptionalLong integer(String key);

    /** True or false. */
    Optional<Boolean> bool(String key);

    /** An array of texts. */
    Optional<List<String>> texts(String key);

    /** An array of whole numbers. */
    Optional<long[]> integers(String key);

    /** An array of numbers. */
    Optional<double[]> numbers(String key);
  }

  /**
   * Reads the metadata.
   *
   * @throws IllegalArgumentException if they are not as they must be, naming the key
   */
  public static Vocabulary of(Fields fields) {
    return new GgufVocabulary(fields).vocabulary();
  }

  private Vocabulary vocabulary() {
    Kind kind = kind();
    List<Piece> pieces = pieces(kind);
    return new Vocabulary(
        kind,
        pieces,
        fields.texts(PREFIX + "merges").orElse(List.of()),
        fields.text(PREFIX + "pre").orElse(""),
        roles(kind, pieces),
        rules(kind));
  }

  private Kind kind() {
    String key = PREFIX + "model";
    String model =
        fields.text(key).orElseThrow(() -> new IllegalArgumentException(key + " must be there"));
    for (Kind kind : Kind.values()) {
      if (kind.gguf().equals(model)) {
        return kind;
      }
    }
    String supported =
        Arrays.stream(Kind.values()).map(Kind::gguf).collect(Collectors.joining(", "));
    throw new IllegalArgumentException(
        key + " \"" + model + "\" is not supported (supported are " + supported + ")");
  }

  private List<Piece> pieces(Kind kind) {
    List<String> tokens =
        fields
            .texts(TOKENS)
            .orElseThrow(() -> new IllegalArgumentException(TOKENS + " must be there"));
    double[] scores = fields.numbers(PREFIX + "scores").orElse(new double[0]);
    long[] types = fields.integers(PREFIX + "token_type").orElse(new long[0]);
    boolean scored = kind == Kind.SPM || kind == Kind.UNIGRAM;
    requireLength("scores", scores.length, tokens.size(), scored);
    requireLength("token_type", types.length, tokens.size(), false);
    List<Piece> pieces = new ArrayList<>(tokens.size());
    for (int id = 0; id < tokens.size(); id++) {
      float score = scores.length == 0 ? 0 : (float) scores[id];
      pieces.add(new Piece(tokens.get(id), score, type(types.length == 0 ? 1 : types[id], id)));
    }
    return pieces;
  }

  private static void requireLength(String key, int length, int tokens, boolean needed) {
    if (length != tokens && (needed || length != 0)) {
      throw new IllegalArgumentException(
          PREFIX + key + " must have one for each of the " + tokens + " tokens, got " + length);
    }
  }

  private static PieceType type(long number, int id) {
    PieceType[] types = PieceType.values();
    // 0 is "undefined", which old files have for text.
    if (number < 0 || number > types.length) {
      throw new IllegalArgumentException(
          PREFIX
              + "token_type must be in [0, "
              + types.length
              + "], got "
              + number
              + " for token "
              + id);
    }
    return number == 0 ? PieceType.NORMAL : types[(int) number - 1];
  }

  private Roles roles(Kind kind, List<Piece> pieces) {
    int size = pieces.size();
    OptionalInt bos = id("bos_token_id", size);
    OptionalInt cls = id("cls_token_id", size);
    return switch (kind) {
      case BPE ->
          new Roles(
              bos,
              ends(pieces, OptionalInt.empty()),
              id("unknown_token_id", size),
              id("seperator_token_id", size),
              id("mask_token_id", size));
      case SPM ->
          new Roles(
              or(bos, 1, size),
              ends(pieces, OptionalInt.of(2)),
              or(id("unknown_token_id", size), 0, size),
              OptionalInt.empty(),
              id("mask_token_id", size));
      case WORD_PIECE ->
          new Roles(
              cls.isPresent() ? cls : or(bos, 101, size),
              List.of(),
              or(id("unknown_token_id", size), 100, size),
              // Spelled so in the format.
              or(id("seperator_token_id", size), 102, size),
              or(id("mask_token_id", size), 103, size));
      case UNIGRAM ->
          new Roles(
              bos,
              ends(pieces, OptionalInt.of(1)),
              or(id("unknown_token_id", size), 2, size),
              OptionalInt.empty(),
              id("mask_token_id", size));
    };
  }

  /** What GGUF means where it does not say, if there is such a token. */
  private static OptionalInt or(OptionalInt id, int otherwise, int size) {
    return id.isPresent() || otherwise >= size ? id : OptionalInt.of(otherwise);
  }

  private OptionalInt id(String key, int size) {
    OptionalLong id = fields.integer(PREFIX + key);
    if (id.isEmpty()) {
      return OptionalInt.empty();
    }
    if (id.getAsLong() < 0 || id.getAsLong() >= size) {
      throw new IllegalArgumentException(
          PREFIX + key + " must be in [0, " + (size - 1) + "], got " + id.getAsLong());
    }
    return OptionalInt.of((int) id.getAsLong());
  }

  private List<Integer> ends(List<Piece> pieces, OptionalInt otherwise) {
    int size = pieces.size();
    Set<Integer> ends = new LinkedHashSet<>();
    OptionalInt eos = id("eos_token_id", size);
    if (eos.isEmpty() && otherwise.isPresent()) {
      eos = or(eos, otherwise.getAsInt(), size);
    }
    eos.ifPresent(ends::add);
    for (String key : List.of("eot_token_id", "eom_token_id")) {
      id(key, size).ifPresent(ends::add);
    }
    for (int id = 0; id < size; id++) {
      Piece piece = pieces.get(id);
      if (piece.type() == PieceType.CONTROL && USUAL_ENDS.contains(piece.text())) {
        ends.add(id);
      }
    }
    return List.copyOf(ends);
  }

  private Rules rules(Kind kind) {
    Rules usual = Rules.of(kind);
    // llama.cpp has these texts begun whatever the file says, because files did not say it.
    boolean llama3 = fields.text(PREFIX + "pre").orElse("").equals("llama-bpe");
    return new Rules(
        bool("add_bos_token", usual.addBos() || llama3),
        bool("add_eos_token", usual.addEos()),
        bool("add_space_prefix", usual.addSpacePrefix()),
        bool("remove_extra_whitespaces", usual.removeExtraWhitespaces()),
        charsMap());
  }

  private boolean bool(String key, boolean otherwise) {
    return fields.bool(PREFIX + key).orElse(otherwise);
  }

  private String charsMap() {
    long[] values = fields.integers(PREFIX + "precompiled_charsmap").orElse(new long[0]);
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) values[i];
    }
    return Base64.getEncoder().encodeToString(bytes);
  }
}

package dev.seisei.transformer.gguf;

import dev.seisei.core.gguf.GgufValue;
import dev.seisei.core.gguf.GgufValueType;
import dev.seisei.core.gguf.GgufWriter;
import dev.seisei.text.tokenizer.Vocabulary;
import dev.seisei.text.tokenizer.Vocabulary.Kind;
import dev.seisei.text.tokenizer.Vocabulary.Piece;
import dev.seisei.text.tokenizer.Vocabulary.PieceType;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/** Writes a vocabulary as the metadata under {@code tokenizer.ggml}. */
final class VocabularyMetadata {
  private static final String PREFIX = "tokenizer.ggml.";

  /** Of tokens that end texts, in the order of a vocabulary's list. */
  private static final List<String> ENDS = List.of("eos", "eot", "eom");

  private VocabularyMetadata() {}

  /**
   * Adds it.
   *
   * @param rows how many tokens the model has; those that nobody named are unused
   * @throws IllegalArgumentException if the vocabulary has more
   */
  static void put(GgufWriter writer, Vocabulary vocabulary, int rows) {
    List<Piece> pieces = new ArrayList<>(vocabulary.pieces());
    if (pieces.size() > rows) {
      throw new IllegalArgumentException(
          "the tokenizer has " + pieces.size() + " tokens, more than the model's " + rows);
    }
    while (pieces.size() < rows) {
      pieces.add(new Piece("[PAD" + pieces.size() + "]", 0, PieceType.UNUSED));
    }
    boolean scored = vocabulary.kind() == Kind.SPM;
    writer.put(PREFIX + "model", vocabulary.kind().gguf());
    writer.put(PREFIX + "pre", scored ? "default" : vocabulary.preTokenizer());
    writer.put(PREFIX + "tokens", new GgufValue.Texts(pieces.stream().map(Piece::text).toList()));
    if (scored) {
      writer.put(
          PREFIX + "scores",
          new GgufValue.Floatings(
              GgufValueType.FLOAT32, pieces.stream().mapToDouble(Piece::score).toArray()));
    }
    writer.put(
        PREFIX + "token_type",
        new GgufValue.Integrals(
            GgufValueType.INT32,
            pieces.stream().mapToLong(piece -> piece.type().gguf()).toArray()));
    if (!scored) {
      writer.put(PREFIX + "merges", new GgufValue.Texts(vocabulary.merges()));
    }
    id(writer, "bos", vocabulary.roles().bos());
    for (int i = 0; i < ENDS.size() && i < vocabulary.roles().eos().size(); i++) {
      id(writer, ENDS.get(i), OptionalInt.of(vocabulary.roles().eos().get(i)));
    }
    id(writer, "unknown", vocabulary.roles().unknown());
    id(writer, "mask", vocabulary.roles().mask());
    writer.put(PREFIX + "add_bos_token", vocabulary.rules().addBos());
    writer.put(PREFIX + "add_eos_token", vocabulary.rules().addEos());
    writer.put(PREFIX + "add_space_prefix", vocabulary.rules().addSpacePrefix());
  }

  private static void id(GgufWriter writer, String role, OptionalInt id) {
    if (id.isPresent()) {
      writer.putCount(PREFIX + role + "_token_id", id.getAsInt());
    }
  }
}

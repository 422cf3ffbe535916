package dev.seisei.text.tokenizer;

import dev.seisei.core.checkpoint.Reading;
import dev.seisei.text.tokenizer.Vocabulary.Kind;
import dev.seisei.text.tokenizer.Vocabulary.Piece;
import dev.seisei.text.tokenizer.Vocabulary.PieceType;
import dev.seisei.text.tokenizer.Vocabulary.Roles;
import dev.seisei.text.tokenizer.Vocabulary.Rules;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/**
 * The file {@code tokenizer.bin} of llama2.c: the length of the longest piece, and for each token
 * its score (float32), the length of its piece (int32) and that many bytes, all little-endian.
 *
 * <p>It does not say how many tokens there are; the model's file does. It is a SentencePiece
 * vocabulary with spaces for {@code ▁}, of which token 0 is the unknown one, 1 begins and 2 ends a
 * text.
 */
public final class Llama2cVocabulary {
  private static final int MAX_BYTES = 256 << 20;
  private static final int LONGEST_PIECE = 1 << 16;
  private static final String SPACE = "\u2581";
  private static final int UNKNOWN = 0;
  private static final int BOS = 1;
  private static final int EOS = 2;

  private Llama2cVocabulary() {}

  /**
   * Reads a file.
   *
   * @param size how many tokens the model has
   * @throws IllegalArgumentException if it has not that many, or is not as it must be, naming the
   *     file, the token and the byte
   * @throws java.io.UncheckedIOException if it cannot be read
   */
  public static Vocabulary read(Path file, int size) {
    return parse(file.toString(), Reading.all(file, MAX_BYTES), size);
  }

  /** As {@link #read}, from what is in memory. */
  public static Vocabulary parse(String name, byte[] content, int size) {
    ByteBuffer in = ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN);
    // Each token has at least its score and its length.
    long least = Integer.BYTES + (long) size * 2 * Integer.BYTES;
    if (size <= EOS || size > Problems.MOST_IDS || content.length < least) {
      throw new IllegalArgumentException(
          name
              + " has "
              + content.length
              + " bytes, too few for the "
              + size
              + " tokens of the model");
    }
    int longest = in.getInt();
    if (longest < 1 || longest > LONGEST_PIECE) {
      throw new IllegalArgumentException(
          name
              + ": the longest piece must have from 1 to "
              + LONGEST_PIECE
              + " bytes, got "
              + longest);
    }
    List<Piece> pieces = new ArrayList<>();
    for (int id = 0; id < size; id++) {
      pieces.add(piece(name, in, id, longest));
    }
    spellBytes(pieces);
    if (in.hasRemaining()) {
      throw new IllegalArgumentException(
          name
              + " goes on at byte "
              + in.position()
              + ", after the "
              + size
              + " tokens of the model; is it the tokenizer of another one?");
    }
    Roles roles =
        new Roles(
            OptionalInt.of(BOS),
            List.of(EOS),
            OptionalInt.of(UNKNOWN),
            OptionalInt.empty(),
            OptionalInt.empty());
    return new Vocabulary(Kind.SPM, pieces, List.of(), "", roles, Rules.of(Kind.SPM));
  }

  private static Piece piece(String name, ByteBuffer in, int id, int longest) {
    int at = in.position();
    if (in.remaining() < 2 * Integer.BYTES) {
      throw wrong(name, id, at, "is cut off");
    }
    float score = in.getFloat();
    int length = in.getInt();
    if (Float.isNaN(score)) {
      throw wrong(name, id, at, "must have a score that is a number");
    }
    if (length < 0 || length > longest || length > in.remaining()) {
      throw wrong(
          name,
          id,
          at,
          "must have a piece of 0 to "
              + Math.min(longest, in.remaining())
              + " bytes, got "
              + length);
    }
    ByteBuffer bytes = in.slice(in.position(), length);
    in.position(in.position() + length);
    try {
      return piece(id, StandardCharsets.UTF_8.newDecoder().decode(bytes).toString(), score);
    } catch (CharacterCodingException e) {
      IllegalArgumentException wrong = wrong(name, id, at, "must have a piece in UTF-8");
      wrong.initCause(e);
      throw wrong;
    }
  }

  private static Piece piece(int id, String text, float score) {
    return switch (id) {
      case UNKNOWN -> new Piece("<unk>", score, PieceType.UNKNOWN);
      // llama2.c spells them with line ends around.
      case BOS -> new Piece("<s>", score, PieceType.CONTROL);
      case EOS -> new Piece("</s>", score, PieceType.CONTROL);
      default ->
          BytePiece.value(text).isPresent()
              ? new Piece(text, score, PieceType.BYTE)
              : new Piece(text.replace(" ", SPACE), score, PieceType.NORMAL);
    };
  }

  /** The first files have the character U+0000 to U+00FF for each byte, at the same ids. */
  private static void spellBytes(List<Piece> pieces) {
    int first = EOS + 1;
    if (pieces.size() < first + ByteTokenizer.SIZE) {
      return;
    }
    for (int b = 0; b < ByteTokenizer.SIZE; b++) {
      String character = b == ' ' ? SPACE : Character.toString(b);
      if (!pieces.get(first + b).text().equals(character)) {
        return;
      }
    }
    for (int b = 0; b < ByteTokenizer.SIZE; b++) {
      pieces.set(first + b, new Piece(BytePiece.of(b), 0, PieceType.BYTE));
    }
  }

  private static IllegalArgumentException wrong(String name, int id, int at, String reason) {
    return new IllegalArgumentException(name + ": token " + id + " at byte " + at + " " + reason);
  }
}

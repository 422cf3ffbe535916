package dev.seisei.transformer.llama;

import dev.seisei.text.tokenizer.Vocabulary;
import dev.seisei.text.tokenizer.Vocabulary.Kind;
import dev.seisei.text.tokenizer.Vocabulary.Piece;
import dev.seisei.text.tokenizer.Vocabulary.PieceType;
import dev.seisei.text.tokenizer.Vocabulary.Roles;
import dev.seisei.text.tokenizer.Vocabulary.Rules;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/** A SentencePiece vocabulary of letters and two words. */
public final class TinyVocabulary {
  private static final List<String> PIECES =
      List.of("▁", "a", "b", "c", "d", "e", "ab", "▁ab", "cd", "abcd");

  private TinyVocabulary() {}

  /** The texts of the tokens after the three special ones. */
  private static String text(int id) {
    int place = id - 3;
    return place < PIECES.size() ? PIECES.get(place) : Character.toString(0x3041 + place);
  }

  private static float score(int id) {
    return id - 3 < 6 ? -100 : -id;
  }

  /** A vocabulary of a size. */
  public static Vocabulary of(int size) {
    List<Piece> pieces = new ArrayList<>();
    pieces.add(new Piece("<unk>", 0, PieceType.UNKNOWN));
    pieces.add(new Piece("<s>", 0, PieceType.CONTROL));
    pieces.add(new Piece("</s>", 0, PieceType.CONTROL));
    for (int id = 3; id < size; id++) {
      pieces.add(new Piece(text(id), score(id), PieceType.NORMAL));
    }
    OptionalInt none = OptionalInt.empty();
    return new Vocabulary(
        Kind.SPM,
        pieces,
        List.of(),
        "",
        new Roles(OptionalInt.of(1), List.of(2), OptionalInt.of(0), none, none),
        Rules.of(Kind.SPM));
  }

  /** Writes its files into a folder. */
  public static void write(Path folder, int size) {
    of(size)
        .files()
        .forEach(
            (name, bytes) -> {
              try {
                Files.write(folder.resolve(name), bytes);
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            });
  }

  /** The same as llama2.c's file. */
  static byte[] llama2c(int size) {
    ByteBuffer out = ByteBuffer.allocate(64 * size).order(ByteOrder.LITTLE_ENDIAN);
    out.putInt(27);
    for (int id = 0; id < size; id++) {
      byte[] piece =
          (id < 3 ? List.of("<unk>", "\n<s>\n", "\n</s>\n").get(id) : text(id).replace('▁', ' '))
              .getBytes(StandardCharsets.UTF_8);
      out.putFloat(id < 3 ? 0 : score(id)).putInt(piece.length).put(piece);
    }
    byte[] bytes = new byte[out.position()];
    out.get(0, bytes);
    return bytes;
  }
}

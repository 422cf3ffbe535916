package dev.seisei.transformer.bert;

import dev.seisei.core.checkpoint.Reading;
import dev.seisei.text.tokenizer.Vocabulary;
import dev.seisei.text.tokenizer.Vocabulary.Kind;
import dev.seisei.text.tokenizer.Vocabulary.Piece;
import dev.seisei.text.tokenizer.Vocabulary.PieceType;
import dev.seisei.text.tokenizer.Vocabulary.Roles;
import dev.seisei.text.tokenizer.Vocabulary.Rules;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/**
 * {@code vocab.txt}, as BERT's authors have it: a piece a line, its number its id; {@code ##}
 * before what goes on within a word.
 */
final class WordPieceFile {
  static final String NAME = "vocab.txt";

  private static final int MAX_BYTES = 64 << 20;
  private static final String WITHIN = "##";

  /** What vocabularies of other kinds have for the space before a word. */
  private static final String SPACE = "\u2581";

  private static final String UNKNOWN = "[UNK]";
  private static final List<String> CONTROL = List.of("[PAD]", "[CLS]", "[SEP]", "[MASK]");

  private WordPieceFile() {}

  /**
   * Reads a file.
   *
   * @throws IllegalArgumentException if it lacks a token that BERT needs, or a line is empty
   */
  static Vocabulary read(Path file) {
    String text = new String(Reading.all(file, MAX_BYTES), StandardCharsets.UTF_8);
    List<String> lines = text.lines().toList();
    List<Piece> pieces = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      if (line.isEmpty()) {
        throw new IllegalArgumentException(file + ": line " + (i + 1) + " is empty");
      }
      pieces.add(piece(line));
    }
    Roles roles =
        new Roles(
            id(file, lines, "[CLS]"),
            List.of(),
            id(file, lines, UNKNOWN),
            id(file, lines, "[SEP]"),
            id(file, lines, "[MASK]"));
    return new Vocabulary(Kind.WORD_PIECE, pieces, List.of(), "", roles, Rules.of(Kind.WORD_PIECE));
  }

  private static Piece piece(String line) {
    if (line.equals(UNKNOWN) || CONTROL.contains(line)) {
      return new Piece(line, 0, line.equals(UNKNOWN) ? PieceType.UNKNOWN : PieceType.CONTROL);
    }
    boolean within = line.startsWith(WITHIN) && line.length() > WITHIN.length();
    return new Piece(within ? line.substring(WITHIN.length()) : SPACE + line, 0, PieceType.NORMAL);
  }

  private static OptionalInt id(Path file, List<String> lines, String token) {
    int id = lines.indexOf(token);
    if (id < 0) {
      throw new IllegalArgumentException(file + " has no line " + token);
    }
    return OptionalInt.of(id);
  }
}

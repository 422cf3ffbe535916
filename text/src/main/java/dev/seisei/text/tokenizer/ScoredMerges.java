package dev.seisei.text.tokenizer;

import dev.seisei.text.tokenizer.Vocabulary.Piece;
import dev.seisei.text.tokenizer.Vocabulary.PieceType;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * The merges that a SentencePiece vocabulary means: each pair of pieces that together are a piece,
 * those of the highest score first. SentencePiece looks pairs up by what they make, and so needs no
 * list of them.
 */
final class ScoredMerges {
  private ScoredMerges() {}

  /** Two pieces. */
  record Merge(String left, String right) {}

  private record Ranked(String left, String right, float score, int leftId, int rightId) {}

  static List<Merge> of(List<Piece> pieces, Map<String, Integer> ids) {
    List<Ranked> ranked = new ArrayList<>();
    for (int id = 0; id < pieces.size(); id++) {
      Piece piece = pieces.get(id);
      if (isText(piece) && Integer.valueOf(id).equals(ids.get(piece.text()))) {
        addPairs(piece, pieces, ids, ranked);
      }
    }
    ranked.sort(
        Comparator.comparing(Ranked::score, Comparator.reverseOrder())
            .thenComparingInt(Ranked::leftId)
            .thenComparingInt(Ranked::rightId));
    return ranked.stream().map(each -> new Merge(each.left(), each.right())).toList();
  }

  private static void addPairs(
      Piece piece, List<Piece> pieces, Map<String, Integer> ids, List<Ranked> ranked) {
    String text = piece.text();
    for (int cut = 1; cut < text.length(); cut++) {
      if (Character.isLowSurrogate(text.charAt(cut))) {
        continue;
      }
      String left = text.substring(0, cut);
      String right = text.substring(cut);
      Integer leftId = ids.get(left);
      Integer rightId = ids.get(right);
      if (leftId != null
          && rightId != null
          && isText(pieces.get(leftId))
          && isText(pieces.get(rightId))) {
        ranked.add(new Ranked(left, right, piece.score(), leftId, rightId));
      }
    }
  }

  /** Spaces are spelled otherwise; a piece that has one is never met. */
  private static boolean isText(Piece piece) {
    return (piece.type() == PieceType.NORMAL || piece.type() == PieceType.USER_DEFINED)
        && piece.text().indexOf(' ') < 0;
  }
}

package dev.seisei.core.settings;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** Finds what somebody may have meant who wrote something else. */
final class Similar {
  /** Longer words are not compared: nobody mistypes them, and it takes quadratic time. */
  private static final int LONGEST = 64;

  private Similar() {}

  /** The name nearest to a word, if a third of its letters or fewer are wrong. */
  static Optional<String> to(String word, Collection<String> names) {
    if (word.length() > LONGEST) {
      return Optional.empty();
    }
    String plain = Names.outside(word).replace('-', '_');
    return names.stream()
        .min(Comparator.comparingInt((String name) -> distance(plain, name)))
        .filter(name -> distance(plain, name) * 3 <= name.length());
  }

  /** Levenshtein's distance: how many letters to insert, delete or replace. */
  private static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j < row.length; j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j < row.length; j++) {
        int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return row[b.length()];
  }
}

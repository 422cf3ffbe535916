package dev.seisei.text.grammar;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Sets of characters as sequences of ranges of bytes. */
final class Utf8 {
  /** Where encodings become a byte longer. */
  private static final int[] LAST = {0x7F, 0x7FF, 0xFFFF, Character.MAX_CODE_POINT};

  private Utf8() {}

  /**
   * The encodings of a set's characters.
   *
   * @return of each sequence the pairs (first, last) of its bytes
   */
  static List<int[]> sequences(CodePoints set) {
    List<int[]> sequences = new ArrayList<>();
    for (CodePoints.Range range : set.ranges()) {
      int first = range.first();
      for (int last : LAST) {
        if (first <= last && first <= range.last()) {
          split(first, Math.min(last, range.last()), sequences);
          first = last + 1;
        }
      }
    }
    return sequences;
  }

  /**
   * Splits a range, of encodings of one length, until in each part every byte takes all values
   * between the first's and the last's whatever the others are.
   */
  private static void split(int first, int last, List<int[]> into) {
    for (int bytes = 1; bytes < 4; bytes++) {
      int low = (1 << (6 * bytes)) - 1;
      if ((first & ~low) != (last & ~low) && last > 0x7F) {
        if ((first & low) != 0) {
          split(first, first | low, into);
          split((first | low) + 1, last, into);
          return;
        }
        if ((last & low) != low) {
          split(first, (last & ~low) - 1, into);
          split(last & ~low, last, into);
          return;
        }
      }
    }
    byte[] a = Character.toString(first).getBytes(StandardCharsets.UTF_8);
    byte[] b = Character.toString(last).getBytes(StandardCharsets.UTF_8);
    int[] pairs = new int[2 * a.length];
    for (int i = 0; i < a.length; i++) {
      pairs[2 * i] = a[i] & 0xFF;
      pairs[2 * i + 1] = b[i] & 0xFF;
    }
    into.add(pairs);
  }
}

package dev.seisei.text.grammar;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * A set of characters, as ascending ranges that do not touch. Surrogates are no characters.
 *
 * @param ranges inclusive
 */
record CodePoints(List<Range> ranges) {
  /** From {@code first} to {@code last}, both in it. */
  record Range(int first, int last) {}

  static final CodePoints ALL = of(List.of(new Range(0, Character.MAX_CODE_POINT)));

  /** Pairs of characters, each a range: {@code "azAZ__"}. */
  static CodePoints of(String pairs) {
    int[] bounds = pairs.codePoints().toArray();
    List<Range> ranges = new ArrayList<>();
    for (int i = 0; i < bounds.length; i += 2) {
      ranges.add(new Range(bounds[i], bounds[i + 1]));
    }
    return of(ranges);
  }

  static CodePoints of(List<Range> anyOrder) {
    List<Range> sorted = new ArrayList<>();
    for (Range range : anyOrder) {
      addOutside(sorted, range, Character.MIN_SURROGATE, Character.MAX_SURROGATE);
    }
    sorted.sort(Comparator.comparingInt(Range::first));
    List<Range> merged = new ArrayList<>();
    for (Range range : sorted) {
      Range before = merged.isEmpty() ? null : merged.get(merged.size() - 1);
      if (before != null && range.first <= before.last + 1) {
        merged.set(merged.size() - 1, new Range(before.first, Math.max(before.last, range.last)));
      } else {
        merged.add(range);
      }
    }
    return new CodePoints(List.copyOf(merged));
  }

  private static void addOutside(List<Range> into, Range range, int first, int last) {
    if (range.first < first) {
      into.add(new Range(range.first, Math.min(range.last, first - 1)));
    }
    if (range.last > last) {
      into.add(new Range(Math.max(range.first, last + 1), range.last));
    }
  }

  CodePoints without(CodePoints others) {
    List<Range> left = ranges;
    for (Range other : others.ranges) {
      List<Range> next = new ArrayList<>();
      for (Range range : left) {
        if (range.last < other.first || range.first > other.last) {
          next.add(range);
        } else {
          addOutside(next, range, other.first, other.last);
        }
      }
      left = next;
    }
    return new CodePoints(List.copyOf(left));
  }

  CodePoints and(CodePoints others) {
    return without(ALL.without(others));
  }

  CodePoints or(CodePoints others) {
    List<Range> both = new ArrayList<>(ranges);
    both.addAll(others.ranges);
    return of(both);
  }

  boolean isEmpty() {
    return ranges.isEmpty();
  }

  boolean isAscii() {
    return ranges.isEmpty() || ranges.get(ranges.size() - 1).last < 0x80;
  }
}

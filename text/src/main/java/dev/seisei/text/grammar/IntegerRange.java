package dev.seisei.text.grammar;

import java.util.ArrayList;
import java.util.List;

/** The decimal spellings of the integers of a range. */
final class IntegerRange {
  /** 10¹⁸ − 1. */
  static final long LARGEST = 999_999_999_999_999_999L;

  private IntegerRange() {}

  static Expression between(long least, long most) {
    List<Expression> options = new ArrayList<>();
    if (least < 0) {
      options.add(
          Expression.sequence(
              Expression.text("-"), positive(Math.max(1, -most), Math.max(1, -least))));
    }
    if (least <= 0 && most >= 0) {
      options.add(Expression.text("0"));
    }
    if (most > 0) {
      options.add(positive(Math.max(1, least), most));
    }
    return new Expression.Choice(List.copyOf(options));
  }

  /** By lengths: in the shortest and the longest the bounds matter, in those between they don't. */
  private static Expression positive(long least, long most) {
    List<Expression> options = new ArrayList<>();
    long from = least;
    long power = 1;
    for (int digits = 1; digits <= 18 && from <= most; digits++) {
      power *= 10;
      if (from < power) {
        long to = Math.min(most, power - 1);
        options.add(sameLength(Long.toString(from), Long.toString(to)));
        from = power;
      }
    }
    return new Expression.Choice(List.copyOf(options));
  }

  private static Expression sameLength(String least, String most) {
    if (least.isEmpty()) {
      return Expression.NOTHING;
    }
    if (least.chars().allMatch(c -> c == '0') && most.chars().allMatch(c -> c == '9')) {
      return Expression.repeat(Expression.characters("09"), least.length(), least.length());
    }
    int rest = least.length() - 1;
    char first = least.charAt(0);
    char last = most.charAt(0);
    if (first == last) {
      return Expression.sequence(
          digit(first, last), sameLength(least.substring(1), most.substring(1)));
    }
    List<Expression> options = new ArrayList<>();
    options.add(
        Expression.sequence(digit(first, first), sameLength(least.substring(1), "9".repeat(rest))));
    if (first + 1 < last) {
      options.add(
          Expression.sequence(
              digit((char) (first + 1), (char) (last - 1)),
              Expression.repeat(Expression.characters("09"), rest, rest)));
    }
    options.add(
        Expression.sequence(digit(last, last), sameLength("0".repeat(rest), most.substring(1))));
    return new Expression.Choice(List.copyOf(options));
  }

  private static Expression digit(char from, char to) {
    return Expression.characters("" + from + to);
  }
}

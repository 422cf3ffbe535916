package dev.seisei.text.grammar;

import java.util.ArrayList;
import java.util.List;

/**
 * A regular expression of a JSON schema, as what JSON strings that match it look like between their
 * quotes. Knows characters, classes, {@code . \d \w \s}, groups, alternatives, repetitions, and
 * {@code ^} and {@code $} at the ends of the whole.
 */
final class JsonPattern {
  private static final int MOST_NESTED = 50;
  private static final int MOST_REPEATED = 1000;
  private static final CodePoints DIGITS = CodePoints.of("09");
  private static final CodePoints WORDS = CodePoints.of("azAZ09__");
  private static final CodePoints SPACES =
      CodePoints.of(
          "\t\r  \u00A0\u00A0\u1680\u1680\u2000\u200A\u2028\u2029\u202F\u202F\u205F\u205F"
              + "\u3000\u3000\uFEFF\uFEFF");

  private final String pattern;
  private final String place;
  private int at;
  private int depth;
  private final int end;

  JsonPattern(String pattern, String place) {
    this.pattern = pattern;
    this.place = place;
    boolean anchored = pattern.endsWith("$") && !pattern.endsWith("\\$");
    this.end = anchored ? pattern.length() - 1 : pattern.length();
  }

  Expression expression() {
    Expression any =
        Expression.repeat(Expression.rule(JsonRules.CHARACTER), 0, Expression.UNBOUNDED);
    boolean begins = pattern.startsWith("^");
    at = begins ? 1 : 0;
    Expression body = choice();
    if (at < end) {
      throw wrong("an unexpected " + pattern.charAt(at));
    }
    boolean ends = end < pattern.length();
    if (body instanceof Expression.Choice && (begins || ends)) {
      throw wrong("alternatives beside ^ or $: put them into a group");
    }
    return Expression.sequence(
        begins ? Expression.NOTHING : any, body, ends ? Expression.NOTHING : any);
  }

  private Expression choice() {
    if (++depth > MOST_NESTED) {
      throw wrong("groups nested deeper than " + MOST_NESTED);
    }
    List<Expression> options = new ArrayList<>();
    options.add(sequence());
    while (at < end && pattern.charAt(at) == '|') {
      at++;
      options.add(sequence());
    }
    depth--;
    return options.size() == 1 ? options.get(0) : new Expression.Choice(List.copyOf(options));
  }

  private Expression sequence() {
    List<Expression> parts = new ArrayList<>();
    while (at < end && pattern.charAt(at) != '|' && pattern.charAt(at) != ')') {
      parts.add(repeated(atom()));
    }
    return new Expression.Sequence(List.copyOf(parts));
  }

  private Expression atom() {
    int c = next();
    switch (c) {
      case '(' -> {
        if (pattern.startsWith("?:", at)) {
          at += 2;
        } else if (pattern.startsWith("?", at)) {
          throw wrong("a group that begins with (?");
        }
        Expression group = choice();
        if (at >= end || pattern.charAt(at) != ')') {
          throw wrong("a group without its )");
        }
        at++;
        return Expression.sequence(group);
      }
      case '[' -> {
        return inJson(characterClass());
      }
      case '.' -> {
        return inJson(CodePoints.ALL.without(CodePoints.of("\n\n\r\r\u2028\u2029")));
      }
      case '\\' -> {
        return inJson(escape());
      }
      case '^', '$', '*', '+', '?', '{', '}', ']' ->
          throw wrong(Character.toString(c) + " in this place");
      default -> {
        return inJson(one(c));
      }
    }
  }

  private Expression repeated(Expression part) {
    if (at >= end) {
      return part;
    }
    Expression whole;
    switch (pattern.charAt(at)) {
      case '*' -> whole = Expression.repeat(part, 0, Expression.UNBOUNDED);
      case '+' -> whole = Expression.repeat(part, 1, Expression.UNBOUNDED);
      case '?' -> whole = Expression.optional(part);
      case '{' -> {
        at++;
        int least = number();
        int most = least;
        if (at < end && pattern.charAt(at) == ',') {
          at++;
          most = at < end && pattern.charAt(at) == '}' ? Expression.UNBOUNDED : number();
        }
        if (at >= end || pattern.charAt(at) != '}' || most < least) {
          throw wrong("a repetition that is not {m}, {m,} or {m,n}");
        }
        whole = Expression.repeat(part, least, most);
      }
      default -> {
        return part;
      }
    }
    at++;
    if (at < end && pattern.charAt(at) == '?') {
      at++; // Lazy: the same texts match.
    }
    if (at < end && "*+?{".indexOf(pattern.charAt(at)) >= 0) {
      throw wrong("a repetition of a repetition");
    }
    return whole;
  }

  private int number() {
    int start = at;
    while (at < end
        && DIGITS.ranges().get(0).first() <= pattern.charAt(at)
        && pattern.charAt(at) <= '9') {
      at++;
    }
    if (start == at
        || at - start > 4
        || Integer.parseInt(pattern.substring(start, at)) > MOST_REPEATED) {
      throw wrong("a repetition that is not in [0, " + MOST_REPEATED + "]");
    }
    return Integer.parseInt(pattern.substring(start, at));
  }

  private CodePoints characterClass() {
    boolean negated = at < end && pattern.charAt(at) == '^';
    if (negated) {
      at++;
    }
    CodePoints set = new CodePoints(List.of());
    while (at < end && pattern.charAt(at) != ']') {
      CodePoints first = member();
      if (at + 1 < end && pattern.charAt(at) == '-' && pattern.charAt(at + 1) != ']') {
        at++;
        CodePoints last = member();
        int from = single(first);
        int to = single(last);
        if (to < from) {
          throw wrong("a range that ends before it begins");
        }
        first = CodePoints.of(List.of(new CodePoints.Range(from, to)));
      }
      set = set.or(first);
    }
    if (at >= end) {
      throw wrong("a class without its ]");
    }
    at++;
    set = negated ? CodePoints.ALL.without(set) : set;
    if (set.isEmpty()) {
      throw wrong("a class without characters");
    }
    return set;
  }

  private CodePoints member() {
    int c = next();
    return c == '\\' ? escape() : one(c);
  }

  private int single(CodePoints set) {
    if (set.ranges().size() != 1 || set.ranges().get(0).first() != set.ranges().get(0).last()) {
      throw wrong("a range that does not go from one character to another");
    }
    return set.ranges().get(0).first();
  }

  private CodePoints escape() {
    int c = next();
    return switch (c) {
      case 'd' -> DIGITS;
      case 'D' -> CodePoints.ALL.without(DIGITS);
      case 'w' -> WORDS;
      case 'W' -> CodePoints.ALL.without(WORDS);
      case 's' -> SPACES;
      case 'S' -> CodePoints.ALL.without(SPACES);
      case 'n' -> one('\n');
      case 'r' -> one('\r');
      case 't' -> one('\t');
      case 'f' -> one('\f');
      case 'v' -> one(0x0B);
      case 'x' -> one(hex(2));
      case 'u' -> one(hex(4));
      default -> {
        if (WORDS.and(one(c)).isEmpty()) {
          yield one(c);
        }
        throw wrong("\\" + Character.toString(c));
      }
    };
  }

  private int hex(int digits) {
    int value = 0;
    for (int i = 0; i < digits; i++) {
      int digit = at < end ? Character.digit(pattern.charAt(at++), 16) : -1;
      if (digit < 0) {
        throw wrong("an escape that has not " + digits + " hexadecimal digits");
      }
      value = 16 * value + digit;
    }
    return value;
  }

  private int next() {
    if (at >= end) {
      throw wrong("an end too early");
    }
    int c = pattern.codePointAt(at);
    at += Character.charCount(c);
    return c;
  }

  private CodePoints one(int c) {
    if (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE) {
      throw wrong("half of a character");
    }
    return CodePoints.of(List.of(new CodePoints.Range(c, c)));
  }

  /** A character of a set as JSON writes it: as it is, or where it must be escaped, so. */
  private static Expression inJson(CodePoints set) {
    List<Expression> ways = new ArrayList<>();
    CodePoints plain = set.and(JsonRules.unescaped());
    if (!plain.isEmpty()) {
      ways.add(new Expression.Characters(plain));
    }
    for (CodePoints.Range range : set.without(JsonRules.unescaped()).ranges()) {
      for (int c = range.first(); c <= range.last(); c++) {
        int known = "\b\f\n\r\t\"\\".indexOf(c);
        ways.add(
            Expression.text(
                known >= 0 ? "\\" + "bfnrt\"\\".charAt(known) : String.format("\\u%04x", c)));
      }
    }
    return ways.size() == 1 ? ways.get(0) : new Expression.Choice(List.copyOf(ways));
  }

  private GrammarException wrong(String what) {
    return new GrammarException(
        place
            + "/pattern "
            + JsonSchema.quote(pattern)
            + " has "
            + what
            + ", which is not supported");
  }
}

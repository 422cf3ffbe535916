package dev.seisei.text.grammar;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads llama.cpp's notation of grammars. */
final class GbnfParser {
  private static final int MOST_NESTED = 100;
  private static final int MOST_REPEATED = 1_000_000;

  private final String text;
  private int at;
  private int depth;

  GbnfParser(String text) {
    this.text = text;
  }

  /** The rules by name. */
  Map<String, Expression> rules() {
    Map<String, Expression> rules = new LinkedHashMap<>();
    skip(true);
    while (at < text.length()) {
      String name = name();
      skip(false);
      if (!text.startsWith("::=", at)) {
        throw wrong("expected ::= after " + name);
      }
      at += 3;
      skip(true);
      if (rules.put(name, choice(false)) != null) {
        throw wrong("rule " + name + " is defined twice");
      }
      if (at < text.length() && text.charAt(at) != '\n') {
        throw wrong("expected the end of the rule");
      }
      skip(true);
    }
    return rules;
  }

  private Expression choice(boolean inGroup) {
    if (++depth > MOST_NESTED) {
      throw wrong("groups nest deeper than " + MOST_NESTED);
    }
    List<Expression> options = new ArrayList<>();
    options.add(sequence(inGroup));
    while (at < text.length() && text.charAt(at) == '|') {
      at++;
      skip(true);
      options.add(sequence(inGroup));
    }
    depth--;
    return options.size() == 1 ? options.get(0) : new Expression.Choice(List.copyOf(options));
  }

  private Expression sequence(boolean inGroup) {
    List<Expression> parts = new ArrayList<>();
    while (at < text.length()) {
      char c = text.charAt(at);
      Expression part;
      if (c == '"') {
        part = literal();
      } else if (c == '[') {
        part = characters();
      } else if (c == '.') {
        at++;
        part = new Expression.Characters(CodePoints.ALL);
      } else if (c == '(') {
        at++;
        skip(true);
        part = choice(true);
        if (at >= text.length() || text.charAt(at) != ')') {
          throw wrong("expected )");
        }
        at++;
      } else if (isName(c)) {
        part = Expression.rule(name());
      } else {
        break;
      }
      parts.add(repeated(part));
      skip(inGroup);
    }
    return parts.size() == 1 ? parts.get(0) : new Expression.Sequence(List.copyOf(parts));
  }

  private Expression repeated(Expression part) {
    Expression whole = part;
    int times = 0;
    while (at < text.length() && "*+?{".indexOf(text.charAt(at)) >= 0) {
      if (++times > MOST_NESTED) {
        throw wrong("more than " + MOST_NESTED + " repetitions of repetitions");
      }
      char c = text.charAt(at++);
      whole =
          switch (c) {
            case '*' -> Expression.repeat(whole, 0, Expression.UNBOUNDED);
            case '+' -> Expression.repeat(whole, 1, Expression.UNBOUNDED);
            case '?' -> Expression.optional(whole);
            default -> counted(whole);
          };
    }
    return whole;
  }

  private Expression counted(Expression part) {
    skipBlanks();
    int least = number();
    int most = least;
    skipBlanks();
    if (at < text.length() && text.charAt(at) == ',') {
      at++;
      skipBlanks();
      most = at < text.length() && text.charAt(at) == '}' ? Expression.UNBOUNDED : number();
      skipBlanks();
    }
    if (at >= text.length() || text.charAt(at) != '}') {
      throw wrong("expected } of a repetition {m}, {m,} or {m,n}");
    }
    at++;
    if (most < least) {
      throw wrong("a repetition of at least " + least + " and at most " + most);
    }
    return Expression.repeat(part, least, most);
  }

  private int number() {
    int start = at;
    while (at < text.length() && Character.digit(text.charAt(at), 10) >= 0) {
      at++;
    }
    if (start == at || at - start > 7) {
      throw wrong("expected a number up to " + MOST_REPEATED);
    }
    int number = Integer.parseInt(text.substring(start, at));
    if (number > MOST_REPEATED) {
      throw wrong("expected a number up to " + MOST_REPEATED);
    }
    return number;
  }

  private Expression literal() {
    StringBuilder literal = new StringBuilder();
    at++;
    while (at < text.length() && text.charAt(at) != '"') {
      literal.appendCodePoint(character());
    }
    if (at >= text.length()) {
      throw wrong("a literal without its second \"");
    }
    at++;
    return Expression.text(literal.toString());
  }

  private Expression characters() {
    at++;
    boolean negated = at < text.length() && text.charAt(at) == '^';
    if (negated) {
      at++;
    }
    List<CodePoints.Range> ranges = new ArrayList<>();
    while (at < text.length() && text.charAt(at) != ']') {
      int first = character();
      int last = first;
      if (at + 1 < text.length() && text.charAt(at) == '-' && text.charAt(at + 1) != ']') {
        at++;
        last = character();
      }
      if (last < first) {
        throw wrong("a range that ends before it begins");
      }
      ranges.add(new CodePoints.Range(first, last));
    }
    if (at >= text.length()) {
      throw wrong("a class without its ]");
    }
    at++;
    CodePoints set = CodePoints.of(ranges);
    set = negated ? CodePoints.ALL.without(set) : set;
    if (set.isEmpty()) {
      throw wrong("a class without characters");
    }
    return new Expression.Characters(set);
  }

  /** One character, which may be written as an escape. */
  private int character() {
    int c = text.codePointAt(at);
    at += Character.charCount(c);
    if (c != '\\') {
      return requireCharacter(c);
    }
    if (at >= text.length()) {
      throw wrong("\\ at the end");
    }
    char escaped = text.charAt(at++);
    return switch (escaped) {
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'x' -> hex(2);
      case 'u' -> hex(4);
      case 'U' -> hex(8);
      case '\\', '"', '[', ']', '-', '^' -> escaped;
      default -> throw wrong("an unknown escape \\" + escaped);
    };
  }

  private int hex(int digits) {
    long value = 0;
    for (int i = 0; i < digits; i++) {
      int digit = at < text.length() ? Character.digit(text.charAt(at), 16) : -1;
      if (digit < 0) {
        throw wrong("expected " + digits + " hexadecimal digits");
      }
      value = 16 * value + digit;
      at++;
    }
    if (value > Character.MAX_CODE_POINT) {
      throw wrong("a character beyond U+10FFFF");
    }
    return requireCharacter((int) value);
  }

  private int requireCharacter(int c) {
    if (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE) {
      throw wrong("a surrogate, which is no character");
    }
    return c;
  }

  private String name() {
    int start = at;
    while (at < text.length() && isName(text.charAt(at))) {
      at++;
    }
    if (start == at) {
      throw wrong("expected the name of a rule");
    }
    return text.substring(start, at);
  }

  private static boolean isName(char c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || c == '-'
        || c == '_';
  }

  private void skipBlanks() {
    while (at < text.length() && " \t".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
  }

  private void skip(boolean linesToo) {
    while (at < text.length()) {
      char c = text.charAt(at);
      if (c == '#') {
        int end = text.indexOf('\n', at);
        at = end < 0 ? text.length() : end;
      } else if (c == ' ' || c == '\t' || c == '\r' || (linesToo && c == '\n')) {
        at++;
      } else {
        return;
      }
    }
  }

  private GrammarException wrong(String what) {
    long line =
        1 + text.substring(0, Math.min(at, text.length())).chars().filter(c -> c == '\n').count();
    return new GrammarException("grammar, line " + line + ": " + what);
  }
}

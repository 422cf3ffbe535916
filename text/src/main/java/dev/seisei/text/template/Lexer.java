package dev.seisei.text.template;

import java.util.ArrayList;
import java.util.List;

/**
 * Cuts a template into tokens. White space around tags as chat templates expect it (Jinja's {@code
 * trim_blocks} and {@code lstrip_blocks}): a line break behind a block goes, and so do blanks
 * between the beginning of a line and a block; {@code -} takes all white space on its side, {@code
 * +} leaves it.
 */
final class Lexer {
  private static final String[] OPERATORS = {
    "**", "//", "==", "!=", "<=", ">=", "+", "-", "*", "/", "%", "~", "<", ">", "=", "(", ")", "[",
    "]", "{", "}", ",", ".", ":", "|"
  };

  private final String source;
  private final List<Token> tokens = new ArrayList<>();
  private int at;
  private int line = 1;
  private boolean lineStarts = true;

  Lexer(String source) {
    String unified = source.replace("\r\n", "\n").replace('\r', '\n');
    this.source = unified.endsWith("\n") ? unified.substring(0, unified.length() - 1) : unified;
  }

  List<Token> tokens() {
    while (at < source.length()) {
      int tag = nextTag();
      if (tag < 0) {
        text(source.substring(at), false);
        at = source.length();
        break;
      }
      char kind = source.charAt(tag + 1);
      char sign = tag + 2 < source.length() ? source.charAt(tag + 2) : ' ';
      boolean signed = sign == '-' || (sign == '+' && kind != '{');
      String before = source.substring(at, tag);
      if (sign == '-') {
        text(before, true);
      } else {
        text(kind != '{' && sign != '+' ? withoutIndent(before) : before, false);
      }
      countLines(before);
      at = tag + (signed ? 3 : 2);
      switch (kind) {
        case '#' -> comment();
        case '{' -> expression(Token.Kind.OUTPUT_BEGIN, Token.Kind.OUTPUT_END, "}}");
        default -> block();
      }
    }
    tokens.add(new Token(Token.Kind.END, "the end", line));
    return tokens;
  }

  private int nextTag() {
    for (int i = source.indexOf('{', at); i >= 0; i = source.indexOf('{', i + 1)) {
      if (i + 1 < source.length() && "{%#".indexOf(source.charAt(i + 1)) >= 0) {
        return i;
      }
    }
    return -1;
  }

  private void text(String text, boolean strips) {
    String kept = strips ? text.stripTrailing() : text;
    if (!kept.isEmpty()) {
      tokens.add(new Token(Token.Kind.TEXT, kept, line));
    }
  }

  private String withoutIndent(String text) {
    int start = text.lastIndexOf('\n') + 1;
    return (start > 0 || lineStarts) && text.substring(start).isBlank()
        ? text.substring(0, start)
        : text;
  }

  private void comment() {
    int end = source.indexOf("#}", at);
    if (end < 0) {
      throw wrong("a comment without #}");
    }
    char sign = end > at ? source.charAt(end - 1) : ' ';
    countLines(source.substring(at, end));
    at = end + 2;
    after(sign, true);
  }

  private void block() {
    int start = tokens.size();
    expression(Token.Kind.BLOCK_BEGIN, Token.Kind.BLOCK_END, "%}");
    if (tokens.size() == start + 3 && tokens.get(start + 1).is(Token.Kind.NAME, "raw")) {
      tokens.subList(start, tokens.size()).clear();
      raw();
    }
  }

  private void raw() {
    int from = at;
    for (int i = source.indexOf("{%", at); i >= 0; i = source.indexOf("{%", i + 1)) {
      int inside = i + 2;
      char sign = inside < source.length() ? source.charAt(inside) : ' ';
      inside += sign == '-' || sign == '+' ? 1 : 0;
      int end = source.indexOf("%}", inside);
      if (end < 0) {
        break;
      }
      char last = source.charAt(end - 1);
      int to = end > inside && (last == '-' || last == '+') ? end - 1 : end;
      if (source.substring(inside, to).strip().equals("endraw")) {
        String text = source.substring(from, i);
        text(sign == '-' || sign == '+' ? text : withoutIndent(text), sign == '-');
        countLines(source.substring(from, end));
        at = end + 2;
        after(last, true);
        return;
      }
    }
    throw wrong("raw without endraw");
  }

  private void expression(Token.Kind begin, Token.Kind endKind, String end) {
    tokens.add(new Token(begin, "a tag", line));
    int open = 0;
    while (true) {
      skipSpace();
      if (at >= source.length()) {
        throw wrong("a tag without " + end);
      }
      char c = source.charAt(at);
      boolean signed = (c == '-' || c == '+') && source.startsWith(end, at + 1);
      if (open == 0 && (signed || source.startsWith(end, at))) {
        at += signed ? 3 : 2;
        tokens.add(new Token(endKind, end, line));
        after(signed ? c : ' ', endKind == Token.Kind.BLOCK_END);
        return;
      }
      Token token = token(c);
      tokens.add(token);
      if (token.kind() == Token.Kind.OPERATOR) {
        open += "([{".contains(token.text()) ? 1 : ")]}".contains(token.text()) ? -1 : 0;
      }
    }
  }

  /** What the end of a tag takes of the text behind it. */
  private void after(char sign, boolean isBlock) {
    int start = at;
    if (sign == '-') {
      while (at < source.length() && Character.isWhitespace(source.charAt(at))) {
        at++;
      }
    } else if (isBlock && sign != '+' && at < source.length() && source.charAt(at) == '\n') {
      at++;
    }
    countLines(source.substring(start, at));
    lineStarts = at > start && source.charAt(at - 1) == '\n';
  }

  private Token token(char c) {
    if (c == '"' || c == '\'') {
      return string(c);
    }
    if (c >= '0' && c <= '9') {
      return number();
    }
    if (Character.isLetter(c) || c == '_') {
      int start = at;
      while (at < source.length() && isNamePart(source.charAt(at))) {
        at++;
      }
      return new Token(Token.Kind.NAME, source.substring(start, at), line);
    }
    for (String operator : OPERATORS) {
      if (source.startsWith(operator, at)) {
        at += operator.length();
        return new Token(Token.Kind.OPERATOR, operator, line);
      }
    }
    throw wrong("an unexpected character " + Values.quote(Character.toString(c)));
  }

  private static boolean isNamePart(char c) {
    return Character.isLetterOrDigit(c) || c == '_';
  }

  private Token number() {
    int start = at;
    digits();
    boolean real = false;
    if (at + 1 < source.length()
        && source.charAt(at) == '.'
        && Character.isDigit(source.charAt(at + 1))) {
      real = true;
      at++;
      digits();
    }
    if (at < source.length() && (source.charAt(at) == 'e' || source.charAt(at) == 'E')) {
      int sign = at + 1 < source.length() && "+-".indexOf(source.charAt(at + 1)) >= 0 ? 1 : 0;
      if (at + 1 + sign < source.length() && Character.isDigit(source.charAt(at + 1 + sign))) {
        real = true;
        at += 1 + sign;
        digits();
      }
    }
    String text = source.substring(start, at).replace("_", "");
    return new Token(real ? Token.Kind.FLOAT : Token.Kind.INTEGER, text, line);
  }

  private void digits() {
    while (at < source.length()
        && ((source.charAt(at) >= '0' && source.charAt(at) <= '9') || source.charAt(at) == '_')) {
      at++;
    }
  }

  private Token string(char quote) {
    int startLine = line;
    StringBuilder text = new StringBuilder();
    at++;
    while (at < source.length() && source.charAt(at) != quote) {
      char c = source.charAt(at++);
      if (c == '\n') {
        line++;
      }
      if (c == '\\' && at < source.length()) {
        escape(text);
      } else {
        text.append(c);
      }
    }
    if (at >= source.length()) {
      throw wrong("a string without its second " + quote);
    }
    at++;
    return new Token(Token.Kind.STRING, text.toString(), startLine);
  }

  private void escape(StringBuilder into) {
    char c = source.charAt(at++);
    switch (c) {
      case 'n' -> into.append('\n');
      case 't' -> into.append('\t');
      case 'r' -> into.append('\r');
      case 'b' -> into.append('\b');
      case 'f' -> into.append('\f');
      case 'v' -> into.append('\u000B');
      case 'a' -> into.append('\u0007');
      case '0' -> into.append('\0');
      case '\\', '\'', '"' -> into.append(c);
      case '\n' -> line++;
      case 'x' -> into.appendCodePoint(hex(2));
      case 'u' -> into.append((char) hex(4));
      case 'U' -> into.appendCodePoint(hex(8));
      default -> into.append('\\').append(c);
    }
  }

  private int hex(int digits) {
    long value = 0;
    for (int i = 0; i < digits; i++) {
      int digit = at < source.length() ? Character.digit(source.charAt(at++), 16) : -1;
      if (digit < 0) {
        throw wrong("an escape that has not " + digits + " hexadecimal digits");
      }
      value = 16 * value + digit;
    }
    if (value > Character.MAX_CODE_POINT) {
      throw wrong("a character beyond U+10FFFF");
    }
    return (int) value;
  }

  private void skipSpace() {
    while (at < source.length() && Character.isWhitespace(source.charAt(at))) {
      line += source.charAt(at) == '\n' ? 1 : 0;
      at++;
    }
  }

  private void countLines(String passed) {
    line += (int) passed.chars().filter(c -> c == '\n').count();
  }

  private TemplateException wrong(String what) {
    return new TemplateException(what).at(line);
  }
}

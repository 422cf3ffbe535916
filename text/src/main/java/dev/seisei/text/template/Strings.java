package dev.seisei.text.template;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Functions on strings, as Python has them. */
final class Strings {
  private Strings() {}

  static boolean isSpace(int c) {
    return Character.isWhitespace(c) || Character.isSpaceChar(c) || c == 0x85;
  }

  static String strip(String text, @Nullable String characters, boolean left, boolean right) {
    int start = 0;
    int end = text.length();
    while (left && start < end) {
      int c = text.codePointAt(start);
      if (!strips(c, characters)) {
        break;
      }
      start += Character.charCount(c);
    }
    while (right && start < end) {
      int c = text.codePointBefore(end);
      if (!strips(c, characters)) {
        break;
      }
      end -= Character.charCount(c);
    }
    return text.substring(start, end);
  }

  private static boolean strips(int c, @Nullable String characters) {
    return characters == null ? isSpace(c) : characters.indexOf(c) >= 0;
  }

  static String capitalize(String text) {
    if (text.isEmpty()) {
      return text;
    }
    int first = text.offsetByCodePoints(0, 1);
    return text.substring(0, first).toUpperCase(Locale.ROOT)
        + text.substring(first).toLowerCase(Locale.ROOT);
  }

  static String title(String text) {
    StringBuilder title = new StringBuilder();
    boolean inWord = false;
    for (int c : text.codePoints().toArray()) {
      title.appendCodePoint(inWord ? Character.toLowerCase(c) : Character.toTitleCase(c));
      inWord = Character.isLetter(c);
    }
    return title.toString();
  }

  /** Jinja's filter, which unlike Python's method takes {@code it's} for one word. */
  static String titleWords(String text) {
    StringBuilder title = new StringBuilder();
    boolean inWord = false;
    for (int c : text.codePoints().toArray()) {
      boolean between = isSpace(c) || "-({[<".indexOf(c) >= 0;
      title.appendCodePoint(
          between ? c : inWord ? Character.toLowerCase(c) : Character.toUpperCase(c));
      inWord = !between;
    }
    return title.toString();
  }

  static List<@Nullable Object> split(String text, @Nullable String separator, long most) {
    List<@Nullable Object> parts = new ArrayList<>();
    if (separator == null) {
      int at = spaceEnd(text, 0);
      while (at < text.length()) {
        if (most >= 0 && parts.size() == most) {
          parts.add(text.substring(at));
          break;
        }
        int end = at;
        while (end < text.length() && !isSpace(text.charAt(end))) {
          end++;
        }
        parts.add(text.substring(at, end));
        at = spaceEnd(text, end);
      }
      return parts;
    }
    requireSeparator(separator);
    int start = 0;
    for (int at = text.indexOf(separator); at >= 0; at = text.indexOf(separator, start)) {
      if (most >= 0 && parts.size() == most) {
        break;
      }
      parts.add(text.substring(start, at));
      start = at + separator.length();
    }
    parts.add(text.substring(start));
    return parts;
  }

  private static int spaceEnd(String text, int start) {
    int end = start;
    while (end < text.length() && isSpace(text.charAt(end))) {
      end++;
    }
    return end;
  }

  static List<@Nullable Object> splitFromRight(String text, @Nullable String separator, long most) {
    if (separator == null || most < 0) {
      if (separator == null && most >= 0) {
        throw new TemplateException("rsplit with maxsplit needs sep");
      }
      return split(text, separator, -1);
    }
    requireSeparator(separator);
    List<@Nullable Object> parts = new ArrayList<>();
    int end = text.length();
    while (parts.size() < most) {
      int at = text.lastIndexOf(separator, end - separator.length());
      if (at < 0 || end < separator.length()) {
        break;
      }
      parts.add(text.substring(at + separator.length(), end));
      end = at;
    }
    parts.add(text.substring(0, end));
    Collections.reverse(parts);
    return parts;
  }

  private static void requireSeparator(String separator) {
    if (separator.isEmpty()) {
      throw new TemplateException("split must not have an empty separator");
    }
  }

  static List<@Nullable Object> lines(String text) {
    List<@Nullable Object> lines = new ArrayList<>(text.lines().toList());
    return lines;
  }

  static String replace(String text, String old, String by, long most, Budget budget) {
    long room = old.isEmpty() ? text.length() + 1L : text.length() / old.length();
    long count = most < 0 ? room : Math.min(room, most);
    if (by.length() > old.length()) {
      count = Math.min(count, old.isEmpty() ? room : count(text, old, budget));
    }
    budget.make(text.length() + Math.max(0, by.length() - (long) old.length()) * count);
    StringBuilder result = new StringBuilder();
    int start = 0;
    long done = 0;
    while (done < count) {
      int at = text.indexOf(old, start);
      if (at < 0) {
        break;
      }
      if (old.isEmpty()) {
        result.append(by);
        if (at >= text.length()) {
          return result.toString();
        }
        int next = text.offsetByCodePoints(at, 1);
        result.append(text, at, next);
        start = next;
      } else {
        result.append(text, start, at).append(by);
        start = at + old.length();
      }
      done++;
    }
    return result.append(text, Math.min(start, text.length()), text.length()).toString();
  }

  static long count(String text, String part, Budget budget) {
    budget.make(text.length());
    if (part.isEmpty()) {
      return text.codePointCount(0, text.length()) + 1L;
    }
    long count = 0;
    for (int at = text.indexOf(part); at >= 0; at = text.indexOf(part, at + part.length())) {
      count++;
    }
    return count;
  }

  static String join(String separator, List<@Nullable Object> items, Budget budget) {
    StringBuilder joined = new StringBuilder();
    for (int i = 0; i < items.size(); i++) {
      String text = (i == 0 ? "" : separator) + Writing.text(items.get(i), budget);
      budget.make(text.length());
      budget.requireShort(joined.length() + (long) text.length());
      joined.append(text);
    }
    return joined.toString();
  }

  /** A place in characters, of one in UTF-16. */
  static long place(String text, int at) {
    return at < 0 ? -1 : text.codePointCount(0, at);
  }

  static String indent(String text, String by, boolean first, boolean blank, Budget budget) {
    StringBuilder indented = new StringBuilder();
    String[] lines = text.split("\n", -1);
    budget.make(text.length() + by.length() * (long) lines.length);
    for (int i = 0; i < lines.length; i++) {
      boolean filled = !lines[i].isEmpty() || blank;
      indented.append(i == 0 ? "" : "\n");
      indented.append(filled && (i > 0 || first) ? by : "").append(lines[i]);
    }
    return indented.toString();
  }
}

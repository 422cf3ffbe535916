package dev.seisei.text.template;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Values as text: as Python prints them, which is what templates were tried with, and as JSON. */
final class Writing {
  private final Budget budget;
  private final StringBuilder out = new StringBuilder();

  private Writing(Budget budget) {
    this.budget = budget;
  }

  /** What an output writes. */
  static String text(@Nullable Object value, Budget budget) {
    if (value instanceof String text) {
      return text;
    }
    if (value == Values.Undefined.UNDEFINED) {
      return "";
    }
    Writing writing = new Writing(budget);
    writing.python(value);
    return writing.out.toString();
  }

  /**
   * JSON as Python's {@code json.dumps} has it without {@code ensure_ascii}.
   *
   * @param indent blanks a level; null for one line
   */
  static String json(
      @Nullable Object value,
      @Nullable Integer indent,
      String itemSeparator,
      String keySeparator,
      boolean sorts,
      Budget budget) {
    Writing writing = new Writing(budget);
    writing.json(value, new Style(indent, itemSeparator, keySeparator, sorts), 1);
    return writing.out.toString();
  }

  private record Style(@Nullable Integer indent, String items, String keys, boolean sorts) {}

  private void append(String text) {
    budget.make(text.length());
    budget.requireShort(out.length() + (long) text.length());
    out.append(text);
  }

  private void python(@Nullable Object value) {
    budget.enter();
    if (value == null) {
      append("None");
    } else if (value instanceof Boolean truth) {
      append(truth ? "True" : "False");
    } else if (value instanceof Long number) {
      append(number.toString());
    } else if (value instanceof Double number) {
      append(real(number, "nan", "inf"));
    } else if (value instanceof String text) {
      append(repr(text));
    } else if (value instanceof List<?> list) {
      append("[");
      for (int i = 0; i < list.size(); i++) {
        append(i == 0 ? "" : ", ");
        python(list.get(i));
      }
      append("]");
    } else if (value instanceof Map) {
      append("{");
      boolean first = true;
      for (Map.Entry<String, @Nullable Object> each : Values.map(value).entrySet()) {
        append(first ? "" : ", ");
        first = false;
        append(repr(each.getKey()));
        append(": ");
        python(each.getValue());
      }
      append("}");
    } else if (value == Values.Undefined.UNDEFINED) {
      append("Undefined");
    } else {
      throw new TemplateException(Values.kind(value) + " cannot be written");
    }
    budget.leave();
  }

  private void json(@Nullable Object value, Style style, int level) {
    budget.enter();
    if (value == null) {
      append("null");
    } else if (value instanceof Boolean || value instanceof Long) {
      append(value.toString());
    } else if (value instanceof Double number) {
      append(real(number, "NaN", "Infinity"));
    } else if (value instanceof String text) {
      jsonString(text);
    } else if (value instanceof List<?> list) {
      jsonList(list, style, level);
    } else if (value instanceof Map) {
      jsonMap(Values.map(value), style, level);
    } else {
      throw new TemplateException(Values.kind(value) + " has no JSON");
    }
    budget.leave();
  }

  private void jsonList(List<?> list, Style style, int level) {
    if (list.isEmpty()) {
      append("[]");
      return;
    }
    append("[");
    for (int i = 0; i < list.size(); i++) {
      append(i == 0 ? "" : style.items);
      newLine(style, level);
      json(list.get(i), style, level + 1);
    }
    newLine(style, level - 1);
    append("]");
  }

  private void jsonMap(Map<String, @Nullable Object> map, Style style, int level) {
    if (map.isEmpty()) {
      append("{}");
      return;
    }
    List<String> names = new ArrayList<>(map.keySet());
    if (style.sorts) {
      Collections.sort(names);
    }
    append("{");
    for (int i = 0; i < names.size(); i++) {
      append(i == 0 ? "" : style.items);
      newLine(style, level);
      jsonString(names.get(i));
      append(style.keys);
      json(map.get(names.get(i)), style, level + 1);
    }
    newLine(style, level - 1);
    append("}");
  }

  private void newLine(Style style, int level) {
    if (style.indent != null) {
      budget.make((long) style.indent * level);
      append("\n" + " ".repeat(style.indent * level));
    }
  }

  private void jsonString(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      int known = "\"\\\n\r\t\b\f".indexOf(c);
      if (known >= 0) {
        quoted.append('\\').append("\"\\nrtbf".charAt(known));
      } else if (c < 0x20) {
        quoted.append(String.format("\\u%04x", (int) c));
      } else {
        quoted.append(c);
      }
    }
    append(quoted.append('"').toString());
  }

  private static String repr(String text) {
    char quote = text.indexOf('\'') >= 0 && text.indexOf('"') < 0 ? '"' : '\'';
    StringBuilder quoted = new StringBuilder().append(quote);
    text.codePoints()
        .forEach(
            c -> {
              int known = "\n\r\t\\".indexOf(c);
              if (known >= 0) {
                quoted.append('\\').append("nrt\\".charAt(known));
              } else if (c == quote) {
                quoted.append('\\').append(quote);
              } else if (c < 0x20 || c == 0x7F) {
                quoted.append(String.format("\\x%02x", c));
              } else {
                quoted.appendCodePoint(c);
              }
            });
    return quoted.append(quote).toString();
  }

  /** A double as Python writes it: 1.0, 0.0001, 1e-05, 1e+16. */
  static String real(double number, String nan, String infinity) {
    if (Double.isNaN(number)) {
      return nan;
    }
    if (Double.isInfinite(number)) {
      return number > 0 ? infinity : "-" + infinity;
    }
    if (number == 0) {
      return 1 / number < 0 ? "-0.0" : "0.0";
    }
    BigDecimal exact = new BigDecimal(Double.toString(number)).stripTrailingZeros();
    int exponent = exact.precision() - exact.scale() - 1;
    if (exponent >= -4 && exponent < 16) {
      String plain = exact.toPlainString();
      return plain.indexOf('.') < 0 ? plain + ".0" : plain;
    }
    String digits = exact.unscaledValue().abs().toString();
    return (number < 0 ? "-" : "")
        + digits.charAt(0)
        + (digits.length() > 1 ? "." + digits.substring(1) : "")
        + String.format("e%s%02d", exponent < 0 ? "-" : "+", Math.abs(exponent));
  }
}

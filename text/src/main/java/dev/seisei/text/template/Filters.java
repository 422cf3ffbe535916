package dev.seisei.text.template;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What follows {@code |}. */
final class Filters {
  private Filters() {}

  static @Nullable Object apply(
      String name, @Nullable Object value, Values.Given given, Budget budget) {
    budget.enter();
    Object filtered = any(name, value, given, budget);
    budget.leave();
    return filtered;
  }

  private static @Nullable Object any(
      String name, @Nullable Object value, Values.Given given, Budget budget) {
    return switch (name) {
      case "trim",
          "upper",
          "lower",
          "title",
          "capitalize",
          "replace",
          "indent",
          "escape",
          "e",
          "string",
          "safe",
          "join" ->
          text(name, value, given, budget);
      case "length", "count" -> Members.length(none(name, value, given), budget);
      case "tojson" -> json(value, given, budget);
      case "default", "d" -> {
        Call call = new Call(name, given, "default_value", "boolean");
        boolean missing =
            value == Values.Undefined.UNDEFINED
                || (call.truth("boolean", false) && !Values.truth(value));
        yield missing ? call.value("default_value", "") : value;
      }
      case "int", "float", "abs", "round" -> Numbers.filter(name, value, given);
      default -> Sequences.filter(name, value, given, budget);
    };
  }

  static @Nullable Object none(String name, @Nullable Object value, Values.Given given) {
    new Call(name, given);
    return value;
  }

  private static Object text(
      String name, @Nullable Object value, Values.Given given, Budget budget) {
    if (name.equals("join")) {
      Call call = new Call(name, given, "d", "attribute");
      List<@Nullable Object> items = Values.items(value, budget);
      if (call.has("attribute")) {
        List<@Nullable Object> inner = new ArrayList<>();
        for (Object item : items) {
          inner.add(Sequences.path(item, call.value("attribute"), budget));
        }
        items = inner;
      }
      return Strings.join(call.string("d", ""), items, budget);
    }
    String text = Writing.text(value, budget);
    budget.make(2L * text.length());
    switch (name) {
      case "trim" -> {
        return Strings.strip(
            text, new Call(name, given, "chars").stringOrNull("chars"), true, true);
      }
      case "replace" -> {
        Call call = new Call(name, given, "old", "new", "count");
        return Strings.replace(
            text, call.string("old"), call.string("new"), call.integer("count", -1), budget);
      }
      case "indent" -> {
        Call call = new Call(name, given, "width", "first", "blank");
        Object width = call.value("width", 4L);
        String by =
            width instanceof String blanks
                ? blanks
                : " ".repeat(budget.make(Math.max(0, Values.integer(width))));
        return Strings.indent(
            text, by, call.truth("first", false), call.truth("blank", false), budget);
      }
      default -> {}
    }
    new Call(name, given);
    return switch (name) {
      case "upper" -> text.toUpperCase(Locale.ROOT);
      case "lower" -> text.toLowerCase(Locale.ROOT);
      case "title" -> Strings.titleWords(text);
      case "capitalize" -> Strings.capitalize(text);
      case "escape", "e" ->
          text.replace("&", "&amp;")
              .replace("<", "&lt;")
              .replace(">", "&gt;")
              .replace("'", "&#39;")
              .replace("\"", "&#34;");
      default -> text;
    };
  }

  private static String json(@Nullable Object value, Values.Given given, Budget budget) {
    Call call = new Call("tojson", given, "indent", "ensure_ascii", "separators", "sort_keys");
    Object indent = call.value("indent", null);
    Integer width =
        indent == null ? null : (Integer) (int) Math.max(0, Math.min(64, Values.integer(indent)));
    String items = width == null ? ", " : ",";
    String keys = ": ";
    if (call.value("separators", null) instanceof List<?> pair && pair.size() == 2) {
      items = Values.string(pair.get(0));
      keys = Values.string(pair.get(1));
    }
    return Writing.json(value, width, items, keys, call.truth("sort_keys", false), budget);
  }

  /** Numbers from numbers and strings. */
  private static final class Numbers {
    private Numbers() {}

    static Object filter(String name, @Nullable Object value, Values.Given given) {
      switch (name) {
        case "int" -> {
          Call call = new Call(name, given, "default");
          return whole(value, call.integer("default", 0));
        }
        case "float" -> {
          Call call = new Call(name, given, "default");
          double otherwise = Values.real(call.value("default", 0.0));
          try {
            return value instanceof String text
                ? Double.valueOf(text.strip())
                : Values.isNumber(value) ? Values.real(value) : otherwise;
          } catch (NumberFormatException e) {
            return otherwise;
          }
        }
        case "abs" -> {
          new Call(name, given);
          return value instanceof Double real
              ? (Object) Math.abs(real)
              : Arithmetic.exact(() -> Math.absExact(Values.integer(value)));
        }
        default -> {
          Call call = new Call(name, given, "precision", "method");
          if (!(value instanceof Double)
              && call.integer("precision", 0) >= 0
              && call.string("method", "common").equals("common")) {
            return Values.integer(value);
          }
          double scale =
              Math.pow(10, (double) Math.max(-15, Math.min(15, call.integer("precision", 0))));
          double scaled = Values.real(value) * scale;
          double rounded =
              switch (call.string("method", "common")) {
                case "ceil" -> Math.ceil(scaled);
                case "floor" -> Math.floor(scaled);
                default -> Math.rint(scaled);
              };
          return rounded / scale;
        }
      }
    }

    private static long whole(@Nullable Object value, long otherwise) {
      if (value instanceof Double real) {
        return Double.isNaN(real) || Math.abs(real) >= 0x1p63 ? otherwise : (long) (double) real;
      }
      if (value instanceof String text) {
        try {
          return Long.parseLong(text.strip());
        } catch (NumberFormatException e) {
          try {
            return whole(Double.valueOf(text.strip()), otherwise);
          } catch (NumberFormatException again) {
            return otherwise;
          }
        }
      }
      return Values.isNumber(value) ? Values.integer(value) : otherwise;
    }
  }

  /** Orders values that can be compared; strings without regard to case unless asked for. */
  static void sort(
      List<@Nullable Object> items,
      @Nullable Object attribute,
      boolean caseSensitive,
      boolean reverse,
      Budget budget) {
    budget.make(16L * items.size());
    Comparator<@Nullable Object> order =
        (a, b) -> {
          budget.step();
          return Values.compare(
              key(a, attribute, caseSensitive, budget),
              key(b, attribute, caseSensitive, budget),
              budget);
        };
    items.sort(reverse ? Collections.reverseOrder(order) : order);
  }

  static @Nullable Object key(
      @Nullable Object item, @Nullable Object attribute, boolean caseSensitive, Budget budget) {
    Object key = attribute == null ? item : Sequences.path(item, attribute, budget);
    return key instanceof String text && !caseSensitive ? text.toLowerCase(Locale.ROOT) : key;
  }

  static Map<String, @Nullable Object> mapping(String name, @Nullable Object value) {
    if (value instanceof Map) {
      return Values.map(value);
    }
    throw new TemplateException(name + " needs a mapping, got " + Values.kind(value));
  }
}

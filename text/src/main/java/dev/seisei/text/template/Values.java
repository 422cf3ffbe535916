package dev.seisei.text.template;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The values of templates: null, Boolean, Long, Double, String, List, Map with names, and what a
 * template makes itself. No other object gets in, so there is nothing to reach through one.
 */
final class Values {
  private static final int DEEPEST_INPUT = 64;

  /** What has no value. */
  enum Undefined {
    UNDEFINED
  }

  /** What can be called. */
  interface Callable {
    @Nullable Object call(Interpreter interpreter, Given given);
  }

  /** Evaluated arguments of a call. */
  record Given(List<@Nullable Object> positional, Map<String, @Nullable Object> named) {
    static final Given NONE = new Given(List.of(), Map.of());
  }

  /** What {@code namespace()} makes: names that can be set from inside of loops. */
  static final class Namespace {
    final Map<String, @Nullable Object> values = new LinkedHashMap<>();
  }

  /** What {@code loop} is. */
  record Loop(List<@Nullable Object> items, int index) {}

  private Values() {}

  /** A value from outside, copied. */
  static @Nullable Object imported(@Nullable Object value, Budget budget) {
    return imported(value, budget, 0);
  }

  private static @Nullable Object imported(@Nullable Object value, Budget budget, int depth) {
    budget.step();
    if (depth > DEEPEST_INPUT) {
      throw new TemplateException("values must not nest deeper than " + DEEPEST_INPUT);
    }
    if (value == null
        || value instanceof Boolean
        || value instanceof Long
        || value instanceof Double) {
      return value;
    }
    if (value instanceof String text) {
      budget.make(text.length());
      return text;
    }
    if (value instanceof Integer || value instanceof Short || value instanceof Byte) {
      return ((Number) value).longValue();
    }
    if (value instanceof BigInteger big && big.bitLength() < 64) {
      return big.longValue();
    }
    if (value instanceof Float || value instanceof BigDecimal || value instanceof BigInteger) {
      return ((Number) value).doubleValue();
    }
    if (value instanceof Map<?, ?> map) {
      Map<String, @Nullable Object> copy = new LinkedHashMap<>();
      for (Map.Entry<?, ?> each : map.entrySet()) {
        if (!(each.getKey() instanceof String name)) {
          throw new TemplateException(
              "names in values must be strings, got " + kind(each.getKey()));
        }
        copy.put(name, imported(each.getValue(), budget, depth + 1));
      }
      return Collections.unmodifiableMap(copy);
    }
    if (value instanceof Collection<?> items) {
      List<@Nullable Object> copy = new ArrayList<>();
      for (Object item : items) {
        copy.add(imported(item, budget, depth + 1));
      }
      return Collections.unmodifiableList(copy);
    }
    throw new TemplateException(
        "values must be null, booleans, numbers, strings, lists or maps, got "
            + value.getClass().getSimpleName());
  }

  static boolean truth(@Nullable Object value) {
    if (value == null || value == Undefined.UNDEFINED) {
      return false;
    }
    if (value instanceof Boolean truth) {
      return truth;
    }
    if (value instanceof Long number) {
      return number != 0;
    }
    if (value instanceof Double number) {
      return number != 0;
    }
    if (value instanceof String text) {
      return !text.isEmpty();
    }
    if (value instanceof List<?> list) {
      return !list.isEmpty();
    }
    return !(value instanceof Map<?, ?> map) || !map.isEmpty();
  }

  /** As errors call it. */
  static String kind(@Nullable Object value) {
    if (value == null) {
      return "none";
    }
    if (value == Undefined.UNDEFINED) {
      return "something undefined";
    }
    if (value instanceof Boolean) {
      return "a boolean";
    }
    if (value instanceof Number) {
      return "a number";
    }
    if (value instanceof String) {
      return "a string";
    }
    if (value instanceof List) {
      return "a list";
    }
    if (value instanceof Map) {
      return "a mapping";
    }
    return value instanceof Callable ? "a function" : "an object";
  }

  static String quote(String text) {
    String start = text.length() > 60 ? text.substring(0, 60) + "…" : text;
    return "'" + start.replaceAll("\\p{Cntrl}", "\uFFFD") + "'";
  }

  @SuppressWarnings("unchecked") // Only maps with names are values.
  static Map<String, @Nullable Object> map(Object value) {
    return (Map<String, @Nullable Object>) value;
  }

  /** What a loop goes through: items, characters, names. */
  static List<@Nullable Object> items(@Nullable Object value, Budget budget) {
    if (value == Undefined.UNDEFINED) {
      return List.of();
    }
    if (value instanceof List<?> list) {
      budget.make(list.size());
      return Collections.unmodifiableList(list);
    }
    if (value instanceof Map<?, ?> map) {
      budget.make(map.size());
      return new ArrayList<>(map.keySet());
    }
    if (value instanceof String text) {
      budget.make(16L * text.length()); // A character is an object then.
      List<@Nullable Object> characters = new ArrayList<>();
      text.codePoints().forEach(c -> characters.add(Character.toString(c)));
      return characters;
    }
    throw new TemplateException(kind(value) + " cannot be gone through");
  }

  static boolean equal(@Nullable Object a, @Nullable Object b, Budget budget) {
    budget.enter();
    try {
      if (isNumber(a) && isNumber(b)) {
        boolean reals = a instanceof Double || b instanceof Double;
        return reals ? real(a) == real(b) : integer(a) == integer(b);
      }
      if (a instanceof List<?> x && b instanceof List<?> y) {
        boolean same = x.size() == y.size();
        for (int i = 0; same && i < x.size(); i++) {
          same = equal(x.get(i), y.get(i), budget);
        }
        return same;
      }
      if (a instanceof Map && b instanceof Map) {
        return equalMaps(map(a), map(b), budget);
      }
      if (a instanceof String x && b instanceof String y) {
        budget.make(Math.min(x.length(), y.length()));
        return x.equals(y);
      }
      return a == b;
    } finally {
      budget.leave();
    }
  }

  private static boolean equalMaps(
      Map<String, @Nullable Object> a, Map<String, @Nullable Object> b, Budget budget) {
    boolean same = a.size() == b.size();
    for (Map.Entry<String, @Nullable Object> each : a.entrySet()) {
      same =
          same
              && b.containsKey(each.getKey())
              && equal(each.getValue(), b.get(each.getKey()), budget);
    }
    return same;
  }

  /** Numbers and booleans, which count as 0 and 1; or strings; else an error. */
  static int compare(@Nullable Object a, @Nullable Object b, Budget budget) {
    if (isNumber(a) && isNumber(b)) {
      return exactly(a).compareTo(exactly(b));
    }
    if (a instanceof String x && b instanceof String y) {
      budget.make(Math.min(x.length(), y.length()));
      return x.compareTo(y);
    }
    throw new TemplateException(kind(a) + " and " + kind(b) + " cannot be compared");
  }

  /** For an order that is one even between integers and reals; what is not finite comes last. */
  private static BigDecimal exactly(@Nullable Object number) {
    if (number instanceof Double real) {
      return Double.isFinite(real)
          ? new BigDecimal(real)
          : BigDecimal.valueOf(real < 0 ? -1 : 1).movePointRight(400);
    }
    return BigDecimal.valueOf(integer(number));
  }

  static boolean isNumber(@Nullable Object value) {
    return value instanceof Long || value instanceof Double || value instanceof Boolean;
  }

  static double real(@Nullable Object number) {
    return number instanceof Double real ? real : integer(number);
  }

  static long integer(@Nullable Object number) {
    if (number instanceof Long integer) {
      return integer;
    }
    if (number instanceof Boolean truth) {
      return truth ? 1 : 0;
    }
    throw new TemplateException("expected an integer, got " + kind(number));
  }

  static String string(@Nullable Object value) {
    if (value instanceof String text) {
      return text;
    }
    throw new TemplateException("expected a string, got " + kind(value));
  }
}

package dev.seisei.text.template;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What follows {@code is}. */
final class Tests {
  private Tests() {}

  static boolean holds(
      String name, @Nullable Object value, List<@Nullable Object> arguments, Budget budget) {
    return switch (name) {
      case "defined" -> value != Values.Undefined.UNDEFINED;
      case "undefined" -> value == Values.Undefined.UNDEFINED;
      case "none" -> value == null;
      case "boolean" -> value instanceof Boolean;
      case "true" -> value instanceof Boolean truth && truth;
      case "false" -> value instanceof Boolean truth && !truth;
      case "string" -> value instanceof String;
      case "number" -> Values.isNumber(value);
      case "integer" -> value instanceof Long;
      case "float" -> value instanceof Double;
      case "mapping" -> value instanceof Map;
      case "sequence" -> value instanceof List || value instanceof Map || value instanceof String;
      case "iterable" ->
          value instanceof List
              || value instanceof Map
              || value instanceof String
              || value == Values.Undefined.UNDEFINED;
      case "callable" -> value instanceof Values.Callable;
      case "odd" -> Math.floorMod(Values.integer(value), 2L) == 1;
      case "even" -> Math.floorMod(Values.integer(value), 2L) == 0;
      case "divisibleby" -> {
        long divisor = Values.integer(argument(name, arguments));
        if (divisor == 0) {
          throw new TemplateException("a division by zero");
        }
        yield Values.integer(value) % divisor == 0;
      }
      case "lower" -> {
        String text = Writing.text(value, budget);
        yield text.equals(text.toLowerCase(Locale.ROOT))
            && !text.equals(text.toUpperCase(Locale.ROOT));
      }
      case "upper" -> {
        String text = Writing.text(value, budget);
        yield text.equals(text.toUpperCase(Locale.ROOT))
            && !text.equals(text.toLowerCase(Locale.ROOT));
      }
      case "in" -> Members.contains(argument(name, arguments), value, budget);
      case "eq", "equalto", "sameas" -> Values.equal(value, argument(name, arguments), budget);
      case "ne" -> !Values.equal(value, argument(name, arguments), budget);
      case "lt", "lessthan" -> Values.compare(value, argument(name, arguments), budget) < 0;
      case "le" -> Values.compare(value, argument(name, arguments), budget) <= 0;
      case "gt", "greaterthan" -> Values.compare(value, argument(name, arguments), budget) > 0;
      case "ge" -> Values.compare(value, argument(name, arguments), budget) >= 0;
      default -> throw new TemplateException("there is no test " + Values.quote(name));
    };
  }

  private static @Nullable Object argument(String name, List<@Nullable Object> arguments) {
    if (arguments.size() != 1) {
      throw new TemplateException("the test " + name + " needs one argument");
    }
    return arguments.get(0);
  }
}

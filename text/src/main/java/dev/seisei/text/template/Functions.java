package dev.seisei.text.template;

import java.time.Clock;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The functions that chat templates are given. */
final class Functions {
  private static final long LONGEST_RANGE = 100_000;

  private Functions() {}

  static void addTo(Scope scope, Clock clock) {
    scope.set(
        "range", (Values.Callable) (interpreter, given) -> range(given, interpreter.budget()));
    scope.set("namespace", (Values.Callable) (interpreter, given) -> namespace(given));
    scope.set("dict", (Values.Callable) (interpreter, given) -> new LinkedHashMap<>(given.named()));
    scope.set(
        "raise_exception",
        (Values.Callable)
            (interpreter, given) -> {
              Object message = new Call("raise_exception", given, "message").value("message");
              throw new TemplateException(Writing.text(message, interpreter.budget()), true);
            });
    scope.set(
        "strftime_now",
        (Values.Callable)
            (interpreter, given) ->
                time(
                    new Call("strftime_now", given, "format").string("format"),
                    ZonedDateTime.now(clock)));
  }

  private static List<@Nullable Object> range(Values.Given given, Budget budget) {
    List<@Nullable Object> bounds = given.positional();
    if (bounds.isEmpty() || bounds.size() > 3 || !given.named().isEmpty()) {
      throw new TemplateException("range takes one to three integers");
    }
    long from = bounds.size() == 1 ? 0 : Values.integer(bounds.get(0));
    long to = Values.integer(bounds.get(bounds.size() == 1 ? 0 : 1));
    long step = bounds.size() == 3 ? Values.integer(bounds.get(2)) : 1;
    if (step == 0) {
      throw new TemplateException("range must not have step 0");
    }
    List<@Nullable Object> range = new ArrayList<>();
    for (long i = from; step > 0 ? i < to : i > to; i = Math.addExact(i, step)) {
      if (range.size() == LONGEST_RANGE) {
        throw new TemplateException("a range of more than " + LONGEST_RANGE + " numbers");
      }
      range.add(i);
      boolean last = step > 0 ? i > Long.MAX_VALUE - step : i < Long.MIN_VALUE - step;
      if (last) {
        break;
      }
    }
    budget.make(16L * range.size()); // A number is an object.
    return range;
  }

  private static Values.Namespace namespace(Values.Given given) {
    Values.Namespace namespace = new Values.Namespace();
    for (Object each : given.positional()) {
      namespace.values.putAll(Filters.mapping("namespace", each));
    }
    namespace.values.putAll(given.named());
    return namespace;
  }

  /** C's strftime, in English. */
  static String time(String format, ZonedDateTime now) {
    Map<Character, String> patterns =
        Map.ofEntries(
            Map.entry('Y', "yyyy"),
            Map.entry('y', "yy"),
            Map.entry('m', "MM"),
            Map.entry('d', "dd"),
            Map.entry('B', "MMMM"),
            Map.entry('b', "MMM"),
            Map.entry('A', "EEEE"),
            Map.entry('a', "EEE"),
            Map.entry('H', "HH"),
            Map.entry('I', "hh"),
            Map.entry('M', "mm"),
            Map.entry('S', "ss"),
            Map.entry('p', "a"),
            Map.entry('j', "DDD"),
            Map.entry('Z', "zzz"),
            Map.entry('z', "xx"));
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < format.length(); i++) {
      char c = format.charAt(i);
      if (c != '%') {
        text.append(c);
        continue;
      }
      boolean unpadded = format.startsWith("-", i + 1);
      i += unpadded ? 2 : 1;
      char directive = i < format.length() ? format.charAt(i) : ' ';
      if (directive == '%') {
        text.append('%');
        continue;
      }
      String pattern = patterns.get(directive);
      if (pattern == null) {
        throw new TemplateException(
            "strftime_now does not know %"
                + directive
                + "; it knows %% and "
                + String.join(" ", patterns.keySet().stream().sorted().map(k -> "%" + k).toList()));
      }
      String value = now.format(DateTimeFormatter.ofPattern(pattern, Locale.US));
      text.append(unpadded ? value.replaceFirst("^0+(?=.)", "") : value);
    }
    return text.toString();
  }
}

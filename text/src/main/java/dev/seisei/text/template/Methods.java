package dev.seisei.text.template;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * The methods of strings, mappings and loops that templates use: those of Python that change
 * nothing.
 */
final class Methods {
  private static final Map<String, BiFunction<String, Values.Given, Bound>> STRINGS =
      Map.ofEntries(
          method("strip", (s, c) -> Strings.strip(s, c.stringOrNull("chars"), true, true), "chars"),
          method(
              "lstrip", (s, c) -> Strings.strip(s, c.stringOrNull("chars"), true, false), "chars"),
          method(
              "rstrip", (s, c) -> Strings.strip(s, c.stringOrNull("chars"), false, true), "chars"),
          method("upper", (s, c) -> s.toUpperCase(Locale.ROOT)),
          method("lower", (s, c) -> s.toLowerCase(Locale.ROOT)),
          method("title", (s, c) -> Strings.title(s)),
          method("capitalize", (s, c) -> Strings.capitalize(s)),
          method("startswith", (s, c) -> starts(s, c.value("prefix")), "prefix"),
          method("endswith", (s, c) -> ends(s, c.value("suffix")), "suffix"),
          method(
              "removeprefix",
              (s, c) ->
                  s.startsWith(c.string("prefix")) ? s.substring(c.string("prefix").length()) : s,
              "prefix"),
          method(
              "removesuffix",
              (s, c) ->
                  s.endsWith(c.string("suffix"))
                      ? s.substring(0, s.length() - c.string("suffix").length())
                      : s,
              "suffix"),
          method(
              "split",
              (s, c) -> Strings.split(s, c.stringOrNull("sep"), c.integer("maxsplit", -1)),
              "sep",
              "maxsplit"),
          method(
              "rsplit",
              (s, c) -> Strings.splitFromRight(s, c.stringOrNull("sep"), c.integer("maxsplit", -1)),
              "sep",
              "maxsplit"),
          method("splitlines", (s, c) -> Strings.lines(s)),
          method("find", (s, c) -> Strings.place(s, s.indexOf(c.string("sub"))), "sub"),
          method("rfind", (s, c) -> Strings.place(s, s.lastIndexOf(c.string("sub"))), "sub"),
          method("isdigit", (s, c) -> all(s, Character::isDigit)),
          method("isalpha", (s, c) -> all(s, Character::isLetter)),
          method("isalnum", (s, c) -> all(s, Character::isLetterOrDigit)),
          method("isspace", (s, c) -> all(s, Strings::isSpace)),
          method("isupper", (s, c) -> cased(s, Character::isUpperCase, Character::isLowerCase)),
          method("islower", (s, c) -> cased(s, Character::isLowerCase, Character::isUpperCase)));

  /** What a method does, its arguments given. */
  private interface Bound {
    @Nullable Object run();
  }

  private interface Body {
    @Nullable Object run(String self, Call call);
  }

  private Methods() {}

  private static Map.Entry<String, BiFunction<String, Values.Given, Bound>> method(
      String name, Body body, String... parameters) {
    return Map.entry(
        name, (self, given) -> () -> body.run(self, new Call(name, given, parameters)));
  }

  /** A method of a value; null if it has none of this name. */
  static Values.@Nullable Callable of(@Nullable Object target, String name) {
    if (target instanceof String self) {
      return ofString(self, name);
    }
    if (target instanceof Map) {
      return ofMap(Values.map(target), name);
    }
    if (target instanceof Values.Loop loop && name.equals("cycle")) {
      return (interpreter, given) -> {
        if (given.positional().isEmpty()) {
          throw new TemplateException("cycle needs a value");
        }
        return given.positional().get(loop.index() % given.positional().size());
      };
    }
    return null;
  }

  private static Values.@Nullable Callable ofString(String self, String name) {
    BiFunction<String, Values.Given, Bound> method = STRINGS.get(name);
    if (method != null) {
      return (interpreter, given) -> {
        interpreter.budget().make(4L * self.length());
        return method.apply(self, given).run();
      };
    }
    return switch (name) {
      case "replace" ->
          (interpreter, given) -> {
            Call call = new Call(name, given, "old", "new", "count");
            return Strings.replace(
                self,
                call.string("old"),
                call.string("new"),
                call.integer("count", -1),
                interpreter.budget());
          };
      case "join" ->
          (interpreter, given) ->
              Strings.join(
                  self,
                  Values.items(new Call(name, given, "items").value("items"), interpreter.budget()),
                  interpreter.budget());
      case "count" ->
          (interpreter, given) ->
              Strings.count(self, new Call(name, given, "sub").string("sub"), interpreter.budget());
      default -> null;
    };
  }

  private static Values.@Nullable Callable ofMap(Map<String, @Nullable Object> self, String name) {
    return switch (name) {
      case "items" -> (interpreter, given) -> entries(self, interpreter.budget());
      case "keys" -> (interpreter, given) -> Values.items(self, interpreter.budget());
      case "values" ->
          (interpreter, given) -> {
            interpreter.budget().make(self.size());
            return new ArrayList<@Nullable Object>(self.values());
          };
      case "get" ->
          (interpreter, given) -> {
            Call call = new Call(name, given, "key", "default");
            return call.value("key") instanceof String key && self.containsKey(key)
                ? self.get(key)
                : call.value("default", null);
          };
      default -> null;
    };
  }

  static List<@Nullable Object> entries(Map<String, @Nullable Object> map, Budget budget) {
    budget.make(map.size());
    List<@Nullable Object> entries = new ArrayList<>();
    for (Map.Entry<String, @Nullable Object> each : map.entrySet()) {
      List<@Nullable Object> pair = new ArrayList<>();
      pair.add(each.getKey());
      pair.add(each.getValue());
      entries.add(pair);
    }
    return entries;
  }

  private static boolean starts(String self, @Nullable Object prefix) {
    if (prefix instanceof List<?> several) {
      return several.stream().anyMatch(each -> self.startsWith(Values.string(each)));
    }
    return self.startsWith(Values.string(prefix));
  }

  private static boolean ends(String self, @Nullable Object suffix) {
    if (suffix instanceof List<?> several) {
      return several.stream().anyMatch(each -> self.endsWith(Values.string(each)));
    }
    return self.endsWith(Values.string(suffix));
  }

  private static boolean all(String self, IntPredicate is) {
    return !self.isEmpty() && self.codePoints().allMatch(is);
  }

  private static boolean cased(String self, IntPredicate is, IntPredicate not) {
    return self.codePoints().anyMatch(is) && self.codePoints().noneMatch(not);
  }
}

package dev.seisei.text.template;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Filters of lists and mappings. */
final class Sequences {
  private Sequences() {}

  static @Nullable Object filter(
      String name, @Nullable Object value, Values.Given given, Budget budget) {
    return switch (name) {
      case "first" -> at(items(name, value, given, budget), true);
      case "last" -> at(items(name, value, given, budget), false);
      case "list" -> new ArrayList<>(items(name, value, given, budget));
      case "reverse" -> {
        List<@Nullable Object> reversed = new ArrayList<>(items(name, value, given, budget));
        Collections.reverse(reversed);
        yield value instanceof String ? Strings.join("", reversed, budget) : reversed;
      }
      case "items" ->
          value == Values.Undefined.UNDEFINED
              ? List.of()
              : Methods.entries(Filters.mapping(name, Filters.none(name, value, given)), budget);
      case "dictsort" -> dictsort(name, value, given, budget);
      case "sort" -> {
        Call call = new Call(name, given, "reverse", "case_sensitive", "attribute");
        List<@Nullable Object> sorted = new ArrayList<>(Values.items(value, budget));
        Filters.sort(
            sorted,
            call.value("attribute", null),
            call.truth("case_sensitive", false),
            call.truth("reverse", false),
            budget);
        yield sorted;
      }
      case "min", "max" -> {
        Call call = new Call(name, given, "case_sensitive", "attribute");
        List<@Nullable Object> sorted = new ArrayList<>(Values.items(value, budget));
        Filters.sort(
            sorted,
            call.value("attribute", null),
            call.truth("case_sensitive", false),
            name.equals("max"),
            budget);
        yield at(sorted, true);
      }
      case "sum" -> {
        Call call = new Call(name, given, "attribute", "start");
        Object sum = call.value("start", 0L);
        for (Object item : Values.items(value, budget)) {
          Object attribute = call.value("attribute", null);
          sum =
              Arithmetic.apply(
                  "+", sum, attribute == null ? item : path(item, attribute, budget), budget);
        }
        yield sum;
      }
      case "unique" -> unique(value, given, budget);
      case "map" -> map(value, given, budget);
      case "select", "reject", "selectattr", "rejectattr" -> select(name, value, given, budget);
      default -> throw new TemplateException("there is no filter " + Values.quote(name));
    };
  }

  private static List<@Nullable Object> items(
      String name, @Nullable Object value, Values.Given given, Budget budget) {
    return Values.items(Filters.none(name, value, given), budget);
  }

  private static @Nullable Object at(List<@Nullable Object> items, boolean first) {
    return items.isEmpty() ? Values.Undefined.UNDEFINED : items.get(first ? 0 : items.size() - 1);
  }

  /** An attribute of an attribute: {@code function.name}. */
  static @Nullable Object path(@Nullable Object item, @Nullable Object path, Budget budget) {
    if (!(path instanceof String names)) {
      return Members.item(item, path, budget);
    }
    Object value = item;
    for (String name : names.split("\\.", -1)) {
      value =
          value instanceof Map && Values.map(value).containsKey(name)
              ? Values.map(value).get(name)
              : value instanceof List && name.matches("[0-9]{1,9}")
                  ? Members.item(value, Long.valueOf(name), budget)
                  : Members.attribute(value, name, budget);
    }
    return value;
  }

  private static Object dictsort(
      String name, @Nullable Object value, Values.Given given, Budget budget) {
    Call call = new Call(name, given, "case_sensitive", "by", "reverse");
    List<@Nullable Object> entries = Methods.entries(Filters.mapping(name, value), budget);
    Filters.sort(
        entries,
        call.string("by", "key").equals("value") ? 1L : 0L,
        call.truth("case_sensitive", false),
        call.truth("reverse", false),
        budget);
    return entries;
  }

  private static Object unique(@Nullable Object value, Values.Given given, Budget budget) {
    Call call = new Call("unique", given, "case_sensitive", "attribute");
    List<@Nullable Object> unique = new ArrayList<>();
    List<@Nullable Object> keys = new ArrayList<>();
    for (Object item : Values.items(value, budget)) {
      Object key =
          Filters.key(
              item, call.value("attribute", null), call.truth("case_sensitive", false), budget);
      if (!Members.contains(keys, key, budget)) {
        keys.add(key);
        unique.add(item);
      }
    }
    return unique;
  }

  private static Object map(@Nullable Object value, Values.Given given, Budget budget) {
    List<@Nullable Object> mapped = new ArrayList<>();
    boolean byAttribute = given.named().containsKey("attribute");
    if (!byAttribute && given.positional().isEmpty()) {
      throw new TemplateException("map needs a filter or an attribute");
    }
    Call call =
        byAttribute
            ? new Call("map", given, "attribute", "default")
            : new Call("map", Values.Given.NONE);
    for (Object item : Values.items(value, budget)) {
      if (byAttribute) {
        Object inner = path(item, call.value("attribute"), budget);
        mapped.add(inner == Values.Undefined.UNDEFINED ? call.value("default", inner) : inner);
      } else {
        List<@Nullable Object> rest = given.positional().subList(1, given.positional().size());
        mapped.add(
            Filters.apply(
                Values.string(given.positional().get(0)),
                item,
                new Values.Given(rest, given.named()),
                budget));
      }
    }
    return mapped;
  }

  private static Object select(
      String name, @Nullable Object value, Values.Given given, Budget budget) {
    if (!given.named().isEmpty()) {
      throw new TemplateException(name + " has no parameter " + given.named().keySet());
    }
    List<@Nullable Object> arguments = new ArrayList<>(given.positional());
    boolean byAttribute = name.endsWith("attr");
    if (byAttribute && arguments.isEmpty()) {
      throw new TemplateException(name + " needs an attribute");
    }
    Object attribute = byAttribute ? arguments.remove(0) : null;
    String test = arguments.isEmpty() ? null : test(Values.string(arguments.remove(0)));
    List<@Nullable Object> chosen = new ArrayList<>();
    for (Object item : Values.items(value, budget)) {
      Object tested = byAttribute ? path(item, attribute, budget) : item;
      boolean holds =
          test == null ? Values.truth(tested) : Tests.holds(test, tested, arguments, budget);
      if (holds == name.startsWith("select")) {
        chosen.add(item);
      }
    }
    return chosen;
  }

  /** Tests may be named by an operator here. */
  private static String test(String name) {
    return switch (name) {
      case "==" -> "eq";
      case "!=" -> "ne";
      case "<" -> "lt";
      case "<=" -> "le";
      case ">" -> "gt";
      case ">=" -> "ge";
      default -> name;
    };
  }
}

package dev.seisei.text.template;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is inside of values: attributes, items, slices. Strings are counted in characters. */
final class Members {
  private Members() {}

  static @Nullable Object attribute(@Nullable Object target, String name, Budget budget) {
    if (target == Values.Undefined.UNDEFINED) {
      throw new TemplateException("something undefined has no attribute " + Values.quote(name));
    }
    Values.Callable method = Methods.of(target, name);
    if (method != null) {
      return method;
    }
    if (target instanceof Map) {
      return valueOf(Values.map(target), name);
    }
    if (target instanceof Values.Namespace namespace) {
      return valueOf(namespace.values, name);
    }
    return target instanceof Values.Loop loop ? loop(loop, name) : Values.Undefined.UNDEFINED;
  }

  private static @Nullable Object valueOf(Map<String, @Nullable Object> map, String name) {
    return map.containsKey(name) ? map.get(name) : Values.Undefined.UNDEFINED;
  }

  private static @Nullable Object loop(Values.Loop loop, String name) {
    long index = loop.index();
    long size = loop.items().size();
    return switch (name) {
      case "index" -> index + 1;
      case "index0" -> index;
      case "revindex" -> size - index;
      case "revindex0" -> size - index - 1;
      case "first" -> index == 0;
      case "last" -> index == size - 1;
      case "length" -> size;
      case "depth" -> 1L;
      case "depth0" -> 0L;
      case "previtem" ->
          index > 0 ? loop.items().get(loop.index() - 1) : Values.Undefined.UNDEFINED;
      case "nextitem" ->
          index < size - 1 ? loop.items().get(loop.index() + 1) : Values.Undefined.UNDEFINED;
      default -> Values.Undefined.UNDEFINED;
    };
  }

  static @Nullable Object item(@Nullable Object target, @Nullable Object key, Budget budget) {
    if (key instanceof String name) {
      if (target instanceof Map && Values.map(target).containsKey(name)) {
        return Values.map(target).get(name);
      }
      return attribute(target, name, budget);
    }
    if (target == Values.Undefined.UNDEFINED) {
      throw new TemplateException("something undefined has no items");
    }
    if (!(key instanceof Long index) || !(target instanceof List || target instanceof String)) {
      return Values.Undefined.UNDEFINED;
    }
    long size = length(target, budget);
    long at = index < 0 ? size + index : index;
    if (at < 0 || at >= size) {
      return Values.Undefined.UNDEFINED;
    }
    if (target instanceof List<?> list) {
      return list.get((int) at);
    }
    String text = Values.string(target);
    return Character.toString(text.codePointAt(text.offsetByCodePoints(0, (int) at)));
  }

  static long length(@Nullable Object value, Budget budget) {
    if (value == Values.Undefined.UNDEFINED) {
      return 0;
    }
    if (value instanceof List<?> list) {
      return list.size();
    }
    if (value instanceof Map<?, ?> map) {
      return map.size();
    }
    if (value instanceof String text) {
      budget.make(text.length() / 8);
      return text.codePointCount(0, text.length());
    }
    throw new TemplateException(Values.kind(value) + " has no length");
  }

  static Object slice(
      @Nullable Object target,
      @Nullable Long from,
      @Nullable Long to,
      @Nullable Long step,
      Budget budget) {
    if (target == Values.Undefined.UNDEFINED) {
      throw new TemplateException("something undefined has no slices");
    }
    if (!(target instanceof List || target instanceof String)) {
      return Values.Undefined.UNDEFINED;
    }
    List<@Nullable Object> items = Values.items(target, budget);
    long stride = step == null ? 1 : step;
    if (stride == 0) {
      throw new TemplateException("a slice must not have step 0");
    }
    int size = items.size();
    long start = bound(from, stride > 0 ? 0 : size - 1, size, stride);
    long end = bound(to, stride > 0 ? size : -1, size, stride);
    List<@Nullable Object> chosen = new ArrayList<>();
    for (long i = start; stride > 0 ? i < end : i > end; i += stride) {
      chosen.add(items.get((int) i));
      if (Math.abs(stride) > size) {
        break;
      }
    }
    if (target instanceof List) {
      return chosen;
    }
    StringBuilder text = new StringBuilder();
    chosen.forEach(text::append);
    return text.toString();
  }

  private static long bound(@Nullable Long given, long none, int size, long stride) {
    if (given == null) {
      return none;
    }
    long at = given < 0 ? Math.max(given, -(long) size - 1) + size : given;
    return stride > 0 ? Math.max(0, Math.min(at, size)) : Math.max(-1, Math.min(at, size - 1L));
  }

  static boolean contains(@Nullable Object whole, @Nullable Object part, Budget budget) {
    if (whole instanceof String text) {
      budget.make(text.length());
      return text.contains(Values.string(part));
    }
    if (whole instanceof Map<?, ?> map) {
      return part instanceof String && map.containsKey(part);
    }
    for (Object each : Values.items(whole, budget)) {
      if (Values.equal(each, part, budget)) {
        return true;
      }
    }
    return false;
  }
}

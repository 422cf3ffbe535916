package dev.seisei.text.template;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Names and their values. What is set in a loop or macro is not seen outside. */
final class Scope {
  private final @Nullable Scope outer;
  private final Map<String, @Nullable Object> values = new HashMap<>();

  Scope(@Nullable Scope outer) {
    this.outer = outer;
  }

  @Nullable Object get(String name) {
    for (Scope scope = this; scope != null; scope = scope.outer) {
      if (scope.values.containsKey(name)) {
        return scope.values.get(name);
      }
    }
    return Values.Undefined.UNDEFINED;
  }

  void set(String name, @Nullable Object value) {
    values.put(name, value);
  }
}

package dev.seisei.text.template;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The arguments of a function, method or filter, by place or name. */
final class Call {
  private final String function;
  private final Values.Given given;

  /**
   * @param parameters all there are, in their order
   */
  Call(String function, Values.Given given, String... parameters) {
    this.function = function;
    this.given = given;
    this.parameters = List.of(parameters);
    if (given.positional().size() > parameters.length) {
      throw new TemplateException(
          function
              + " takes at most "
              + parameters.length
              + " arguments, got "
              + given.positional().size());
    }
    for (Map.Entry<String, @Nullable Object> each : given.named().entrySet()) {
      if (!this.parameters.contains(each.getKey())) {
        throw new TemplateException(function + " has no parameter " + Values.quote(each.getKey()));
      }
    }
  }

  private final List<String> parameters;

  boolean has(String parameter) {
    return parameters.indexOf(parameter) < given.positional().size()
        || given.named().containsKey(parameter);
  }

  @Nullable Object value(String parameter) {
    int place = parameters.indexOf(parameter);
    if (place < given.positional().size()) {
      return given.positional().get(place);
    }
    if (!given.named().containsKey(parameter)) {
      throw new TemplateException(function + " needs " + parameter);
    }
    return given.named().get(parameter);
  }

  @Nullable Object value(String parameter, @Nullable Object otherwise) {
    return has(parameter) ? value(parameter) : otherwise;
  }

  String string(String parameter) {
    return Values.string(value(parameter));
  }

  String string(String parameter, String otherwise) {
    return has(parameter) ? string(parameter) : otherwise;
  }

  /** None counts as not given. */
  @Nullable String stringOrNull(String parameter) {
    Object value = value(parameter, null);
    return value == null ? null : Values.string(value);
  }

  long integer(String parameter, long otherwise) {
    return has(parameter) ? Values.integer(value(parameter)) : otherwise;
  }

  boolean truth(String parameter, boolean otherwise) {
    return has(parameter) ? Values.truth(value(parameter)) : otherwise;
  }
}

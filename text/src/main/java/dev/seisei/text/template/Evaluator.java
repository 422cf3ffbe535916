package dev.seisei.text.template;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Values of expressions. */
final class Evaluator {
  private final Interpreter interpreter;
  private final Budget budget;

  Evaluator(Interpreter interpreter, Budget budget) {
    this.interpreter = interpreter;
    this.budget = budget;
  }

  @Nullable Object value(Expr expression, Scope scope) {
    budget.enter();
    Object value = any(expression, scope);
    budget.leave();
    return value;
  }

  private @Nullable Object any(Expr expression, Scope scope) {
    if (expression instanceof Expr.Constant constant) {
      return constant.value();
    } else if (expression instanceof Expr.Name name) {
      return scope.get(name.name());
    } else if (expression instanceof Expr.ListOf list) {
      return Interpreter.list(values(list.items(), scope));
    } else if (expression instanceof Expr.DictOf dict) {
      return dict(dict, scope);
    } else if (expression instanceof Expr.Attribute attribute) {
      return Members.attribute(value(attribute.target(), scope), attribute.name(), budget);
    } else if (expression instanceof Expr.Item item) {
      return Members.item(value(item.target(), scope), value(item.key(), scope), budget);
    } else if (expression instanceof Expr.Slice slice) {
      return Members.slice(
          value(slice.target(), scope),
          bound(slice.from(), scope),
          bound(slice.to(), scope),
          bound(slice.step(), scope),
          budget);
    } else if (expression instanceof Expr.Call call) {
      return call(call, scope);
    } else if (expression instanceof Expr.Filter filter) {
      return filtered(value(filter.target(), scope), filter, scope);
    } else if (expression instanceof Expr.Test test) {
      return test(test, scope);
    } else if (expression instanceof Expr.Unary unary) {
      return unary(unary.operator(), value(unary.operand(), scope));
    } else if (expression instanceof Expr.Binary binary) {
      return Arithmetic.apply(
          binary.operator(), value(binary.left(), scope), value(binary.right(), scope), budget);
    } else if (expression instanceof Expr.Logical logical) {
      Object left = value(logical.left(), scope);
      return Values.truth(left) == logical.isAnd() ? value(logical.right(), scope) : left;
    } else if (expression instanceof Expr.Compare compare) {
      return compare(compare, scope);
    } else if (expression instanceof Expr.Conditional conditional) {
      if (Values.truth(value(conditional.test(), scope))) {
        return value(conditional.then(), scope);
      }
      Expr otherwise = conditional.otherwise();
      return otherwise == null ? Values.Undefined.UNDEFINED : value(otherwise, scope);
    }
    throw new IllegalStateException("no value of " + expression);
  }

  @Nullable Object filtered(@Nullable Object target, Expr.Filter filter, Scope scope) {
    return Filters.apply(filter.name(), target, given(filter.arguments(), scope), budget);
  }

  private boolean test(Expr.Test test, Scope scope) {
    return Tests.holds(
            test.name(),
            value(test.target(), scope),
            given(test.arguments(), scope).positional(),
            budget)
        != test.negated();
  }

  private List<@Nullable Object> values(List<Expr> expressions, Scope scope) {
    List<@Nullable Object> values = new ArrayList<>();
    for (Expr each : expressions) {
      values.add(value(each, scope));
    }
    return values;
  }

  private Map<String, @Nullable Object> dict(Expr.DictOf dict, Scope scope) {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    for (int i = 0; i < dict.keys().size(); i++) {
      String name = Values.string(value(dict.keys().get(i), scope));
      map.put(name, value(dict.values().get(i), scope));
    }
    return map;
  }

  private @Nullable Long bound(@Nullable Expr expression, Scope scope) {
    Object value = expression == null ? null : value(expression, scope);
    return value == null ? null : (Long) Values.integer(value);
  }

  private Values.Given given(Expr.Arguments arguments, Scope scope) {
    if (arguments.positional().isEmpty() && arguments.named().isEmpty()) {
      return Values.Given.NONE;
    }
    Map<String, @Nullable Object> named = new LinkedHashMap<>();
    arguments.named().forEach((name, each) -> named.put(name, value(each, scope)));
    return new Values.Given(values(arguments.positional(), scope), named);
  }

  private @Nullable Object call(Expr.Call call, Scope scope) {
    Object target = value(call.target(), scope);
    if (target instanceof Values.Callable function) {
      return function.call(interpreter, given(call.arguments(), scope));
    }
    String what =
        call.target() instanceof Expr.Name name
            ? Values.quote(name.name())
            : call.target() instanceof Expr.Attribute attribute
                ? Values.quote(attribute.name())
                : "this";
    throw new TemplateException(what + " cannot be called: it is " + Values.kind(target));
  }

  private static @Nullable Object unary(String operator, @Nullable Object operand) {
    if (operator.equals("not")) {
      return !Values.truth(operand);
    }
    if (operand instanceof Double real) {
      return operator.equals("-") ? (Double) (-real) : real;
    }
    long number = Values.integer(operand);
    return operator.equals("-") ? Arithmetic.exact(() -> Math.negateExact(number)) : number;
  }

  private boolean compare(Expr.Compare compare, Scope scope) {
    Object left = value(compare.first(), scope);
    for (int i = 0; i < compare.others().size(); i++) {
      Object right = value(compare.others().get(i), scope);
      if (!holds(compare.operators().get(i), left, right)) {
        return false;
      }
      left = right;
    }
    return true;
  }

  private boolean holds(String operator, @Nullable Object left, @Nullable Object right) {
    return switch (operator) {
      case "==" -> Values.equal(left, right, budget);
      case "!=" -> !Values.equal(left, right, budget);
      case "in" -> Members.contains(right, left, budget);
      case "not in" -> !Members.contains(right, left, budget);
      case "<" -> Values.compare(left, right, budget) < 0;
      case "<=" -> Values.compare(left, right, budget) <= 0;
      case ">" -> Values.compare(left, right, budget) > 0;
      default -> Values.compare(left, right, budget) >= 0;
    };
  }
}

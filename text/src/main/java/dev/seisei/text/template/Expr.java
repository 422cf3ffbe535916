package dev.seisei.text.template;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What has a value. */
sealed interface Expr {
  record Constant(@Nullable Object value) implements Expr {}

  record Name(String name) implements Expr {}

  record ListOf(List<Expr> items) implements Expr {}

  record DictOf(List<Expr> keys, List<Expr> values) implements Expr {}

  record Attribute(Expr target, String name) implements Expr {}

  record Item(Expr target, Expr key) implements Expr {}

  record Slice(Expr target, @Nullable Expr from, @Nullable Expr to, @Nullable Expr step)
      implements Expr {}

  record Call(Expr target, Arguments arguments) implements Expr {}

  record Filter(Expr target, String name, Arguments arguments) implements Expr {}

  record Test(Expr target, String name, Arguments arguments, boolean negated) implements Expr {}

  record Unary(String operator, Expr operand) implements Expr {}

  record Binary(String operator, Expr left, Expr right) implements Expr {}

  record Logical(boolean isAnd, Expr left, Expr right) implements Expr {}

  record Compare(Expr first, List<String> operators, List<Expr> others) implements Expr {}

  record Conditional(Expr test, Expr then, @Nullable Expr otherwise) implements Expr {}

  /** Arguments of a call, not evaluated. */
  record Arguments(List<Expr> positional, Map<String, Expr> named) {
    static final Arguments NONE = new Arguments(List.of(), Map.of());
  }
}

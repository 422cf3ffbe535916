package dev.seisei.text.template;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads expressions, with Jinja's precedences. */
final class ExprParser {
  private static final int MOST_NESTED = 100;
  private static final Set<String> NO_ARGUMENT =
      Set.of("and", "or", "else", "is", "not", "in", "if", "recursive");

  private final List<Token> tokens;
  private int at;
  private int depth;

  ExprParser(List<Token> tokens) {
    this.tokens = tokens;
  }

  Token peek() {
    return tokens.get(at);
  }

  Token take() {
    return tokens.get(at < tokens.size() - 1 ? at++ : at);
  }

  boolean takes(String operator) {
    return takes(Token.Kind.OPERATOR, operator);
  }

  boolean takesWord(String word) {
    return takes(Token.Kind.NAME, word);
  }

  private boolean takes(Token.Kind kind, String text) {
    if (peek().is(kind, text)) {
      take();
      return true;
    }
    return false;
  }

  void expect(String operator) {
    if (!takes(operator)) {
      throw unexpected("expected " + operator);
    }
  }

  String name() {
    if (peek().kind() != Token.Kind.NAME) {
      throw unexpected("expected a name");
    }
    return take().text();
  }

  TemplateException unexpected(String what) {
    return new TemplateException(what + ", got " + Values.quote(peek().text())).at(peek().line());
  }

  /** Levels of nesting are counted here: all recursion passes this way. */
  void enter() {
    if (++depth > MOST_NESTED) {
      throw new TemplateException("nested deeper than " + MOST_NESTED).at(peek().line());
    }
  }

  void leave() {
    depth--;
  }

  /** An expression, or several with commas as a list. */
  Expr tuple(boolean withCondition) {
    Expr first = withCondition ? expression() : or();
    if (!peek().is(Token.Kind.OPERATOR, ",")) {
      return first;
    }
    List<Expr> items = new ArrayList<>(List.of(first));
    while (takes(",") && beginsExpression()) {
      items.add(withCondition ? expression() : or());
    }
    return new Expr.ListOf(List.copyOf(items));
  }

  private boolean beginsExpression() {
    Token next = peek();
    return switch (next.kind()) {
      case STRING, INTEGER, FLOAT -> true;
      case NAME -> !next.text().equals("in");
      case OPERATOR -> Set.of("(", "[", "{", "-", "+").contains(next.text());
      default -> false;
    };
  }

  Expr expression() {
    enter();
    Expr value = or();
    // A chain of conditions without else binds to the left.
    while (takesWord("if")) {
      Expr test = or();
      Expr otherwise = takesWord("else") ? expression() : null;
      value = new Expr.Conditional(test, value, otherwise);
    }
    leave();
    return value;
  }

  private Expr or() {
    Expr left = and();
    while (takesWord("or")) {
      left = new Expr.Logical(false, left, and());
    }
    return left;
  }

  private Expr and() {
    Expr left = not();
    while (takesWord("and")) {
      left = new Expr.Logical(true, left, not());
    }
    return left;
  }

  private Expr not() {
    if (takesWord("not")) {
      enter();
      Expr operand = not();
      leave();
      return new Expr.Unary("not", operand);
    }
    return comparison();
  }

  private Expr comparison() {
    Expr first = sum();
    List<String> operators = new ArrayList<>();
    List<Expr> others = new ArrayList<>();
    while (true) {
      Token next = peek();
      if (next.kind() == Token.Kind.OPERATOR
          && Set.of("==", "!=", "<", "<=", ">", ">=").contains(next.text())) {
        operators.add(take().text());
      } else if (takesWord("in")) {
        operators.add("in");
      } else if (next.is(Token.Kind.NAME, "not") && tokens.get(at + 1).is(Token.Kind.NAME, "in")) {
        take();
        take();
        operators.add("not in");
      } else {
        return others.isEmpty()
            ? first
            : new Expr.Compare(first, List.copyOf(operators), List.copyOf(others));
      }
      others.add(sum());
    }
  }

  private Expr sum() {
    Expr left = concatenation();
    while (isOneOf("+", "-")) {
      left = new Expr.Binary(take().text(), left, concatenation());
    }
    return left;
  }

  private Expr concatenation() {
    Expr left = product();
    while (isOneOf("~")) {
      left = new Expr.Binary(take().text(), left, product());
    }
    return left;
  }

  private Expr product() {
    Expr left = power();
    while (isOneOf("*", "/", "//", "%")) {
      left = new Expr.Binary(take().text(), left, power());
    }
    return left;
  }

  private Expr power() {
    Expr left = unary(true);
    while (takes("**")) {
      left = new Expr.Binary("**", left, unary(true));
    }
    return left;
  }

  private boolean isOneOf(String... operators) {
    return peek().kind() == Token.Kind.OPERATOR && List.of(operators).contains(peek().text());
  }

  private Expr unary(boolean withFilters) {
    enter();
    Expr value;
    if (isOneOf("-", "+")) {
      value = new Expr.Unary(take().text(), unary(false));
    } else {
      value = postfix(primary());
    }
    if (withFilters) {
      value = filtersAndTests(value);
    }
    leave();
    return value;
  }

  private Expr primary() {
    Token token = take();
    switch (token.kind()) {
      case STRING -> {
        StringBuilder text = new StringBuilder(token.text());
        while (peek().kind() == Token.Kind.STRING) {
          text.append(take().text());
        }
        return new Expr.Constant(text.toString());
      }
      case INTEGER -> {
        try {
          return new Expr.Constant(Long.parseLong(token.text()));
        } catch (NumberFormatException e) {
          throw new TemplateException("an integer beyond 64 bits").at(token.line());
        }
      }
      case FLOAT -> {
        return new Expr.Constant(Double.parseDouble(token.text()));
      }
      case NAME -> {
        return switch (token.text()) {
          case "true", "True" -> new Expr.Constant(true);
          case "false", "False" -> new Expr.Constant(false);
          case "none", "None" -> new Expr.Constant(null);
          default -> new Expr.Name(token.text());
        };
      }
      case OPERATOR -> {
        switch (token.text()) {
          case "(" -> {
            if (takes(")")) {
              return new Expr.ListOf(List.of());
            }
            Expr inside = tuple(true);
            expect(")");
            return inside;
          }
          case "[" -> {
            return new Expr.ListOf(items("]"));
          }
          case "{" -> {
            return dict();
          }
          default -> {}
        }
      }
      default -> {}
    }
    throw new TemplateException("expected an expression, got " + Values.quote(token.text()))
        .at(token.line());
  }

  private List<Expr> items(String end) {
    List<Expr> items = new ArrayList<>();
    while (!takes(end)) {
      if (!items.isEmpty()) {
        expect(",");
        if (takes(end)) {
          break;
        }
      }
      items.add(expression());
    }
    return List.copyOf(items);
  }

  private Expr dict() {
    List<Expr> keys = new ArrayList<>();
    List<Expr> values = new ArrayList<>();
    while (!takes("}")) {
      if (!keys.isEmpty()) {
        expect(",");
        if (takes("}")) {
          break;
        }
      }
      keys.add(expression());
      expect(":");
      values.add(expression());
    }
    return new Expr.DictOf(List.copyOf(keys), List.copyOf(values));
  }

  private Expr postfix(Expr target) {
    Expr value = target;
    while (true) {
      if (takes(".")) {
        value =
            peek().kind() == Token.Kind.INTEGER
                ? new Expr.Item(value, primary())
                : new Expr.Attribute(value, name());
      } else if (takes("[")) {
        value = subscript(value);
      } else if (takes("(")) {
        value = new Expr.Call(value, arguments());
      } else {
        return value;
      }
    }
  }

  private Expr subscript(Expr target) {
    Expr from = peek().is(Token.Kind.OPERATOR, ":") ? null : expression();
    if (from != null && takes("]")) {
      return new Expr.Item(target, from);
    }
    expect(":");
    Expr to = sliceBound();
    Expr step = takes(":") ? sliceBound() : null;
    expect("]");
    return new Expr.Slice(target, from, to, step);
  }

  private @Nullable Expr sliceBound() {
    return isOneOf(":", "]") ? null : expression();
  }

  private Expr.Arguments arguments() {
    List<Expr> positional = new ArrayList<>();
    Map<String, Expr> named = new LinkedHashMap<>();
    while (!takes(")")) {
      if (!positional.isEmpty() || !named.isEmpty()) {
        expect(",");
        if (takes(")")) {
          break;
        }
      }
      if (peek().kind() == Token.Kind.NAME && tokens.get(at + 1).is(Token.Kind.OPERATOR, "=")) {
        String name = take().text();
        take();
        named.put(name, expression());
      } else {
        positional.add(expression());
      }
    }
    return new Expr.Arguments(List.copyOf(positional), named);
  }

  private Expr filtersAndTests(Expr target) {
    Expr value = target;
    while (true) {
      if (takes("|")) {
        value = filter(value);
      } else if (takesWord("is")) {
        boolean negated = takesWord("not");
        value = new Expr.Test(value, name(), testArguments(), negated);
      } else if (takes("(")) {
        value = new Expr.Call(value, arguments());
      } else {
        return value;
      }
    }
  }

  Expr.Filter filter(Expr target) {
    String name = name();
    return new Expr.Filter(target, name, takes("(") ? arguments() : Expr.Arguments.NONE);
  }

  /** A test's argument may stand without brackets: {@code is divisibleby 3}. */
  private Expr.Arguments testArguments() {
    if (takes("(")) {
      return arguments();
    }
    Token next = peek();
    boolean begins =
        switch (next.kind()) {
          case STRING, INTEGER, FLOAT -> true;
          case NAME -> !NO_ARGUMENT.contains(next.text());
          case OPERATOR -> next.text().equals("[") || next.text().equals("{");
          default -> false;
        };
    return begins ? new Expr.Arguments(List.of(postfix(primary())), Map.of()) : Expr.Arguments.NONE;
  }
}

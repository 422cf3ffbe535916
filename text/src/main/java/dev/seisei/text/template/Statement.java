package dev.seisei.text.template;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a template does. */
sealed interface Statement {
  record Text(String text) implements Statement {}

  record Output(Expr value, int line) implements Statement {}

  record If(List<Expr> tests, List<List<Statement>> bodies, List<Statement> otherwise, int line)
      implements Statement {}

  record For(
      List<String> targets,
      Expr items,
      @Nullable Expr condition,
      List<Statement> body,
      List<Statement> otherwise,
      int line)
      implements Statement {}

  /**
   * Gives names values.
   *
   * @param attribute of a namespace that the only name is; or null
   */
  record Set(List<String> names, @Nullable String attribute, Expr value, int line)
      implements Statement {}

  /** Gives a name the text that statements write, through filters. */
  record SetBlock(String name, List<Statement> body, List<Expr.Filter> filters, int line)
      implements Statement {}

  record Macro(String name, List<String> parameters, List<@Nullable Expr> defaults, Body body)
      implements Statement {}

  /** Statements, as one object. */
  record Body(List<Statement> statements) {}

  record Break(int line) implements Statement {}

  record Continue(int line) implements Statement {}
}

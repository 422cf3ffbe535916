package dev.seisei.text.template;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads statements. */
final class Parser {
  private final ExprParser tokens;

  Parser(List<Token> tokens) {
    this.tokens = new ExprParser(tokens);
  }

  List<Statement> template() {
    List<Statement> statements = body(Set.of());
    if (tokens.peek().kind() != Token.Kind.END) {
      throw tokens.unexpected("expected the end");
    }
    return statements;
  }

  /** Statements up to a block that begins with one of the words, whose word is the next token. */
  private List<Statement> body(Set<String> ends) {
    tokens.enter();
    List<Statement> statements = new ArrayList<>();
    while (true) {
      Token token = tokens.take();
      switch (token.kind()) {
        case TEXT -> statements.add(new Statement.Text(token.text()));
        case OUTPUT_BEGIN -> {
          Expr value = tokens.tuple(true);
          end(Token.Kind.OUTPUT_END, "}}");
          statements.add(new Statement.Output(value, token.line()));
        }
        case BLOCK_BEGIN -> {
          if (tokens.peek().kind() == Token.Kind.NAME && ends.contains(tokens.peek().text())) {
            tokens.leave();
            return List.copyOf(statements);
          }
          block(statements);
        }
        default -> {
          if (!ends.isEmpty()) {
            throw new TemplateException("the template ends before " + ends).at(token.line());
          }
          tokens.leave();
          return List.copyOf(statements);
        }
      }
    }
  }

  private void end(Token.Kind kind, String what) {
    if (tokens.peek().kind() != kind) {
      throw tokens.unexpected("expected " + what);
    }
    tokens.take();
  }

  private void endBlock() {
    end(Token.Kind.BLOCK_END, "%}");
  }

  private void block(List<Statement> into) {
    int line = tokens.peek().line();
    String word = tokens.name();
    switch (word) {
      case "if" -> into.add(branch(line));
      case "for" -> into.add(loop(line));
      case "set" -> into.add(set(line));
      case "macro" -> into.add(macro());
      case "break" -> {
        endBlock();
        into.add(new Statement.Break(line));
      }
      case "continue" -> {
        endBlock();
        into.add(new Statement.Continue(line));
      }
      case "generation" -> {
        // Marks what a model says, for training; it is written all the same.
        endBlock();
        into.addAll(body(Set.of("endgeneration")));
        tokens.take();
        endBlock();
      }
      default ->
          throw new TemplateException(
                  "the statement "
                      + Values.quote(word)
                      + " is not supported here; there are if, for, set, macro, raw, generation,"
                      + " break, continue")
              .at(line);
    }
  }

  private Statement branch(int line) {
    List<Expr> tests = new ArrayList<>();
    List<List<Statement>> bodies = new ArrayList<>();
    List<Statement> otherwise = List.of();
    tests.add(tokens.tuple(true));
    endBlock();
    while (true) {
      bodies.add(body(Set.of("elif", "else", "endif")));
      String word = tokens.name();
      if (word.equals("elif")) {
        tests.add(tokens.tuple(true));
        endBlock();
        continue;
      }
      endBlock();
      if (word.equals("else")) {
        otherwise = body(Set.of("endif"));
        tokens.take();
        endBlock();
      }
      return new Statement.If(List.copyOf(tests), List.copyOf(bodies), otherwise, line);
    }
  }

  private Statement loop(int line) {
    boolean bracketed = tokens.takes("(");
    List<String> targets = new ArrayList<>(List.of(tokens.name()));
    while (tokens.takes(",")) {
      targets.add(tokens.name());
    }
    if (bracketed) {
      tokens.expect(")");
    }
    if (!tokens.takesWord("in")) {
      throw tokens.unexpected("expected in");
    }
    Expr items = tokens.tuple(false);
    Expr condition = tokens.takesWord("if") ? tokens.expression() : null;
    endBlock();
    List<Statement> body = body(Set.of("else", "endfor"));
    List<Statement> otherwise = List.of();
    if (tokens.name().equals("else")) {
      endBlock();
      otherwise = body(Set.of("endfor"));
      tokens.take();
    }
    endBlock();
    return new Statement.For(List.copyOf(targets), items, condition, body, otherwise, line);
  }

  private Statement set(int line) {
    List<String> names = new ArrayList<>(List.of(tokens.name()));
    String attribute = tokens.takes(".") ? tokens.name() : null;
    while (attribute == null && tokens.takes(",")) {
      names.add(tokens.name());
    }
    if (tokens.takes("=")) {
      Expr value = tokens.tuple(true);
      endBlock();
      return new Statement.Set(List.copyOf(names), attribute, value, line);
    }
    if (attribute != null || names.size() > 1) {
      throw tokens.unexpected("expected =");
    }
    List<Expr.Filter> filters = new ArrayList<>();
    while (tokens.takes("|")) {
      filters.add(tokens.filter(new Expr.Constant(null)));
    }
    endBlock();
    List<Statement> body = body(Set.of("endset"));
    tokens.take();
    endBlock();
    return new Statement.SetBlock(names.get(0), body, List.copyOf(filters), line);
  }

  private Statement macro() {
    String name = tokens.name();
    List<String> parameters = new ArrayList<>();
    List<@Nullable Expr> defaults = new ArrayList<>();
    tokens.expect("(");
    while (!tokens.takes(")")) {
      if (!parameters.isEmpty()) {
        tokens.expect(",");
      }
      parameters.add(tokens.name());
      defaults.add(tokens.takes("=") ? tokens.expression() : null);
    }
    endBlock();
    List<Statement> body = body(Set.of("endmacro"));
    tokens.take();
    endBlock();
    return new Statement.Macro(name, parameters, defaults, new Statement.Body(body));
  }
}

package dev.seisei.text.template;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Runs one template once. */
final class Interpreter {
  /** What a loop's body asked for. */
  private enum Flow {
    ON,
    BREAK,
    CONTINUE
  }

  private final Budget budget;
  private final Evaluator evaluator;
  private StringBuilder out = new StringBuilder();
  private int line = 1;

  Interpreter(Budget budget) {
    this.budget = budget;
    this.evaluator = new Evaluator(this, budget);
  }

  Budget budget() {
    return budget;
  }

  /** The statement that runs, for errors. */
  int line() {
    return line;
  }

  String run(List<Statement> statements, Scope scope) {
    requireOutsideOfLoops(all(statements, scope));
    return out.toString();
  }

  private static void requireOutsideOfLoops(Flow flow) {
    if (flow != Flow.ON) {
      throw new TemplateException("break or continue outside of a loop");
    }
  }

  private Flow all(List<Statement> statements, Scope scope) {
    budget.enter();
    for (Statement statement : statements) {
      Flow flow = one(statement, scope);
      if (flow != Flow.ON) {
        budget.leave();
        return flow;
      }
    }
    budget.leave();
    return Flow.ON;
  }

  private Flow one(Statement statement, Scope scope) {
    budget.step();
    if (statement instanceof Statement.Text text) {
      write(text.text());
    } else if (statement instanceof Statement.Output output) {
      line = output.line();
      write(Writing.text(evaluator.value(output.value(), scope), budget));
    } else if (statement instanceof Statement.If branch) {
      return branch(branch, scope);
    } else if (statement instanceof Statement.For loop) {
      return loop(loop, scope);
    } else if (statement instanceof Statement.Set set) {
      set(set, scope);
    } else if (statement instanceof Statement.SetBlock block) {
      line = block.line();
      Object value = captured(block.body(), new Scope(scope));
      for (Expr.Filter filter : block.filters()) {
        value = evaluator.filtered(value, filter, scope);
      }
      scope.set(block.name(), value);
    } else if (statement instanceof Statement.Macro macro) {
      scope.set(macro.name(), new Function(macro, scope));
    } else if (statement instanceof Statement.Break leaving) {
      line = leaving.line();
      return Flow.BREAK;
    } else if (statement instanceof Statement.Continue leaving) {
      line = leaving.line();
      return Flow.CONTINUE;
    }
    return Flow.ON;
  }

  private void write(String text) {
    budget.make(text.length());
    budget.requireShort(out.length() + (long) text.length());
    out.append(text);
  }

  /** What statements write, as a value. */
  private String captured(List<Statement> body, Scope scope) {
    StringBuilder before = out;
    out = new StringBuilder();
    try {
      requireOutsideOfLoops(all(body, scope));
      return out.toString();
    } finally {
      out = before;
    }
  }

  private Flow branch(Statement.If branch, Scope scope) {
    for (int i = 0; i < branch.tests().size(); i++) {
      line = branch.line();
      if (Values.truth(evaluator.value(branch.tests().get(i), scope))) {
        return all(branch.bodies().get(i), scope);
      }
    }
    return all(branch.otherwise(), scope);
  }

  private Flow loop(Statement.For loop, Scope scope) {
    line = loop.line();
    List<@Nullable Object> items = Values.items(evaluator.value(loop.items(), scope), budget);
    if (loop.condition() != null) {
      List<@Nullable Object> chosen = new ArrayList<>();
      for (Object item : items) {
        Scope inner = new Scope(scope);
        assign(loop.targets(), item, inner);
        if (Values.truth(evaluator.value(loop.condition(), inner))) {
          chosen.add(item);
        }
      }
      items = chosen;
    }
    if (items.isEmpty()) {
      return all(loop.otherwise(), scope);
    }
    for (int i = 0; i < items.size(); i++) {
      Scope inner = new Scope(scope);
      inner.set("loop", new Values.Loop(items, i));
      assign(loop.targets(), items.get(i), inner);
      if (all(loop.body(), inner) == Flow.BREAK) {
        break;
      }
      line = loop.line();
    }
    return Flow.ON;
  }

  private void assign(List<String> names, @Nullable Object value, Scope scope) {
    if (names.size() == 1) {
      scope.set(names.get(0), value);
      return;
    }
    List<@Nullable Object> parts = Values.items(value, budget);
    if (parts.size() != names.size()) {
      throw new TemplateException(
          "expected " + names.size() + " values for " + names + ", got " + parts.size());
    }
    for (int i = 0; i < parts.size(); i++) {
      scope.set(names.get(i), parts.get(i));
    }
  }

  private void set(Statement.Set set, Scope scope) {
    line = set.line();
    Object value = evaluator.value(set.value(), scope);
    String attribute = set.attribute();
    if (attribute == null) {
      assign(set.names(), value, scope);
    } else if (scope.get(set.names().get(0)) instanceof Values.Namespace namespace) {
      namespace.values.put(attribute, value);
    } else {
      throw new TemplateException(
          "only attributes of a namespace can be set, and "
              + Values.quote(set.names().get(0))
              + " is none");
    }
  }

  /** A macro, with the names that it sees. */
  private final class Function implements Values.Callable {
    private final Statement.Macro macro;
    private final Scope home;

    Function(Statement.Macro macro, Scope home) {
      this.macro = macro;
      this.home = home;
    }

    @Override
    public @Nullable Object call(Interpreter interpreter, Values.Given given) {
      Scope scope = new Scope(home);
      Map<String, @Nullable Object> named = new LinkedHashMap<>(given.named());
      List<String> parameters = macro.parameters();
      if (given.positional().size() > parameters.size()) {
        throw new TemplateException(
            "macro "
                + macro.name()
                + " takes "
                + parameters.size()
                + " arguments, got "
                + given.positional().size());
      }
      for (int i = 0; i < parameters.size(); i++) {
        String parameter = parameters.get(i);
        Expr otherwise = macro.defaults().get(i);
        if (i < given.positional().size()) {
          scope.set(parameter, given.positional().get(i));
        } else if (named.containsKey(parameter)) {
          scope.set(parameter, named.remove(parameter));
        } else {
          scope.set(
              parameter,
              otherwise == null ? Values.Undefined.UNDEFINED : evaluator.value(otherwise, scope));
        }
      }
      if (!named.isEmpty()) {
        throw new TemplateException(
            "macro " + macro.name() + " has no parameter " + named.keySet());
      }
      int before = line;
      String text = captured(macro.body().statements(), scope);
      line = before;
      return text;
    }
  }

  /** Many values as one, without letting them be changed. */
  static List<@Nullable Object> list(List<@Nullable Object> items) {
    return Collections.unmodifiableList(items);
  }
}

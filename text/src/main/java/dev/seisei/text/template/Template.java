package dev.seisei.text.template;

import java.time.Clock;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A template in the part of Jinja that chat templates use; {@code docs/text.md} lists it. White
 * space is as Hugging Face's programs have it: {@code trim_blocks} and {@code lstrip_blocks}.
 * Immutable and thread-safe.
 *
 * <p>A template comes with a model's file, so it may be hostile. It is interpreted, by a program
 * that knows nulls, booleans, numbers, strings, lists and maps and never asks an object for its
 * class or methods. Its steps, the size of what it makes and how deep it nests are bounded: one
 * that would run for ever ends with an error within a second or two.
 */
public final class Template {
  private static final int LONGEST_SOURCE = 1_000_000;

  private final List<Statement> statements;

  private Template(List<Statement> statements) {
    this.statements = statements;
  }

  /**
   * Reads a template.
   *
   * @throws TemplateException if it is wrong or uses what is not supported, naming the line
   */
  public static Template parse(String source) {
    if (source.length() > LONGEST_SOURCE) {
      throw new TemplateException(
          "a template must not be longer than " + LONGEST_SOURCE + ", got " + source.length());
    }
    return new Template(new Parser(new Lexer(source).tokens()).template());
  }

  /**
   * Fills the template.
   *
   * @param values by name: null, booleans, numbers, strings, collections, and maps with strings as
   *     keys; they are copied
   * @throws TemplateException if the template refuses them ({@link TemplateException#raised}), is
   *     wrong, or uses up too much
   */
  public String fill(Map<String, ? extends @Nullable Object> values) {
    return fill(values, Clock.system(ZoneId.systemDefault()));
  }

  /** As {@link #fill(Map)}, with the clock that {@code strftime_now} reads. */
  public String fill(Map<String, ? extends @Nullable Object> values, Clock clock) {
    Budget budget = new Budget();
    Scope scope = new Scope(null);
    Functions.addTo(scope, clock);
    values.forEach((name, value) -> scope.set(name, Values.imported(value, budget)));
    Interpreter interpreter = new Interpreter(budget);
    try {
      return interpreter.run(statements, new Scope(scope));
    } catch (TemplateException e) {
      throw e.at(interpreter.line());
    }
  }
}

package dev.seisei.text.template;

/** A template that is wrong, asks for too much, or refuses what it was given. */
public final class TemplateException extends IllegalArgumentException {
  private static final long serialVersionUID = 1;

  private final boolean raised;

  TemplateException(String message) {
    this(message, false);
  }

  TemplateException(String message, boolean raised) {
    super(message);
    this.raised = raised;
  }

  /** Whether the template itself refused, by {@code raise_exception}: the message is its own. */
  public boolean raised() {
    return raised;
  }

  TemplateException at(int line) {
    return raised ? this : new TemplateException("template, line " + line + ": " + getMessage());
  }
}

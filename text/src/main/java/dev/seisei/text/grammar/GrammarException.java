package dev.seisei.text.grammar;

/** A grammar, JSON schema or pattern that is wrong, or asks for what is not supported. */
public final class GrammarException extends IllegalArgumentException {
  private static final long serialVersionUID = 1;

  /**
   * @param message names the place, and what is wrong there
   */
  public GrammarException(String message) {
    super(message);
  }
}

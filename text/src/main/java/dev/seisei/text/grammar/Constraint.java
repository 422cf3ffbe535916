package dev.seisei.text.grammar;

/** Says which tokens may come next in one text. Not thread-safe. */
public interface Constraint {
  /**
   * The tokens that may come: bit i mod 64 of word i / 64 is token i's. Those that end a text are
   * among them if and only if it is {@link #complete}. Shared with others: not to be changed.
   */
  long[] allowed();

  /**
   * Takes the token that was chosen.
   *
   * @throws IllegalArgumentException if it was not allowed
   */
  void accept(int id);

  /** Whether the text so far may end here. */
  boolean complete();

  /** The same text, to be continued otherwise. */
  Constraint copy();
}

package dev.seisei.core.model;

/**
 * Generations that run side by side, and join and leave between steps.
 *
 * <p>Not thread-safe: one thread at a time uses a session, and while one is open the generator
 * makes nothing else.
 *
 * @param <R> the record of requests
 */
public interface Session<R extends Record> extends AutoCloseable {
  /** Whether there is room for this request now. What never fits is refused by {@link #join}. */
  boolean admits(R request);

  /**
   * Takes a request in; nothing is computed before the next step.
   *
   * @param listener told of pieces of text as they come, and asked before each step whether this
   *     generation should go on
   * @throws dev.seisei.core.settings.SettingException as {@link Generator#check}
   * @throws IllegalStateException if this session does not admit it
   */
  Generation join(R request, GenerationListener listener);

  /**
   * One step of all generations that are not done. What goes wrong with one of them ends that one.
   */
  void step();

  /** How many generations are not done. */
  int running();

  /** Ends the session; generations that are not done are cancelled. Closing twice does nothing. */
  @Override
  void close();
}

package dev.seisei.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.IntConsumer;
import org.jline.utils.Signals;
import org.jspecify.annotations.Nullable;

/**
 * Turns the first Ctrl-C (or SIGTERM) into a wish to stop, which the work asks for; the second one
 * ends the process at once.
 */
final class Interrupt implements AutoCloseable {
  private static final Map<String, Integer> NUMBERS = Map.of("INT", 2, "TERM", 15);

  private final Runnable onFirst;
  private final IntConsumer onSecond;
  private final Map<String, @Nullable Object> before = new LinkedHashMap<>();
  private volatile int exitCode;

  /**
   * @param onFirst tells the user that it was heard
   * @param onSecond ends the process with an exit code
   */
  Interrupt(Runnable onFirst, IntConsumer onSecond) {
    this.onFirst = onFirst;
    this.onSecond = onSecond;
  }

  /** Listens to the process' signals until it is closed. */
  static Interrupt listen(Runnable onFirst) {
    Interrupt interrupt = new Interrupt(onFirst, code -> Runtime.getRuntime().halt(code));
    for (String name : NUMBERS.keySet()) {
      interrupt.before.put(name, Signals.register(name, () -> interrupt.signal(name)));
    }
    return interrupt;
  }

  /** Hears a signal, by its name without SIG. */
  synchronized void signal(String name) {
    int code = Exit.bySignal(NUMBERS.getOrDefault(name, 0));
    if (exitCode != 0) {
      onSecond.accept(code);
      return;
    }
    exitCode = code;
    onFirst.run();
  }

  boolean heard() {
    return exitCode != 0;
  }

  /** What the process should end with; empty if nothing was heard. */
  OptionalInt exitCode() {
    return heard() ? OptionalInt.of(exitCode) : OptionalInt.empty();
  }

  @Override
  public void close() {
    before.forEach(
        (name, handler) -> {
          if (handler != null) {
            Signals.unregister(name, handler);
          }
        });
    before.clear();
  }
}

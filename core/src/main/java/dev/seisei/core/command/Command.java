package dev.seisei.core.command;

import java.util.concurrent.Callable;

/**
 * A subcommand that a module brings to the {@code seisei} command, found by {@link
 * java.util.ServiceLoader}.
 *
 * <p>An implementation carries picocli's annotations for its options and its help; this module does
 * not need picocli for that. Its constructor does no work. {@link #call} returns the exit code: 0,
 * or 1 if the work failed; for wrong usage it throws picocli's {@code ParameterException} (exit
 * code 2). Any other exception is shown as one line and is exit code 1.
 */
public interface Command extends Callable<Integer> {
  /** What users type, such as {@code serve}. */
  String name();
}

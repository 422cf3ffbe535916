package dev.seisei.cli;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Runs commands in this process and keeps what they say. */
final class Cli {
  private Cli() {}

  /**
   * What a command left behind.
   *
   * @param output on standard output
   * @param err on standard error
   */
  record Result(int exitCode, ByteArrayOutputStream output, String err) {
    byte[] out() {
      return output.toByteArray();
    }

    String text() {
      return output.toString(StandardCharsets.UTF_8);
    }
  }

  static Result run(Object... args) {
    return runOn(0, args);
  }

  /** Runs a command on a terminal of a width; 0 for none. */
  static Result runOn(int columns, Object... args) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int exitCode =
        Seisei.run(
            new Console(
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                columns),
            Arrays.stream(args).map(String::valueOf).toArray(String[]::new));
    return new Result(exitCode, out, err.toString(StandardCharsets.UTF_8));
  }

  /** Trains the tiny family. */
  static Result train(Object out, Object... more) {
    Object[] args = {"train", "tiny", "--data", "tiny", "--seed", 1, "--out", out};
    Object[] all = Arrays.copyOf(args, args.length + more.length);
    System.arraycopy(more, 0, all, args.length, more.length);
    return run(all);
  }
}

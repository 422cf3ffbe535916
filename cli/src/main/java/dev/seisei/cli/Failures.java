package dev.seisei.cli;

import dev.seisei.core.file.FileReason;
import dev.seisei.core.settings.SettingException;
import dev.seisei.engine.memory.MemoryLimitException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.util.function.BooleanSupplier;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Shows what went wrong in one line on standard error, and says which exit code that is. */
final class Failures implements IParameterExceptionHandler, IExecutionExceptionHandler {
  private final Console console;
  private final BooleanSupplier debug;

  Failures(Console console, BooleanSupplier debug) {
    this.console = console;
    this.debug = debug;
  }

  @Override
  public int handleParseException(ParameterException failure, String[] args) {
    CommandLine command = failure.getCommandLine();
    String message = failure.getMessage();
    if (failure instanceof UnmatchedArgumentException unmatched
        && !unmatched.getSuggestions().isEmpty()) {
      message += "; did you mean " + String.join(" or ", unmatched.getSuggestions()) + "?";
    }
    show(message + " (see " + command.getCommandSpec().qualifiedName() + " --help)", failure);
    return Exit.USAGE;
  }

  @Override
  public int handleExecutionException(Exception failure, CommandLine command, ParseResult parsed) {
    show(describe(failure), failure);
    return failure instanceof SettingException ? Exit.USAGE : Exit.FAILED;
  }

  private void show(String message, Exception failure) {
    console.err().println("seisei: " + message.strip().replaceAll("\\s*\\R\\s*", "; "));
    if (debug.getAsBoolean()) {
      failure.printStackTrace(console.err());
    }
  }

  /** What went wrong, in words. */
  static String describe(Throwable failure) {
    Throwable cause = failure.getCause();
    if (failure instanceof UncheckedIOException
        && cause != null
        && cause.toString().equals(failure.getMessage())) {
      return describe(cause);
    }
    if (failure instanceof FileSystemException file && file.getReason() == null) {
      return file.getFile() + ": " + FileReason.of(file);
    }
    String message = failure.getMessage();
    if (failure instanceof OutOfMemoryError) {
      return "out of memory (" + message + "); SEISEI_JAVA_OPTS=-Xmx8g would allow 8 GB";
    }
    boolean meantForPeople =
        failure instanceof IllegalArgumentException
            || failure instanceof MemoryLimitException
            || failure instanceof IllegalStateException
            || failure instanceof IOException
            || failure instanceof UncheckedIOException;
    if (meantForPeople && message != null && !message.isBlank()) {
      return message;
    }
    String kind = failure.getClass().getSimpleName();
    return kind + (message == null ? "" : ": " + message) + " (--debug shows where)";
  }
}

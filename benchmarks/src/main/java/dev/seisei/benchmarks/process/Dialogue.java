package dev.seisei.benchmarks.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A process that does what it is told line by line, seen from the one that tells it. It ends by
 * itself when nothing more is to be read.
 */
public final class Dialogue implements AutoCloseable {
  private final String name;
  private final Process process;
  private final BufferedReader answers;
  private final PrintWriter orders;

  /** What is understood of the first answers. */
  @FunctionalInterface
  public interface Beginning {
    void hear(Dialogue dialogue) throws IOException;
  }

  private Dialogue(String name, Process process) {
    this.name = name;
    this.process = process;
    answers = process.inputReader(StandardCharsets.UTF_8);
    orders = new PrintWriter(process.outputWriter(StandardCharsets.UTF_8), true);
  }

  /**
   * Waits until a process has said how it begins.
   *
   * @param name what errors call it
   * @throws IOException if it ends before, or is not understood; the process has ended then
   */
  public static Dialogue begin(String name, Process process, Beginning beginning)
      throws IOException {
    Dialogue dialogue = new Dialogue(name, process);
    boolean understood = false;
    try {
      beginning.hear(dialogue);
      understood = true;
    } finally {
      if (!understood) {
        process.destroyForcibly();
      }
    }
    return dialogue;
  }

  /** Tells the process what to do. */
  public void order(String line) {
    orders.println(line);
  }

  /** The next line that it says. */
  public String answer() throws IOException {
    String line = answers.readLine();
    if (line == null) {
      throw new IOException(name + " ended before it answered; see its messages above");
    }
    return line;
  }

  /** The number of a line "word number". */
  public double number(String word, String line) throws IOException {
    if (!line.startsWith(word + " ")) {
      throw misunderstood(line);
    }
    return numbers(line)[0];
  }

  /** The numbers after the first word of a line, of which there must be one at least. */
  public double[] numbers(String line) throws IOException {
    try {
      return Arrays.stream(rest(line).split(" ", -1)).mapToDouble(Double::parseDouble).toArray();
    } catch (NumberFormatException e) {
      throw new IOException(misunderstood(line).getMessage(), e);
    }
  }

  /** All after the first word of a line. */
  public static String rest(String line) {
    return line.substring(line.indexOf(' ') + 1);
  }

  /** For a line that it should not have said. */
  public IOException misunderstood(String line) {
    return new IOException(name + " answered: " + line);
  }

  /** Ends the process at once, whatever it is at. */
  public void kill() {
    process.destroyForcibly();
    close();
  }

  @Override
  public void close() {
    orders.close();
    try {
      process.waitFor();
    } catch (InterruptedException e) {
      process.destroy();
      Thread.currentThread().interrupt();
    }
  }
}

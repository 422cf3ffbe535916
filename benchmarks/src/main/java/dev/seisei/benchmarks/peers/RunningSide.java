package dev.seisei.benchmarks.peers;

import dev.seisei.benchmarks.report.Quantiles;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A {@link SideProcess}, seen from the process that compares. */
final class RunningSide implements AutoCloseable {
  private final Side side;
  private final Process process;
  private final BufferedReader answers;
  private final PrintWriter orders;
  private final List<double[]> values = new ArrayList<>();
  private final List<Double> milliseconds = new ArrayList<>();
  private final List<Double> optimizer = new ArrayList<>();
  private double peak = Double.NaN;
  private @Nullable String refusal;

  /**
   * Waits until the side is ready, or has refused.
   *
   * @throws IOException if it ends before, or says anything else; the process has ended then
   */
  RunningSide(Side side, Process process) throws IOException {
    this.side = side;
    this.process = process;
    answers = process.inputReader(StandardCharsets.UTF_8);
    orders = new PrintWriter(process.outputWriter(StandardCharsets.UTF_8), true);
    boolean understood = false;
    try {
      begin();
      understood = true;
    } finally {
      if (!understood) {
        process.destroyForcibly();
      }
    }
  }

  private void begin() throws IOException {
    for (String line = answer(); !line.equals("ready"); line = answer()) {
      String[] words = line.split(" ", -1);
      switch (words[0]) {
        case "values" -> values.add(numbers(line));
        case "peak" -> peak = numbers(line)[0];
        case "refused" -> {
          refusal = rest(line);
          return;
        }
        default -> throw misunderstood(line);
      }
    }
  }

  private static String rest(String line) {
    return line.substring(line.indexOf(' ') + 1);
  }

  /** The numbers after the first word, of which there must be one at least. */
  private double[] numbers(String line) throws IOException {
    try {
      return Arrays.stream(rest(line).split(" ", -1)).mapToDouble(Double::parseDouble).toArray();
    } catch (NumberFormatException e) {
      throw new IOException(misunderstood(line).getMessage(), e);
    }
  }

  private IOException misunderstood(String line) {
    return new IOException(side + " answered: " + line);
  }

  private String answer() throws IOException {
    String line = answers.readLine();
    if (line == null) {
      throw new IOException(side + " ended before it answered; see its messages above");
    }
    return line;
  }

  /** Why the side cannot compute this, or null if it can. */
  @Nullable String refusal() {
    return refusal;
  }

  Side side() {
    return side;
  }

  /** What each of the first runs gave. */
  List<double[]> values() {
    return values;
  }

  /** What memory the side took, in MB; NaN where the system does not tell. */
  double peak() {
    return peak;
  }

  /** Lets the side run, and keeps the times of the runs that count. */
  void run(int runs, int uncounted) throws IOException {
    milliseconds.addAll(timed("run", runs, uncounted));
  }

  /** The times of all runs so far, in milliseconds. */
  Quantiles times() {
    return Quantiles.of(milliseconds);
  }

  /** How long the last run took, in milliseconds. */
  double last() {
    return milliseconds.get(milliseconds.size() - 1);
  }

  /** Forgets the times so far: they were to warm up. */
  void forgetTimes() {
    milliseconds.clear();
  }

  /** Lets the side do the optimizer's part of a run alone, and keeps the times that count. */
  void runOptimizer(int runs, int uncounted) throws IOException {
    optimizer.addAll(timed("part optimizer", runs, uncounted));
  }

  /** The median of all runs of the optimizer alone so far, in milliseconds; NaN without any. */
  double optimizer() {
    return optimizer.isEmpty() ? Double.NaN : Quantiles.of(optimizer).median();
  }

  private List<Double> timed(String order, int runs, int uncounted) throws IOException {
    orders.println(order + " " + runs + " " + uncounted);
    List<Double> times = new ArrayList<>();
    for (String line = answer(); !line.equals("done"); line = answer()) {
      if (!line.startsWith("ms ")) {
        throw misunderstood(line);
      }
      times.add(numbers(line)[0]);
    }
    if (times.size() != runs) {
      throw new IOException(side + " told the times of " + times.size() + " runs, not " + runs);
    }
    return times;
  }

  /** Ends the process at once, whatever it is at. */
  void kill() {
    process.destroyForcibly();
    close();
  }

  /** Ends the process, which it does by itself when nothing more is to be read. */
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

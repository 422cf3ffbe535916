package dev.seisei.benchmarks.peers;

import dev.seisei.benchmarks.process.Dialogue;
import dev.seisei.benchmarks.report.Quantiles;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A {@link SideProcess}, seen from the process that compares. */
final class RunningSide implements AutoCloseable {
  private final Side side;
  private final Dialogue process;
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
    this.process = Dialogue.begin(side.toString(), process, this::begin);
  }

  private void begin(Dialogue process) throws IOException {
    for (String line = process.answer(); !line.equals("ready"); line = process.answer()) {
      switch (line.split(" ", 2)[0]) {
        case "values" -> values.add(process.numbers(line));
        case "peak" -> peak = process.number("peak", line);
        case "refused" -> {
          refusal = Dialogue.rest(line);
          return;
        }
        default -> throw process.misunderstood(line);
      }
    }
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
    process.order(order + " " + runs + " " + uncounted);
    List<Double> times = new ArrayList<>();
    for (String line = process.answer(); !line.equals("done"); line = process.answer()) {
      times.add(process.number("ms", line));
    }
    if (times.size() != runs) {
      throw new IOException(side + " told the times of " + times.size() + " runs, not " + runs);
    }
    return times;
  }

  /** Ends the process at once, whatever it is at. */
  void kill() {
    process.kill();
  }

  /** Ends the process. */
  @Override
  public void close() {
    process.close();
  }
}

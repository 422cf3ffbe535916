package dev.seisei.benchmarks.scaling;

import dev.seisei.benchmarks.process.JavaProcess;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A {@link ScalingProcess}, seen from the process that measures. */
final class Networks implements AutoCloseable {
  private final Process process;
  private final BufferedReader answers;
  private final PrintWriter orders;
  private final List<Point> points;

  /** Starts the process and waits until its networks are there. */
  static Networks start(int threads, List<Point> points) throws IOException {
    List<String> arguments = new ArrayList<>();
    for (Point point : points) {
      Sweep sweep = point.sweep();
      arguments.addAll(
          List.of(sweep.workload(), sweep.dimension(), Integer.toString(point.size())));
    }
    return new Networks(
        JavaProcess.prepare(threads, JavaProcess.classPath(), ScalingProcess.class, arguments)
            .start(),
        points);
  }

  /**
   * Waits until the networks are there.
   *
   * @throws IOException if the process ends before, or says anything else; it has ended then
   */
  Networks(Process process, List<Point> points) throws IOException {
    this.process = process;
    this.points = points;
    answers = process.inputReader(StandardCharsets.UTF_8);
    orders = new PrintWriter(process.outputWriter(StandardCharsets.UTF_8), true);
    boolean ready = false;
    try {
      String line = answer();
      if (!line.equals("ready")) {
        throw new IOException("the measured process answered: " + line);
      }
      ready = true;
    } finally {
      if (!ready) {
        process.destroyForcibly();
      }
    }
  }

  private String answer() throws IOException {
    String line = answers.readLine();
    if (line == null) {
      throw new IOException("the measured process ended before it answered; see its messages");
    }
    return line;
  }

  /** Lets each network train for some seconds, and adds how long a step took to its point. */
  void turn(double seconds) throws IOException {
    orders.println("turn " + seconds);
    for (Point point : points) {
      String line = answer();
      if (!line.startsWith("ms ")) {
        throw new IOException("the measured process answered: " + line);
      }
      point.milliseconds().add(Double.valueOf(line.substring(3)));
    }
    String end = answer();
    if (!end.equals("done")) {
      throw new IOException("the measured process answered: " + end);
    }
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

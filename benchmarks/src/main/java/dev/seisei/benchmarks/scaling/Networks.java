package dev.seisei.benchmarks.scaling;

import dev.seisei.benchmarks.process.Dialogue;
import dev.seisei.benchmarks.process.JavaProcess;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** A {@link ScalingProcess}, seen from the process that measures. */
final class Networks implements AutoCloseable {
  private final Dialogue process;
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
    this.points = points;
    this.process =
        Dialogue.begin("the measured process", process, dialogue -> expect("ready", dialogue));
  }

  private static void expect(String word, Dialogue dialogue) throws IOException {
    String line = dialogue.answer();
    if (!line.equals(word)) {
      throw dialogue.misunderstood(line);
    }
  }

  /** Lets each network train for some seconds, and adds how long a step took to its point. */
  void turn(double seconds) throws IOException {
    process.order("turn " + seconds);
    for (Point point : points) {
      point.milliseconds().add(process.number("ms", process.answer()));
    }
    expect("done", process);
  }

  /** Ends the process. */
  @Override
  public void close() {
    process.close();
  }
}

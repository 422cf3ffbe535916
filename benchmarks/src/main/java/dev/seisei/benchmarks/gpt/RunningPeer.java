package dev.seisei.benchmarks.gpt;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** One side in its {@link PeerProcess}, seen from the process that compares them. */
final class RunningPeer implements AutoCloseable {

  private final Side side;
  private final Process process;
  private final BufferedReader answers;
  private final PrintWriter orders;
  private final List<Double> losses;
  private final List<Double> milliseconds = new ArrayList<>();

  private RunningPeer(Side side, Process process) throws IOException {
    this.side = side;
    this.process = process;
    answers = process.inputReader(StandardCharsets.UTF_8);
    orders = new PrintWriter(process.outputWriter(StandardCharsets.UTF_8), true);
    losses = answersUntil("ready", "loss ");
  }

  /** Starts the side and waits until it has trained that many steps and is idle. */
  static RunningPeer start(Side side, int steps, int threads) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            PeerProcess.class.getName(),
            side.label(),
            Integer.toString(steps),
            Integer.toString(threads));
    builder.redirectError(ProcessBuilder.Redirect.INHERIT);
    builder.environment().putAll(environment(threads));
    return new RunningPeer(side, builder.start());
  }

  private static Map<String, String> environment(int threads) {
    String count = Integer.toString(threads);
    return Map.of(
        "OMP_NUM_THREADS",
        count,
        "OPENBLAS_NUM_THREADS",
        count,
        "MKL_NUM_THREADS",
        count,
        // glibc otherwise gives each large array back to the system and fetches it again, page by
        // page, in the next step, which can cost libtorch a sixth of its time.
        "MALLOC_MMAP_THRESHOLD_",
        "33554432",
        "MALLOC_TRIM_THRESHOLD_",
        "2000000000",
        "MALLOC_TOP_PAD_",
        "200000000");
  }

  /** Lets the side train that many timed steps, and waits for them. */
  void run(int steps) throws IOException {
    orders.println("run " + steps);
    milliseconds.addAll(answersUntil("done", "ms "));
  }

  private List<Double> answersUntil(String end, String prefix) throws IOException {
    List<Double> values = new ArrayList<>();
    for (String line = answers.readLine(); !end.equals(line); line = answers.readLine()) {
      if (line == null) {
        throw new IOException(side.label() + " ended before it answered; see its messages above");
      }
      if (!line.startsWith(prefix)) {
        throw new IOException(side.label() + " answered: " + line);
      }
      values.add(Double.valueOf(line.substring(prefix.length())));
    }
    return values;
  }

  /** Forgets the times so far: they were to warm up. */
  void forgetTimes() {
    milliseconds.clear();
  }

  Side side() {
    return side;
  }

  /** Returns the losses of the first steps, in nats. */
  List<Double> losses() {
    return losses;
  }

  Timings timings() {
    return Timings.of(milliseconds);
  }

  /** Returns the largest difference between the losses of the same step. */
  double lossGap(RunningPeer other) {
    double gap = 0;
    for (int step = 0; step < losses.size(); step++) {
      gap = Math.max(gap, Math.abs(losses.get(step) - other.losses.get(step)));
    }
    return gap;
  }

  @Override
  public void close() {
    orders.close(); // the process ends when its input does
    try {
      process.waitFor();
    } catch (InterruptedException e) {
      process.destroy();
      Thread.currentThread().interrupt();
    }
  }
}

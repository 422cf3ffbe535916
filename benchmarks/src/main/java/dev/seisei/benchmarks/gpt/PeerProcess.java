package dev.seisei.benchmarks.gpt;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/**
 * Trains one side in a process of its own and says how long its steps take. Two OpenMP runtimes in
 * one process disturb each other, so each side has its own.
 *
 * <p>Arguments: the side's name, the number of steps whose losses it prints, the number of threads.
 * Standard output then carries, a line each:
 *
 * <pre>
 * loss VALUE      for each of those steps
 * ready           from here on it waits, without using a processor
 * ms VALUE        for each of the N timed steps of a line "run N" on standard input
 * done            after them
 * </pre>
 *
 * <p>It ends when its standard input does.
 */
public final class PeerProcess {

  /** Steps before the timed ones: threads that slept wake up, caches fill. */
  private static final int UNTIMED_STEPS = 2;

  private final Peer peer;
  private final GptBatches batches;
  private final PrintStream out;
  private int nextStep;

  private PeerProcess(Peer peer, GptBatches batches, PrintStream out) {
    this.peer = peer;
    this.batches = batches;
    this.out = out;
  }

  /** Runs the side that {@code args} name. */
  public static void main(String[] args) throws IOException {
    if (args.length != 3) {
      throw new IllegalArgumentException("arguments: " + Side.labels("|") + " STEPS THREADS");
    }
    PrintStream out = System.out;
    // SameDiff prints a line for each operation that it differentiates.
    System.setOut(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8));
    GptWorkload workload = GptWorkload.STANDARD;
    int threads = Integer.parseInt(args[2]);
    try (Peer peer = Side.of(args[0]).factory().open(workload, threads);
        BufferedReader in =
            new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      PeerProcess process = new PeerProcess(peer, new GptBatches(workload), out);
      process.printLosses(Integer.parseInt(args[1]));
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        process.answer(line);
      }
    }
  }

  private void printLosses(int steps) {
    for (int i = 0; i < steps; i++) {
      double loss = peer.step(batches.tokens(nextStep), batches.targets(nextStep));
      nextStep++;
      out.println("loss " + loss);
    }
    out.println("ready");
    out.flush();
  }

  private void answer(String line) {
    String[] words = line.split(" ", -1);
    if (words.length != 2 || !words[0].equals("run")) {
      throw new IllegalArgumentException("expected: run N, got: " + line);
    }
    for (int i = 0; i < UNTIMED_STEPS; i++) {
      timedStep();
    }
    int steps = Integer.parseInt(words[1]);
    for (int i = 0; i < steps; i++) {
      out.println("ms " + timedStep());
    }
    out.println("done");
    out.flush();
  }

  private double timedStep() {
    int[][] tokens = batches.tokens(nextStep);
    int[][] targets = batches.targets(nextStep);
    nextStep++;
    long start = System.nanoTime();
    double loss = peer.step(tokens, targets);
    double milliseconds = (System.nanoTime() - start) / 1e6;
    if (!Double.isFinite(loss)) {
      throw new IllegalStateException("the loss of step " + (nextStep - 1) + " is " + loss);
    }
    return milliseconds;
  }
}

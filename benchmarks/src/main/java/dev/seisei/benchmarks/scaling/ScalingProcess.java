package dev.seisei.benchmarks.scaling;

import dev.seisei.benchmarks.report.Quantiles;
import dev.seisei.benchmarks.workload.Batch;
import dev.seisei.benchmarks.workload.Compiled;
import dev.seisei.benchmarks.workload.Workload;
import dev.seisei.engine.plan.Precision;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Trains some networks in turns, in a process of its own. Each line {@code turn SECONDS} on
 * standard input is answered with {@code ms VALUE}, the median step of a turn of so many seconds on
 * each network in order, and {@code done}; {@code ready} comes first.
 */
public final class ScalingProcess {
  /** Of one step there is no median. */
  private static final int LEAST_STEPS = 3;

  private ScalingProcess() {}

  /** Arguments: WORKLOAD DIMENSION SIZE of each network. */
  public static void main(String[] args) throws IOException {
    PrintStream out = System.out;
    // SameDiff prints a line for each operation that it differentiates.
    System.setOut(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8));
    List<Compiled> networks = new ArrayList<>();
    for (int i = 0; i < args.length; i += 3) {
      Sweep sweep = new Sweep(args[i], args[i + 1], List.of());
      networks.add(open(sweep.at(Integer.parseInt(args[i + 2]))));
    }
    answer(
        networks,
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)),
        out);
    networks.forEach(Compiled::close);
    out.flush();
    System.exit(0);
  }

  private static Compiled open(Workload workload) {
    Compiled compiled = Compiled.training(workload, Precision.F32);
    try (Batch batch = workload.batch(0)) {
      compiled.fill(batch);
    }
    return compiled;
  }

  static void answer(List<Compiled> networks, BufferedReader in, PrintStream out)
      throws IOException {
    out.println("ready");
    out.flush();
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      double seconds = Double.parseDouble(line.substring("turn ".length()));
      for (Compiled network : networks) {
        out.println(String.format(Locale.ROOT, "ms %.6f", turn(network, seconds)));
      }
      out.println("done");
      out.flush();
    }
  }

  /** The median of the turn's steps after the first, which wakes up threads and fills caches. */
  private static double turn(Compiled network, double seconds) {
    network.run();
    List<Double> milliseconds = new ArrayList<>();
    long end = System.nanoTime() + (long) (seconds * 1e9);
    do {
      long start = System.nanoTime();
      network.run();
      milliseconds.add((System.nanoTime() - start) / 1e6);
    } while (milliseconds.size() < LEAST_STEPS || System.nanoTime() < end);
    return Quantiles.of(milliseconds).median();
  }
}

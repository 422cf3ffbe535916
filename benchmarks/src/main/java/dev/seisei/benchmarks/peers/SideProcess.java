package dev.seisei.benchmarks.peers;

import dev.seisei.benchmarks.workload.Batch;
import dev.seisei.benchmarks.workload.Vae;
import dev.seisei.benchmarks.workload.Workload;
import dev.seisei.benchmarks.workload.Workloads;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Computes a network on one side, in a process of its own, and says how long runs take. Two OpenMP
 * runtimes in one process would disturb each other.
 *
 * <p>Standard output carries, a line each:
 *
 * <pre>
 * refused WHY          and nothing more: the side cannot compute this
 * values V V V         what each of the first runs gave
 * peak MB              what memory they and the making of the network took
 * ready                from here on it waits, without using a processor
 * </pre>
 *
 * and then answers to lines on standard input: {@code run N U}, after U runs that are not counted,
 * with {@code ms VALUE} for each of N runs and {@code done}; {@code part NAME N U} with the same of
 * a part of a run. It ends when its input does.
 */
public final class SideProcess {
  /** What is computed before memory is watched, so that what the side itself needs is there. */
  static final Workload WARM_UP = new Vae(2, 4, 4, 1, 2);

  private final Network network;
  private final List<Batch> batches;
  private final PrintStream out;
  private int next;

  private SideProcess(Network network, List<Batch> batches, PrintStream out) {
    this.network = network;
    this.batches = batches;
    this.out = out;
  }

  /**
   * Arguments: side, workload, mode, threads, the folder of the {@link WeightFiles}, how many runs
   * are told the values of, and after how many seconds no further ones are begun.
   */
  public static void main(String[] args) throws IOException {
    PrintStream out = System.out;
    // SameDiff prints a line for each operation that it differentiates.
    System.setOut(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8));
    Workload workload = Workloads.find(args[1]);
    serve(
        Side.of(args[0]).backend(),
        workload,
        Mode.of(args[2]),
        new Limits(Integer.parseInt(args[3]), Integer.parseInt(args[5]), Integer.parseInt(args[6])),
        Path.of(args[4]),
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)),
        out);
    // What a library left running does not keep the process.
    out.flush();
    System.exit(0);
  }

  /**
   * How much of the machine and of time a side gets.
   *
   * @param threads to compute with
   * @param runs whose values are told
   * @param seconds after which none of them is begun, but for the first two
   */
  record Limits(int threads, int runs, int seconds) {
    static final int LEAST_RUNS = 2;
  }

  static void serve(
      Backend backend,
      Workload workload,
      Mode mode,
      Limits limits,
      Path weights,
      BufferedReader in,
      PrintStream out)
      throws IOException {
    backend.start(limits.threads);
    List<Batch> batches = new ArrayList<>();
    for (int step = 0; step < limits.runs; step++) {
      batches.add(workload.batch(step));
    }
    try (Network first = backend.open(WARM_UP, mode, weights);
        Batch batch = WARM_UP.batch(0)) {
      first.fill(batch);
      first.run();
      first.values();
    } catch (UnsupportedOperationException e) {
      refuse(out, e);
      return;
    }
    Memory memory = Memory.watch();
    try (Network network = backend.open(workload, mode, weights)) {
      SideProcess process = new SideProcess(network, batches, out);
      process.printValues(limits);
      out.println("peak " + memory.peak());
      out.println("ready");
      out.flush();
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        process.answer(line.split(" ", -1));
      }
    } catch (UnsupportedOperationException e) {
      refuse(out, e);
    } finally {
      batches.forEach(Batch::close);
    }
  }

  private static void refuse(PrintStream out, UnsupportedOperationException why) {
    out.println("refused " + String.valueOf(why.getMessage()).replace('\n', ' '));
    out.flush();
  }

  private void printValues(Limits limits) {
    long end = System.nanoTime() + limits.seconds * 1_000_000_000L;
    for (int run = 0; run < limits.runs; run++) {
      if (run >= Limits.LEAST_RUNS && System.nanoTime() > end) {
        return;
      }
      prepare();
      network.run();
      out.println(
          "values "
              + Arrays.stream(network.values())
                  .mapToObj(Double::toString)
                  .collect(Collectors.joining(" ")));
    }
  }

  private void answer(String... words) {
    Runnable timed;
    if (words[0].equals("run")) {
      timed = network::run;
    } else {
      timed = network.parts().get(words[1]);
      if (timed == null) {
        throw new IllegalArgumentException(
            "no part " + words[1] + " in " + network.parts().keySet());
      }
    }
    int runs = Integer.parseInt(words[words.length - 2]);
    int uncounted = Integer.parseInt(words[words.length - 1]);
    for (int run = 0; run < uncounted; run++) {
      milliseconds(timed);
    }
    // Told afterwards: whoever reads would wake up beside the next run.
    double[] times = new double[runs];
    Arrays.setAll(times, run -> milliseconds(timed));
    Arrays.stream(times).forEach(time -> out.println("ms " + time));
    out.println("done");
    out.flush();
  }

  private double milliseconds(Runnable timed) {
    prepare();
    long start = System.nanoTime();
    timed.run();
    double milliseconds = (System.nanoTime() - start) / 1e6;
    for (double value : network.values()) {
      if (!Double.isFinite(value)) {
        throw new IllegalStateException("a run gave " + value);
      }
    }
    return milliseconds;
  }

  private void prepare() {
    network.fill(batches.get(next % batches.size()));
    next++;
  }
}

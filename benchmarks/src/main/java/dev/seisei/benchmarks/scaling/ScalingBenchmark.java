package dev.seisei.benchmarks.scaling;

import dev.seisei.benchmarks.process.JavaProcess;
import dev.seisei.benchmarks.report.MarkdownTable;
import dev.seisei.benchmarks.report.OutputOptions;
import dev.seisei.benchmarks.report.Plots;
import dev.seisei.benchmarks.report.Quantiles;
import dev.seisei.benchmarks.workload.Workload;
import dev.seisei.benchmarks.workload.Workloads;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** All sweeps, and the published networks on one thread and on more; and what is told of them. */
public final class ScalingBenchmark {
  private static final int ROUNDS = 5;

  /** Of one network; the slow ones take longer for the least number of steps. */
  private static final double TURN_SECONDS = 0.3;

  private final int threads;
  private final PrintWriter out;
  private final PrintWriter err;

  /**
   * A line of the tables.
   *
   * @param dimension what varies, {@code threads} included
   * @param law how the cost grows
   */
  private record Series(String workload, String dimension, List<Measured> points, PowerLaw law) {
    static Series of(String workload, String dimension, List<Measured> points) {
      return new Series(
          workload,
          dimension,
          points,
          PowerLaw.fit(
              points.stream().map(point -> (double) point.size()).toList(),
              points.stream().map(point -> point.times().median()).toList()));
    }
  }

  private record Measured(int size, int threads, Quantiles times) {}

  /**
   * @param threads to compute with
   * @param out where the tables go
   * @param err where progress goes
   */
  public ScalingBenchmark(int threads, PrintWriter out, PrintWriter err) {
    this.threads = threads;
    this.out = out;
    this.err = err;
  }

  /**
   * Measures and reports.
   *
   * @param workloads the networks, by name
   */
  public void run(List<String> workloads, OutputOptions output)
      throws IOException, InterruptedException {
    List<Series> series = new ArrayList<>(sweeps(workloads));
    series.addAll(threads(workloads));
    print(series);
    output.write(series.stream().flatMap(each -> rows(each).stream()).toList(), () -> plot(series));
  }

  private void progress(String line) {
    err.println(line);
    err.flush();
  }

  private List<Series> sweeps(List<String> workloads) throws IOException {
    Map<Sweep, List<Point>> points = new LinkedHashMap<>();
    for (Sweep sweep : Sweep.ALL) {
      if (workloads.contains(sweep.workload())) {
        points.put(sweep, Point.of(sweep));
      }
    }
    List<Point> all = points.values().stream().flatMap(List::stream).toList();
    if (!all.isEmpty()) {
      progress("sizes: making " + all.size() + " networks");
      try (Networks networks = Networks.start(threads, all)) {
        for (int round = 1; round <= ROUNDS; round++) {
          progress("sizes: round " + round + " of " + ROUNDS);
          networks.turn(TURN_SECONDS);
        }
      }
    }
    List<Series> series = new ArrayList<>();
    points.forEach(
        (sweep, those) ->
            series.add(
                Series.of(
                    sweep.workload(),
                    sweep.dimension(),
                    those.stream()
                        .map(point -> new Measured(point.size(), threads, point.times()))
                        .toList())));
    return series;
  }

  /** 1, 2, 4 … and all. */
  static List<Integer> counts(int threads) {
    List<Integer> counts = new ArrayList<>();
    for (int count = 1; count < threads; count *= 2) {
      counts.add(count);
    }
    counts.add(threads);
    return counts;
  }

  private List<Series> threads(List<String> workloads) throws IOException, InterruptedException {
    List<Integer> counts = counts(threads);
    if (counts.size() < 2) {
      return List.of();
    }
    List<Sweep> sweeps =
        Workloads.ALL.stream()
            .filter(workload -> workloads.contains(workload.name()))
            .map(ScalingBenchmark::asPublished)
            .toList();
    Map<Integer, List<Point>> points = new TreeMap<>();
    for (int count : counts) {
      points.put(count, sweeps.stream().flatMap(sweep -> Point.of(sweep).stream()).toList());
    }
    List<Networks> processes = new ArrayList<>();
    try {
      for (int count : counts) {
        progress("threads: making the networks for " + count);
        processes.add(Networks.start(count, points.getOrDefault(count, List.of())));
      }
      for (int round = 1; round <= ROUNDS; round++) {
        progress("threads: round " + round + " of " + ROUNDS);
        for (Networks process : processes) {
          Thread.sleep(JavaProcess.SETTLE_MILLISECONDS);
          process.turn(TURN_SECONDS);
        }
      }
    } finally {
      processes.forEach(Networks::close);
    }
    List<Series> series = new ArrayList<>();
    for (int i = 0; i < sweeps.size(); i++) {
      List<Measured> measured = new ArrayList<>();
      for (Map.Entry<Integer, List<Point>> entry : points.entrySet()) {
        Quantiles times = entry.getValue().get(i).times();
        measured.add(new Measured(entry.getKey(), entry.getKey(), times));
      }
      series.add(Series.of(sweeps.get(i).workload(), "threads", measured));
    }
    return series;
  }

  /** A sweep of one size: that of the published network. */
  private static Sweep asPublished(Workload workload) {
    return new Sweep(workload.name(), "batch", List.of(Sweep.size(workload, "batch")));
  }

  private void print(List<Series> series) {
    out.println("Training steps in float32, medians in milliseconds, " + threads + " threads.");
    out.println();
    MarkdownTable table =
        new MarkdownTable("workload", "varied", "sizes", "milliseconds", "exponent", "±", "R²");
    for (Series each : series) {
      table.row(
          each.workload(),
          each.dimension(),
          join(each.points().stream().map(point -> Integer.toString(point.size())).toList()),
          join(
              each.points().stream()
                  .map(point -> MarkdownTable.number(point.times().median()))
                  .toList()),
          MarkdownTable.ratio(each.law().exponent()),
          MarkdownTable.ratio(each.law().error()),
          MarkdownTable.ratio(each.law().determination()));
    }
    table.print(out);
    out.println();
    out.println("cost ∝ sizeᵉˣᵖᵒⁿᵉⁿᵗ, by least squares of logarithms; ± is the standard error.");
    out.flush();
  }

  private static String join(List<String> numbers) {
    return String.join(", ", numbers);
  }

  private static List<Map<String, Object>> rows(Series series) {
    List<Map<String, Object>> rows = new ArrayList<>();
    for (Measured point : series.points()) {
      Map<String, Object> row = new LinkedHashMap<>();
      row.put("workload", series.workload());
      row.put("mode", "train");
      row.put("precision", "F32");
      row.put("dimension", series.dimension());
      row.put("size", point.size());
      row.put("threads", point.threads());
      row.put("ms", point.times().median());
      row.put("ms_lower", point.times().lower());
      row.put("ms_upper", point.times().upper());
      row.put("exponent", series.law().exponent());
      row.put("exponent_error", series.law().error());
      row.put("r_squared", series.law().determination());
      rows.add(row);
    }
    return rows;
  }

  /** Sizes and costs as multiples of the first point's. */
  private static byte[] plot(List<Series> series) {
    Map<String, Plots.Line> lines = new LinkedHashMap<>();
    for (Series each : series) {
      Measured first = each.points().get(0);
      lines.put(
          each.workload() + " " + each.dimension(),
          new Plots.Line(
              each.points().stream().map(point -> (double) point.size() / first.size()).toList(),
              each.points().stream()
                  .map(point -> point.times().median() / first.times().median())
                  .toList()));
    }
    return Plots.powers(
        "How a training step's cost grows", "size, as a multiple", "cost, as a multiple", lines);
  }
}

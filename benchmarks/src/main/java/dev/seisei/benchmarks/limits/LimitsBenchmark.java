package dev.seisei.benchmarks.limits;

import dev.seisei.benchmarks.process.JavaProcess;
import dev.seisei.benchmarks.report.MarkdownTable;
import dev.seisei.benchmarks.report.OutputOptions;
import dev.seisei.benchmarks.report.Plots;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** This machine's limits, with one thread and with all; and what plans reach of them. */
public final class LimitsBenchmark {
  /** After the precision: a limit of convolutions, not of matrix products. */
  static final String CONVOLUTION = " convolution";

  private static final Map<String, String> UNITS =
      Map.of("F32", "GFLOPS", "BF16", "GFLOPS", "INT8", "GOPS", "read", "GB/s", "copy", "GB/s");

  private final int threads;
  private final PrintWriter out;
  private final PrintWriter err;
  private final List<Limit> limits = new ArrayList<>();
  private final Map<String, Reached> reached = new LinkedHashMap<>();

  private record Limit(String what, int threads, double value, String how) {
    String unit() {
      return UNITS.getOrDefault(what.replace(CONVOLUTION, ""), "");
    }

    Map<String, Object> row() {
      Map<String, Object> row = new LinkedHashMap<>();
      row.put("limit", what);
      row.put("unit", unit());
      row.put("threads", threads);
      row.put("value", value);
      row.put("how", how);
      return row;
    }
  }

  /** Kernels of one kind in one plan, added up. */
  private static final class Reached {
    private final String workload;
    private final String precision;
    private final String operation;
    private int kernels;
    private double giga;
    private double milliseconds;

    Reached(String workload, String precision, String operation) {
      this.workload = workload;
      this.precision = precision;
      this.operation = operation;
    }

    double gigaPerSecond() {
      return giga / milliseconds * 1e3;
    }
  }

  /**
   * @param threads to compute with
   * @param out where the tables go
   * @param err where progress goes
   */
  public LimitsBenchmark(int threads, PrintWriter out, PrintWriter err) {
    this.threads = threads;
    this.out = out;
    this.err = err;
  }

  /**
   * Measures and reports.
   *
   * @param workloads whose training steps are looked at, by name
   */
  public void run(List<String> workloads, OutputOptions output)
      throws IOException, InterruptedException {
    for (int count : new TreeSet<>(List.of(1, threads))) {
      err.println(count + (count == 1 ? " thread" : " threads"));
      err.flush();
      measure(count, count == threads ? workloads : List.of());
    }
    print();
    List<Map<String, Object>> rows = new ArrayList<>();
    limits.forEach(limit -> rows.add(limit.row()));
    reached.values().forEach(each -> rows.add(row(each)));
    output.write(rows, this::plot);
  }

  private void measure(int count, List<String> workloads) throws IOException, InterruptedException {
    Process process =
        JavaProcess.prepare(count, JavaProcess.classPath(), LimitsProcess.class, workloads).start();
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        read(count, line.split("\t", -1));
      }
    }
    if (process.waitFor() != 0) {
      throw new IOException(
          "the process that measures ended with " + process.exitValue() + "; see its messages");
    }
  }

  private void read(int count, String... fields) throws IOException {
    switch (fields[0]) {
      case "limit" ->
          limits.add(new Limit(fields[1], count, Double.parseDouble(fields[2]), fields[3]));
      case "kernel" -> {
        Reached kernels =
            reached.computeIfAbsent(
                fields[1] + " " + fields[2] + " " + fields[3],
                none -> new Reached(fields[1], fields[2], fields[3]));
        kernels.kernels++;
        kernels.giga += Double.parseDouble(fields[6]);
        kernels.milliseconds += Double.parseDouble(fields[7]);
      }
      default -> throw new IOException("the process that measures said: " + fields[0]);
    }
  }

  /** The limit of a precision with all threads: that of products, for convolutions too. */
  private double limit(String precision) {
    return limits.stream()
        .filter(limit -> limit.threads() == threads && limit.what().equals(precision))
        .mapToDouble(Limit::value)
        .findFirst()
        .orElse(Double.NaN);
  }

  private double share(Reached kernels) {
    return kernels.gigaPerSecond() / limit(kernels.precision);
  }

  private Map<String, Object> row(Reached kernels) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("workload", kernels.workload);
    row.put("mode", "train");
    row.put("precision", kernels.precision);
    row.put("operation", kernels.operation);
    row.put("threads", threads);
    row.put("kernels", kernels.kernels);
    row.put("ms", kernels.milliseconds);
    row.put("gflops", kernels.gigaPerSecond());
    row.put("share_of_limit", share(kernels));
    return row;
  }

  private void print() {
    out.println("What this machine can do");
    out.println();
    MarkdownTable table = new MarkdownTable("what", "unit", "threads", "at most", "how");
    for (Limit limit : limits) {
      table.row(
          limit.what(),
          limit.unit(),
          Integer.toString(limit.threads()),
          MarkdownTable.number(limit.value()),
          limit.how());
    }
    table.print(out);
    if (!reached.isEmpty()) {
      out.println();
      out.println("What large products and convolutions of training steps reach of it");
      out.println();
      MarkdownTable shares =
          new MarkdownTable(
              "workload", "precision", "operation", "kernels", "ms", "GFLOPS", "of the limit");
      for (Reached each : reached.values()) {
        shares.row(
            each.workload,
            each.precision,
            each.operation,
            Integer.toString(each.kernels),
            MarkdownTable.number(each.milliseconds),
            MarkdownTable.number(each.gigaPerSecond()),
            MarkdownTable.ratio(share(each)));
      }
      shares.print(out);
      out.println();
      out.println(
          "The limit is that of products, for convolutions too. Kernels that only copy values into"
              + " another layout before or after these are outside.");
    }
    out.flush();
  }

  private byte[] plot() {
    List<String> groups = reached.values().stream().map(each -> each.workload).distinct().toList();
    Map<String, List<Double>> series = new LinkedHashMap<>();
    for (Reached each : reached.values()) {
      series
          .computeIfAbsent(
              each.operation + " " + each.precision,
              none -> new ArrayList<>(groups.stream().map(group -> 0.0).toList()))
          .set(groups.indexOf(each.workload), share(each));
    }
    return Plots.bars("Large products and convolutions in plans", "of the limit", groups, series);
  }
}

package dev.seisei.benchmarks.peers;

import dev.seisei.benchmarks.report.MarkdownTable;
import dev.seisei.benchmarks.report.OutputOptions;
import dev.seisei.benchmarks.report.Plots;
import dev.seisei.benchmarks.report.Quantiles;
import dev.seisei.benchmarks.workload.Workload;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** All workloads on all sides, and what is told of them. */
public final class PeerBenchmark {
  private final int threads;
  private final PrintWriter out;
  private final PrintWriter err;
  private final List<Result> results = new ArrayList<>();
  private final List<String> failures = new ArrayList<>();
  private final Map<String, List<String>> absences = new LinkedHashMap<>();

  /**
   * @param out where the tables go
   * @param err where progress goes
   */
  public PeerBenchmark(int threads, PrintWriter out, PrintWriter err) {
    this.threads = threads;
    this.out = out;
    this.err = err;
  }

  /**
   * Measures and reports.
   *
   * @return whether all sides came to the same
   */
  public boolean run(
      List<Workload> workloads, List<Mode> modes, List<Side> asked, OutputOptions output)
      throws IOException, InterruptedException {
    List<Side> sides = new ArrayList<>(asked);
    @Nullable Path peers = SideLauncher.peers();
    if (peers == null && sides.remove(Side.LIBTORCH)) {
      absences.put(
          "libtorch is absent: in a source tree with Maven, ./seisei bench peers fetches it (110 MB,"
              + " Linux on x86-64 only)",
          List.of());
    }
    Path weights = Files.createTempDirectory("seisei-weights");
    try {
      SideLauncher launcher = new SideLauncher(threads, weights, peers);
      if (sides.contains(Side.LIBTORCH)) {
        WeightFiles.write(weights, SideProcess.WARM_UP);
      }
      for (Workload workload : workloads) {
        if (sides.contains(Side.LIBTORCH)) {
          WeightFiles.write(weights, workload);
        }
        for (Mode mode : modes) {
          Effort effort = Effort.standard(mode);
          Comparison comparison = new Comparison(workload, mode, effort, this::progress);
          comparison.run(
              sides, (side, purpose) -> launcher.start(side, purpose, workload, mode, effort));
          results.addAll(comparison.results());
          failures.addAll(comparison.failures());
          for (String absence : comparison.absences()) {
            absences
                .computeIfAbsent(absence, none -> new ArrayList<>())
                .add(workload.name() + " " + mode.label());
          }
        }
      }
    } finally {
      delete(weights);
    }
    printTables();
    output.write(results.stream().map(result -> result.row(threads)).toList(), this::plot);
    failures.forEach(failure -> err.println("seisei: " + failure));
    err.flush();
    return failures.isEmpty();
  }

  private void progress(String line) {
    err.println(line);
    err.flush();
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(folder);
  }

  private void printTables() {
    out.println("Medians (quartiles) in milliseconds, " + threads + " threads.");
    for (Mode mode : Mode.values()) {
      List<Result> those = results.stream().filter(result -> result.mode() == mode).toList();
      if (!those.isEmpty()) {
        out.println();
        out.println(mode == Mode.TRAIN ? "Training step" : "Inference");
        out.println();
        print(those);
      }
    }
    if (!results.isEmpty()) {
      out.println();
      out.println(
          "gap: of the first runs' losses ‖a − b‖ / max(√n, ‖b‖), of results ‖a − b‖ / ‖b‖.");
    }
    printMeans();
    if (!absences.isEmpty()) {
      out.println();
      absences.forEach(
          (absence, where) ->
              out.println(
                  "- " + absence + (where.isEmpty() ? "" : " (" + String.join(", ", where) + ")")));
    }
    out.flush();
  }

  private void print(List<Result> those) {
    MarkdownTable table =
        new MarkdownTable(
            "workload",
            "precision",
            "seisei",
            "peer",
            "peer's",
            "ratio",
            "its optimizer",
            "ratio without it",
            "gap",
            "allowed",
            "of runs",
            "peak MB",
            "peer's peak MB");
    for (Result result : those) {
      table.row(
          result.workload(),
          result.ours().precision(),
          times(result.oursTimes()),
          result.peer().label(),
          times(result.peerTimes()),
          MarkdownTable.ratio(result.ratio()),
          MarkdownTable.number(result.peerOptimizer()),
          MarkdownTable.ratio(result.ratioWithoutOptimizer()),
          size(result.agreement().gap()),
          size(result.tolerance()),
          Integer.toString(result.agreement().runs()),
          whole(result.peak()),
          whole(result.peerPeak()));
    }
    table.print(out);
  }

  private static String times(Quantiles times) {
    return MarkdownTable.number(times.median())
        + " ("
        + MarkdownTable.number(times.lower())
        + "–"
        + MarkdownTable.number(times.upper())
        + ")";
  }

  private static String size(double number) {
    return String.format(Locale.ROOT, "%.1e", number);
  }

  private static String whole(double number) {
    return Double.isFinite(number) ? Long.toString(Math.round(number)) : "–";
  }

  private void printMeans() {
    Map<String, List<Double>> ratios = new LinkedHashMap<>();
    for (Result result : results) {
      String key =
          result.mode().label() + "|" + result.ours().precision() + "|" + result.peer().label();
      ratios.computeIfAbsent(key, none -> new ArrayList<>()).add(result.ratio());
    }
    if (ratios.isEmpty()) {
      return;
    }
    out.println();
    out.println("Ratios");
    out.println();
    MarkdownTable table =
        new MarkdownTable("mode", "precision", "peer", "workloads", "geometric mean", "least");
    ratios.forEach(
        (key, those) -> {
          String[] words = key.split("\\|", -1);
          table.row(
              words[0],
              words[1],
              words[2],
              Integer.toString(those.size()),
              MarkdownTable.ratio(geometricMean(those)),
              MarkdownTable.ratio(those.stream().mapToDouble(x -> x).min().orElseThrow()));
        });
    table.print(out);
  }

  static double geometricMean(List<Double> ratios) {
    return Math.exp(ratios.stream().mapToDouble(Math::log).average().orElseThrow());
  }

  private byte[] plot() {
    List<String> groups =
        results.stream()
            .map(result -> result.workload() + " " + result.mode().label())
            .distinct()
            .toList();
    Map<String, List<Double>> series = new LinkedHashMap<>();
    for (Result result : results) {
      if (result.peer() == Side.LIBTORCH) {
        List<Double> bars =
            series.computeIfAbsent(
                result.ours().toString(),
                none -> new ArrayList<>(groups.stream().map(group -> 0.0).toList()));
        bars.set(groups.indexOf(result.workload() + " " + result.mode().label()), result.ratio());
      }
    }
    return Plots.bars("Seisei beside libtorch", "times as fast", groups, series);
  }
}

package dev.seisei.benchmarks.limits;

import dev.seisei.benchmarks.report.Quantiles;
import dev.seisei.benchmarks.workload.Batch;
import dev.seisei.benchmarks.workload.Compiled;
import dev.seisei.benchmarks.workload.Workload;
import dev.seisei.benchmarks.workload.Workloads;
import dev.seisei.engine.plan.KernelTime;
import dev.seisei.engine.plan.Plan;
import dev.seisei.engine.plan.Precision;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Measures limits with the threads that OpenMP was given, and what plans reach of them. Each line
 * on standard output has fields with tabs between: {@code limit}, what, its value, how; or {@code
 * kernel}, workload, precision, operation, result, implementation, billions of operations, and
 * milliseconds.
 */
public final class LimitsProcess {
  /** Multiplications from which a product or a convolution counts as large. */
  private static final long LARGE = 10_000_000;

  private static final int WARM_UPS = 3;
  private static final int RUNS = 9;

  private LimitsProcess() {}

  /** Arguments: the workloads whose training steps are looked at, if any. */
  public static void main(String[] args) {
    PrintStream out = System.out;
    // SameDiff prints a line for each operation that it differentiates.
    System.setOut(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8));
    Products products = new Products();
    List<Precision> precisions = new ArrayList<>();
    for (Numbers numbers : Numbers.values()) {
      Best best = products.best(numbers);
      limit(out, numbers.name(), best.giga(), best.how());
      Arrays.stream(Precision.values())
          .filter(of -> of.name().equals(numbers.name()) && Double.isFinite(best.giga()))
          .forEach(precisions::add);
    }
    Convolutions convolutions = new Convolutions();
    for (Numbers numbers : Numbers.values()) {
      Best best = convolutions.best(numbers);
      limit(out, numbers.name() + LimitsBenchmark.CONVOLUTION, best.giga(), best.how());
    }
    Bandwidth bandwidth = new Bandwidth();
    limit(out, "read", bandwidth.read(), "rows of 1 GB");
    limit(out, "copy", bandwidth.copy(), "1 GB, read and written");
    for (String name : args) {
      for (Precision precision : precisions) {
        kernels(out, Workloads.find(name), precision);
      }
    }
    out.flush();
    System.exit(0);
  }

  private static void limit(PrintStream out, String what, double value, String how) {
    out.println(String.format(Locale.ROOT, "limit\t%s\t%.3f\t%s", what, value, how));
    out.flush();
  }

  private static void kernels(PrintStream out, Workload workload, Precision precision) {
    try (Compiled compiled = Compiled.training(workload, precision);
        Batch batch = workload.batch(0)) {
      compiled.fill(batch);
      for (int run = 0; run < WARM_UPS; run++) {
        compiled.run();
      }
      for (Plan plan : compiled.plans()) {
        large(plan)
            .forEach(
                kernel ->
                    out.println(
                        String.join(
                            "\t",
                            "kernel",
                            workload.name(),
                            precision.name(),
                            kernel.operation(),
                            kernel.result(),
                            kernel.implementation(),
                            Double.toString(2e-9 * kernel.multiplications()),
                            Double.toString(kernel.milliseconds()))));
      }
    }
    out.flush();
  }

  /** Large kernels, with the median of their times. */
  private static List<KernelTime> large(Plan plan) {
    List<List<KernelTime>> runs = new ArrayList<>();
    for (int run = 0; run < RUNS; run++) {
      plan.profile(1);
      runs.add(plan.times());
    }
    List<KernelTime> large = new ArrayList<>();
    for (int i = 0; i < plan.kernels(); i++) {
      int index = i;
      KernelTime kernel = runs.get(0).get(i);
      if (kernel.multiplications() >= LARGE) {
        List<Double> times = runs.stream().map(run -> run.get(index).milliseconds()).toList();
        large.add(
            new KernelTime(
                kernel.operation(),
                kernel.result(),
                kernel.implementation(),
                kernel.multiplications(),
                Quantiles.of(times).median()));
      }
    }
    return large;
  }
}

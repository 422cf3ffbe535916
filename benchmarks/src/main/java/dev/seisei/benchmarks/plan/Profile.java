package dev.seisei.benchmarks.plan;

import dev.seisei.benchmarks.workload.Batch;
import dev.seisei.benchmarks.workload.Compiled;
import dev.seisei.benchmarks.workload.Workload;
import dev.seisei.benchmarks.workload.Workloads;
import dev.seisei.engine.plan.Plan;
import dev.seisei.engine.plan.Precision;
import java.util.Arrays;
import java.util.Locale;

/**
 * Prints how long a workload's plans take, and where the time goes.
 *
 * <p>Arguments: the workload, then {@code train} (the default) or {@code infer}, {@code F32} or
 * {@code BF16}, and how many runs to measure (30).
 */
public final class Profile {
  private Profile() {}

  public static void main(String[] args) {
    if (args.length == 0 || args.length > 4) {
      System.err.println("arguments: WORKLOAD [train|infer] [F32|BF16] [RUNS]");
      System.err.println("workloads: " + Workloads.names());
      System.exit(2);
    }
    Workload workload = Workloads.find(args[0]);
    boolean training = args.length < 2 || mode(args[1]);
    Precision precision =
        args.length < 3 ? Precision.F32 : Precision.valueOf(args[2].toUpperCase(Locale.ROOT));
    int runs = args.length < 4 ? 30 : Integer.parseInt(args[3]);
    long start = System.nanoTime();
    try (Compiled compiled =
        training
            ? Compiled.training(workload, precision)
            : Compiled.inference(workload, precision)) {
      System.out.printf(Locale.ROOT, "compiled in %.2f s%n", (System.nanoTime() - start) / 1e9);
      try (Batch batch = workload.batch(0)) {
        compiled.fill(batch);
      }
      for (int run = 0; run < Math.max(5, runs / 3); run++) {
        compiled.run();
      }
      print(compiled, runs);
    }
  }

  private static boolean mode(String word) {
    return switch (word) {
      case "train" -> true;
      case "infer" -> false;
      default -> throw new IllegalArgumentException("mode must be train or infer, got " + word);
    };
  }

  private static void print(Compiled compiled, int runs) {
    double[] milliseconds = new double[runs];
    for (int run = 0; run < runs; run++) {
      long start = System.nanoTime();
      compiled.run();
      milliseconds[run] = (System.nanoTime() - start) / 1e6;
    }
    Arrays.sort(milliseconds);
    System.out.printf(
        Locale.ROOT,
        "%.3f ms in the median of %d runs, %.3f at least%n",
        milliseconds[runs / 2],
        runs,
        milliseconds[0]);
    for (Plan plan : compiled.plans()) {
      plan.profile(runs);
      System.out.println(plan.explain());
    }
  }
}

package dev.seisei.benchmarks.peers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seisei.benchmarks.workload.Batch;
import dev.seisei.benchmarks.workload.Compiled;
import dev.seisei.benchmarks.workload.Ddpm;
import dev.seisei.benchmarks.workload.SmallWorkloads;
import dev.seisei.benchmarks.workload.Workload;
import dev.seisei.benchmarks.workload.Workloads;
import dev.seisei.engine.memory.Device;
import dev.seisei.engine.plan.Plan;
import dev.seisei.engine.plan.Precision;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What plans of all networks have in common. */
class CompiledWorkloadsTest {
  private static final Pattern REFERENCE = Pattern.compile("\\bref(_|:|\\b)");

  /** Megabytes by which a process may grow for reasons of its own. */
  private static final double SLACK = 32;

  @ParameterizedTest
  @EnumSource
  @EnabledOnOs(value = OS.LINUX, architectures = "amd64")
  void nothingRunsOnTheReference(Precision precision) {
    for (Workload workload : Workloads.ALL) {
      try (Compiled compiled = Compiled.training(workload, precision)) {
        compiled.plans().forEach(plan -> assertFast(workload, plan));
      }
      try (Compiled compiled = Compiled.inference(workload, precision)) {
        compiled.plans().forEach(plan -> assertFast(workload, plan));
      }
    }
  }

  private static void assertFast(Workload workload, Plan plan) {
    String explained = workload + "\n" + plan.explain();
    assertEquals(0, plan.kernelsByProvider().getOrDefault("reference", 0L), explained);
    // As oneDNN calls its own.
    assertFalse(REFERENCE.matcher(explained).find(), explained);
  }

  static Stream<Arguments> small() {
    return SmallWorkloads.ALL.stream()
        .flatMap(
            workload ->
                Stream.of(Precision.values())
                    .map(precision -> Arguments.of(workload, precision, steps(workload))));
  }

  /** A step of the U-Net is some two hundred kernels. */
  private static int steps(Workload workload) {
    return workload instanceof Ddpm ? 2_000 : 10_000;
  }

  @ParameterizedTest
  @MethodSource("small")
  @EnabledOnOs(OS.LINUX)
  void thousandsOfStepsAreFlat(Workload workload, Precision precision, int steps) {
    try (Compiled compiled = Compiled.training(workload, precision);
        Batch batch = workload.batch(0)) {
      compiled.fill(batch);
      run(compiled, steps / 5);
      System.gc();
      long allocated = Device.CPU.allocatedBytes();
      Memory memory = Memory.watch();
      run(compiled, steps);
      // Less, where the collector found what tests before this one had dropped.
      assertTrue(Device.CPU.allocatedBytes() <= allocated);
      double growth = memory.peak();
      assertTrue(growth < SLACK, "the resident set grew by " + growth + " MB");
    }
  }

  private static void run(Compiled compiled, int steps) {
    for (int i = 0; i < steps; i++) {
      compiled.run();
    }
  }
}

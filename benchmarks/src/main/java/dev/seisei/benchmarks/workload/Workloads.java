package dev.seisei.benchmarks.workload;

import java.util.List;
import java.util.stream.Collectors;

/** The networks that are published. */
public final class Workloads {
  /** All of them, in the order of the tables. */
  public static final List<Workload> ALL =
      List.of(
          Vae.STANDARD,
          Dcgan.STANDARD,
          Ddpm.STANDARD,
          Lstm.STANDARD,
          Gru.STANDARD,
          Gpt.STANDARD,
          Gpt.MEDIUM);

  private Workloads() {}

  /**
   * The one of that name.
   *
   * @throws IllegalArgumentException if there is none, naming those there are
   */
  public static Workload find(String name) {
    return ALL.stream()
        .filter(workload -> workload.name().equals(name))
        .findFirst()
        .orElseThrow(
            () -> new IllegalArgumentException("no workload " + name + "; there are " + names()));
  }

  /** The names of all, with commas between. */
  public static String names() {
    return ALL.stream().map(Workload::name).collect(Collectors.joining(", "));
  }
}

package dev.seisei.benchmarks.workload;

import java.util.List;

/** Small ones of all networks, which have kernels of every kind together. */
public final class SmallWorkloads {
  /** All of them. */
  public static final List<Workload> ALL =
      List.of(
          new Vae(4, 8, 16, 1, 3),
          new Dcgan(8, 4, 5),
          new Ddpm(1, 8, 32, 1),
          new Lstm(4, 4, 16, 2),
          new Gru(4, 4, 16, 2),
          new Gpt("gpt", 4, 8, 16, 1, 2));

  private SmallWorkloads() {}
}

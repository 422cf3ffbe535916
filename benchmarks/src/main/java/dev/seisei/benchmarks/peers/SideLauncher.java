package dev.seisei.benchmarks.peers;

import dev.seisei.benchmarks.process.JavaProcess;
import dev.seisei.benchmarks.workload.Workload;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Starts the processes of sides: the same Java, the same heap, the same threads for all. */
final class SideLauncher {
  /**
   * glibc otherwise gives each large array back to the system and fetches it again, page by page,
   * in the next step, which can cost libtorch a sixth of its time. It takes up to half as much
   * memory again.
   */
  private static final Map<String, String> KEEP_WHAT_IS_FREED =
      Map.of(
          "MALLOC_MMAP_THRESHOLD_",
          "33554432",
          "MALLOC_TRIM_THRESHOLD_",
          "2000000000",
          "MALLOC_TOP_PAD_",
          "200000000");

  private final int threads;
  private final Path weights;
  private final @Nullable Path peers;

  /**
   * @param weights the folder of the {@link WeightFiles}
   * @param peers the folder with libtorch, or null where there is none
   */
  SideLauncher(int threads, Path weights, @Nullable Path peers) {
    this.threads = threads;
    this.weights = weights;
    this.peers = peers;
  }

  /** Starts a side and waits until it is ready, or has refused. */
  RunningSide start(Side side, Purpose purpose, Workload workload, Mode mode, Effort effort)
      throws IOException {
    ProcessBuilder builder =
        JavaProcess.prepare(
            threads,
            classPath(side),
            SideProcess.class,
            List.of(
                side.name(),
                workload.name(),
                mode.label(),
                Integer.toString(threads),
                weights.toString(),
                Integer.toString(effort.comparedRuns()),
                Integer.toString(effort.comparedSeconds(side))));
    if (purpose == Purpose.TIME && side.keepsWhatIsFreed()) {
      builder.environment().putAll(KEEP_WHAT_IS_FREED);
    }
    // DJL would otherwise report its use, and unpack libtorch into the user's home.
    builder
        .environment()
        .putAll(
            Map.of(
                "OPT_OUT_TRACKING",
                "true",
                "DJL_CACHE_DIR",
                (peers == null ? weights : peers.resolveSibling("djl")).toString()));
    if (side == Side.SESSION) {
      // It runs operations on several threads of its own, each with a team of OpenMP's: where these
      // spin, they take the processors from each other, and a step up to ten times as long.
      builder.environment().put("OMP_WAIT_POLICY", "PASSIVE");
    }
    return new RunningSide(side, builder.start());
  }

  private String classPath(Side side) {
    String own = JavaProcess.classPath();
    return side == Side.LIBTORCH && peers != null
        ? peers + File.separator + "*" + File.pathSeparator + own
        : own;
  }

  /** The folder with libtorch in a source tree, or null if it was not built. */
  static @Nullable Path peers() {
    String home = System.getProperty("seisei.home");
    if (home == null) {
      return null;
    }
    Path target = Path.of(home, "benchmarks", "peers", "target");
    // The launcher makes this file when all is there; a build that failed leaves half of it.
    return Files.exists(target.resolve("built")) ? target.resolve("peers") : null;
  }
}

package dev.seisei.benchmarks.peers;

import dev.seisei.benchmarks.workload.Workload;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Starts the processes of sides: the same Java, the same heap, the same threads for all. */
final class SideLauncher {
  /** Fixed and touched at the start, so that it does not count as a network's memory. */
  private static final List<String> HEAP =
      List.of("-Xms768m", "-Xmx768m", "-XX:+AlwaysPreTouch", "-XX:+UseSerialGC");

  /** JavaCPP would otherwise allow a multiple of the heap, which SameDiff's session exceeds. */
  private static final List<String> NO_LIMITS =
      List.of("-Dorg.bytedeco.javacpp.maxbytes=0", "-Dorg.bytedeco.javacpp.maxphysicalbytes=0");

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
  RunningSide start(Side side, Workload workload, Mode mode, Effort effort) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(HEAP);
    command.addAll(NO_LIMITS);
    if (Runtime.version().feature() >= 24) {
      command.add("--enable-native-access=ALL-UNNAMED");
      command.add("--sun-misc-unsafe-memory-access=allow");
    }
    for (String property : List.of("slf4j.provider", "slf4j.internal.verbosity")) {
      String value = System.getProperty(property);
      if (value != null) {
        command.add("-D" + property + "=" + value);
      }
    }
    command.add("-cp");
    command.add(classPath(side));
    command.add(SideProcess.class.getName());
    command.addAll(
        List.of(
            side.name(),
            workload.name(),
            mode.label(),
            Integer.toString(threads),
            weights.toString(),
            Integer.toString(effort.comparedRuns()),
            Integer.toString(effort.comparedSeconds())));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.redirectError(ProcessBuilder.Redirect.INHERIT);
    builder.environment().putAll(environment());
    if (side == Side.SESSION) {
      // It runs operations on several threads of its own, each with a team of OpenMP's: where these
      // spin, they take the processors from each other, and a step up to ten times as long.
      builder.environment().put("OMP_WAIT_POLICY", "PASSIVE");
    }
    return new RunningSide(side, builder.start());
  }

  private String classPath(Side side) {
    String own = System.getProperty("java.class.path");
    return side == Side.LIBTORCH && peers != null
        ? peers + File.separator + "*" + File.pathSeparator + own
        : own;
  }

  private Map<String, String> environment() {
    String count = Integer.toString(threads);
    return Map.of(
        "OMP_NUM_THREADS",
        count,
        "OPENBLAS_NUM_THREADS",
        count,
        "MKL_NUM_THREADS",
        count,
        // glibc otherwise gives each large array back to the system and fetches it again, page by
        // page, in the next step, which can cost libtorch a sixth of its time.
        "MALLOC_MMAP_THRESHOLD_",
        "33554432",
        "MALLOC_TRIM_THRESHOLD_",
        "2000000000",
        "MALLOC_TOP_PAD_",
        "200000000",
        // DJL would otherwise report its use, and unpack libtorch into the user's home.
        "OPT_OUT_TRACKING",
        "true",
        "DJL_CACHE_DIR",
        (peers == null ? weights : peers.resolveSibling("djl")).toString());
  }

  /** The folder with libtorch in a source tree, or null if it was not built. */
  static @Nullable Path peers() {
    String home = System.getProperty("seisei.home");
    if (home == null) {
      return null;
    }
    Path folder = Path.of(home, "benchmarks", "peers", "target", "peers");
    return Files.isDirectory(folder) ? folder : null;
  }
}

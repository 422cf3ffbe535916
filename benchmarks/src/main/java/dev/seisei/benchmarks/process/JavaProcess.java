package dev.seisei.benchmarks.process;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A further process of this Java, with as many threads to compute with as are asked for: OpenMP
 * reads their number once, when it starts.
 */
public final class JavaProcess {
  /** Fixed and touched at the start, so that it does not count as a network's memory. */
  private static final List<String> HEAP =
      List.of("-Xms768m", "-Xmx768m", "-XX:+AlwaysPreTouch", "-XX:+UseSerialGC");

  /** The limit of memory for arrays, which {@code --memory} sets, and where messages go. */
  private static final List<String> INHERITED =
      List.of("seisei.memory", "slf4j.provider", "slf4j.internal.verbosity");

  /** JavaCPP would otherwise allow a multiple of the heap, which SameDiff's session exceeds. */
  private static final List<String> NO_LIMITS =
      List.of("-Dorg.bytedeco.javacpp.maxbytes=0", "-Dorg.bytedeco.javacpp.maxphysicalbytes=0");

  /**
   * How long to wait before another process has its turn: OpenMP's threads spin for a while after
   * their work, and the next would share the processors with them.
   */
  public static final int SETTLE_MILLISECONDS = 150;

  private JavaProcess() {}

  /** The class path of this process. */
  public static String classPath() {
    return System.getProperty("java.class.path");
  }

  /**
   * Prepares a process, whose messages go where this one's go, and which may take as much memory.
   *
   * @param threads to compute with
   * @param main the class to run
   * @param arguments what its main method gets
   */
  public static ProcessBuilder prepare(
      int threads, String classPath, Class<?> main, List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(HEAP);
    command.addAll(NO_LIMITS);
    if (Runtime.version().feature() >= 24) {
      command.add("--enable-native-access=ALL-UNNAMED");
      command.add("--sun-misc-unsafe-memory-access=allow");
    }
    for (String property : INHERITED) {
      String value = System.getProperty(property);
      if (value != null) {
        command.add("-D" + property + "=" + value);
      }
    }
    command.add("-cp");
    command.add(classPath);
    command.add(main.getName());
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.redirectError(ProcessBuilder.Redirect.INHERIT);
    String count = Integer.toString(threads);
    builder
        .environment()
        .putAll(
            Map.of(
                "OMP_NUM_THREADS", count, "OPENBLAS_NUM_THREADS", count, "MKL_NUM_THREADS", count));
    return builder;
  }
}

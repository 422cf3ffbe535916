package dev.seisei.engine.memory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bytedeco.javacpp.Pointer;

/**
 * How much memory this machine, or the container that the process runs in, has for the engine.
 *
 * @param root where {@code proc} and {@code sys} are mounted
 */
record SystemMemory(Path root) {
  /** The system property that sets the limit. */
  static final String PROPERTY = "seisei.memory";

  /** The variable of the environment that sets the limit where the property does not. */
  static final String VARIABLE = "SEISEI_MEMORY";

  private static final long MEBIBYTE = 1L << 20;

  /** What is left to others, at least: code, threads, compiled methods, primitives. */
  private static final long SMALLEST_RESERVE = 256 * MEBIBYTE;

  /** More than any machine has, where nobody can say what this one has. */
  private static final long UNKNOWN = Long.MAX_VALUE / 2;

  private static final Pattern MEMINFO = Pattern.compile("(\\w+):\\s+(\\d+) kB");

  /** The limit of this process: as set by property or variable, else by what the machine offers. */
  static long limit() {
    String property = System.getProperty(PROPERTY);
    if (property != null) {
      return parse(PROPERTY, property);
    }
    Map<String, String> environment = System.getenv();
    String variable = environment.get(VARIABLE);
    if (variable != null && !variable.isBlank()) {
      return parse(VARIABLE, variable);
    }
    Runtime runtime = Runtime.getRuntime();
    long heap = runtime.maxMemory() - runtime.totalMemory();
    return new SystemMemory(Path.of("/")).offered(heap);
  }

  private static long parse(String name, String text) {
    try {
      return ByteSize.parse(text);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(name + ": " + e.getMessage(), e);
    }
  }

  /**
   * What is available now, less a reserve: a sixteenth of the whole, and what Java's heap may still
   * grow by. At least half of what is available, however large the heap may become; and one byte
   * where nothing is, because a limit of none is no limit that could be reported or raised.
   */
  long offered(long heapGrowth) {
    long total = min(meminfo("MemTotal"), groupTotal());
    long available = min(meminfo("MemAvailable"), groupAvailable());
    if (total == Long.MAX_VALUE) {
      total = known(Pointer.totalPhysicalBytes());
    }
    if (available == Long.MAX_VALUE) {
      available = known(Pointer.availablePhysicalBytes());
    }
    available = Math.min(available, total);
    if (available == Long.MAX_VALUE) {
      return UNKNOWN;
    }
    long whole = total == Long.MAX_VALUE ? available : total;
    long reserve = Math.max(SMALLEST_RESERVE, whole / 16) + heapGrowth;
    return Math.max(1, Math.max(available - reserve, available / 2));
  }

  /** What JavaCPP says, which is 0 or less where it does not know. */
  private static long known(long bytes) {
    return bytes > 0 ? bytes : Long.MAX_VALUE;
  }

  private static long min(OptionalLong... numbers) {
    long least = Long.MAX_VALUE;
    for (OptionalLong number : numbers) {
      least = Math.min(least, number.orElse(Long.MAX_VALUE));
    }
    return least;
  }

  private OptionalLong meminfo(String field) {
    for (String line : lines("proc/meminfo")) {
      Matcher matcher = MEMINFO.matcher(line);
      if (matcher.matches() && matcher.group(1).equals(field)) {
        return OptionalLong.of(Long.parseLong(matcher.group(2)) * 1024);
      }
    }
    return OptionalLong.empty();
  }

  private OptionalLong groupTotal() {
    long least = Long.MAX_VALUE;
    for (Group group : groups()) {
      least = Math.min(least, number(group.file(group.limit)));
    }
    return least == Long.MAX_VALUE ? OptionalLong.empty() : OptionalLong.of(least);
  }

  /** What the tightest group has left; files that are cached give way. */
  private OptionalLong groupAvailable() {
    long least = Long.MAX_VALUE;
    for (Group group : groups()) {
      long limit = number(group.file(group.limit));
      long usage = number(group.file(group.usage));
      if (limit != Long.MAX_VALUE && usage != Long.MAX_VALUE) {
        long cached = statistics(group.file("memory.stat"), group.cached);
        least = Math.min(least, Math.max(0, limit - Math.max(0, usage - cached)));
      }
    }
    return least == Long.MAX_VALUE ? OptionalLong.empty() : OptionalLong.of(least);
  }

  /**
   * A control group and what its files are called, which depends on the version.
   *
   * @param cached statistics of the pages of files, which the kernel drops when the group needs
   *     them: those read once and those read again alike
   */
  private record Group(Path folder, String limit, String usage, Set<String> cached) {
    Path file(String name) {
      return folder.resolve(name);
    }
  }

  /**
   * The groups that this process is in, from the innermost outwards; each has a limit of its own.
   */
  private List<Group> groups() {
    return lines("proc/self/cgroup").stream()
        .map(line -> line.split(":", 3))
        .filter(parts -> parts.length == 3)
        .flatMap(parts -> groups(parts[1], parts[2]).stream())
        .toList();
  }

  private List<Group> groups(String controllers, String path) {
    Path mount = root.resolve("sys/fs/cgroup");
    if (controllers.isEmpty()) {
      return upwards(mount, path).stream()
          .map(
              folder ->
                  new Group(
                      folder,
                      "memory.max",
                      "memory.current",
                      Set.of("inactive_file", "active_file")))
          .toList();
    }
    if (List.of(controllers.split(",")).contains("memory")) {
      return upwards(mount.resolve("memory"), path).stream()
          .map(
              folder ->
                  new Group(
                      folder,
                      "memory.limit_in_bytes",
                      "memory.usage_in_bytes",
                      Set.of("total_inactive_file", "total_active_file")))
          .toList();
    }
    return List.of();
  }

  /** A folder below another, and all between; in a container, only the outermost may exist. */
  private static List<Path> upwards(Path mount, String path) {
    Path inner = mount.resolve(path.replaceFirst("^/+", "")).normalize();
    if (!inner.startsWith(mount)) {
      return List.of(mount);
    }
    List<Path> folders = new ArrayList<>();
    for (Path folder = inner;
        folder != null && folder.startsWith(mount);
        folder = folder.getParent()) {
      folders.add(folder);
    }
    return folders;
  }

  /** The number in a file; the largest there is where there is none, or it says "max". */
  private static long number(Path file) {
    List<String> lines = read(file);
    try {
      return lines.isEmpty() ? Long.MAX_VALUE : Long.parseLong(lines.get(0));
    } catch (NumberFormatException e) {
      return Long.MAX_VALUE;
    }
  }

  /** The sum of some of the lines "name number" of a file. */
  private static long statistics(Path file, Set<String> names) {
    return read(file).stream()
        .map(line -> line.split(" ", 2))
        .filter(parts -> parts.length == 2 && names.contains(parts[0]))
        .mapToLong(parts -> Long.parseLong(parts[1].strip()))
        .sum();
  }

  private List<String> lines(String file) {
    return read(root.resolve(file));
  }

  private static List<String> read(Path file) {
    try {
      return Files.isReadable(file) ? Files.readAllLines(file) : List.of();
    } catch (IOException e) {
      return List
          .of(); // there is one group less to heed; others and the machine's memory still count
    }
  }
}

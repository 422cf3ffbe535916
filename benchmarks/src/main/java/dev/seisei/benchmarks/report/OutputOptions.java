package dev.seisei.benchmarks.report;

import dev.seisei.core.file.WholeFile;
import dev.seisei.core.settings.SettingException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options {@code --json} and {@code --plot}. Files appear whole or not at all. */
public final class OutputOptions {
  @Option(names = "--json", paramLabel = "FILE", description = "Also write the rows as JSON.")
  private @Nullable Path json;

  @Option(names = "--plot", paramLabel = "FILE.png", description = "Also draw them.")
  private @Nullable Path plot;

  /** Draws, if it is asked for. */
  @FunctionalInterface
  public interface Picture {
    /** The picture, as PNG. */
    byte[] png();
  }

  /**
   * Finds out before the work, not after it, that a file cannot be written.
   *
   * @throws SettingException if it is a folder, or its folder is missing or may not be written to
   */
  public void check() {
    check("json", json);
    check("plot", plot);
  }

  private static void check(String option, @Nullable Path file) {
    if (file == null) {
      return;
    }
    if (Files.isDirectory(file)) {
      throw new SettingException(option, "--" + option + " " + file + " is a folder, not a file");
    }
    Path folder = file.toAbsolutePath().getParent();
    if (folder != null && !Files.isWritable(folder)) {
      String complaint = Files.isDirectory(folder) ? " may not be written to" : " does not exist";
      throw new SettingException(
          option, "--" + option + " " + file + ": the folder " + folder + complaint);
    }
  }

  /** Writes what was asked for. */
  public void write(List<? extends Map<String, ?>> rows, Picture picture) throws IOException {
    if (json != null) {
      byte[] bytes = Rows.json(rows);
      WholeFile.write(json, out -> out.write(bytes));
    }
    if (plot != null) {
      byte[] bytes = picture.png();
      WholeFile.write(plot, out -> out.write(bytes));
    }
  }
}

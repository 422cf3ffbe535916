package dev.seisei.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.seisei.core.file.WholeFile;
import dev.seisei.core.settings.SettingException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The option {@code --json}. The file appears whole or not at all. */
final class JsonOption {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  @Option(names = "--json", paramLabel = "FILE", description = "Also write the result as JSON.")
  private @Nullable Path file;

  /**
   * Finds out before the work, not after it, that the file cannot be written.
   *
   * @throws SettingException if its folder is missing or may not be written to, or it is a folder
   */
  void check() {
    if (file == null) {
      return;
    }
    OutputFiles.check("json", file);
  }

  /** Writes what there is to tell, if a file was asked for. */
  void write(Object content) throws IOException {
    if (file == null) {
      return;
    }
    byte[] json = JSON.writeValueAsBytes(content);
    WholeFile.write(file, out -> out.write(json));
  }

  /** Writes numbers by name; those that JSON does not have are null. */
  void writeNumbers(Map<String, Double> numbers) throws IOException {
    Map<String, @Nullable Double> finite = new LinkedHashMap<>();
    numbers.forEach((name, value) -> finite.put(name, Double.isFinite(value) ? value : null));
    write(finite);
  }
}

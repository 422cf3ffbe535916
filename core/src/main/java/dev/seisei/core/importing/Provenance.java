package dev.seisei.core.importing;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * Where a pulled model came from: {@code source.json} in its folder, or a hidden file beside a
 * single file.
 */
final class Provenance {
  static final String FILE = "source.json";

  private static final int MAX_BYTES = 1 << 16;

  private static final ObjectMapper JSON =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(4).build())
                  .build())
          .build();

  private Provenance() {}

  static byte[] content(String source) {
    try {
      return JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(Map.of("source", source));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a string can be written", e);
    }
  }

  /** The record of a model in a single file. */
  static Path beside(Path file) {
    return file.resolveSibling("." + file.getFileName() + "." + FILE);
  }

  /** Where the model in a folder or file came from; empty if that is not known. */
  static Optional<String> read(Path model) {
    Path file = Files.isDirectory(model) ? model.resolve(FILE) : beside(model);
    try {
      if (!Files.isRegularFile(file) || Files.size(file) > MAX_BYTES) {
        return Optional.empty();
      }
      JsonNode source = JSON.readTree(Files.readAllBytes(file)).path("source");
      return source.isTextual() ? Optional.of(source.asText()) : Optional.empty();
    } catch (IOException e) {
      // Then it is some model of that name, and stays.
      return Optional.empty();
    }
  }
}

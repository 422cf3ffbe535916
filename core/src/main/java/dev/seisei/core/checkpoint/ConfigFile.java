package dev.seisei.core.checkpoint;

import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The file {@code config.json}.
 *
 * @param modelType the id of the family
 * @param values the configuration
 */
record ConfigFile(String modelType, Map<String, Object> values) {
  /** The version of the layout that this code writes, and the last that it reads. */
  static final int FORMAT_VERSION = 1;

  private static final int MAX_BYTES = 16 << 20;
  private static final String MODEL_TYPE = "model_type";
  private static final String VERSION = "format_version";

  /**
   * Reads a folder's file; empty if there is none.
   *
   * @throws IllegalArgumentException if it is not as it must be, naming it and the field
   */
  static Optional<ConfigFile> find(Path folder) {
    Path file = folder.resolve(Layout.CONFIG);
    return Reading.ifThere(file, MAX_BYTES).map(bytes -> of(file, Json.parse(file, bytes)));
  }

  /** Whether a folder's file was written by this project; false if there is none. */
  static boolean isNative(Path folder) {
    Path file = folder.resolve(Layout.CONFIG);
    return Reading.ifThere(file, MAX_BYTES)
        .map(bytes -> Json.parse(file, bytes).containsKey(VERSION))
        .orElse(false);
  }

  private static ConfigFile of(Path file, Map<String, Object> values) {
    if (!(values.remove(MODEL_TYPE) instanceof String modelType) || modelType.isBlank()) {
      throw new IllegalArgumentException(
          file + " needs model_type, the name of a family of models");
    }
    // Absent where others wrote the file.
    Object version = values.containsKey(VERSION) ? values.remove(VERSION) : FORMAT_VERSION;
    if (!(version instanceof Integer number) || number < 1) {
      throw new IllegalArgumentException(
          file + ": format_version must be a number from 1, got " + Json.shortened("" + version));
    }
    if (number > FORMAT_VERSION) {
      throw new IllegalArgumentException(
          file
              + " has format_version "
              + number
              + ", this version reads up to "
              + FORMAT_VERSION
              + "; update Seisei");
    }
    return new ConfigFile(modelType, Collections.unmodifiableMap(values));
  }

  static byte[] write(String modelType, Map<String, ? extends @Nullable Object> values) {
    if (modelType.isBlank()) {
      throw new IllegalArgumentException("model_type must not be blank");
    }
    Map<String, @Nullable Object> file = new LinkedHashMap<>();
    file.put(MODEL_TYPE, modelType);
    file.put(VERSION, FORMAT_VERSION);
    values.forEach(
        (key, value) -> {
          if (file.putIfAbsent(key, value) != null) {
            throw new IllegalArgumentException("a configuration cannot have a component " + key);
          }
        });
    return Json.write(file);
  }
}

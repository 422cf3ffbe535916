package dev.seisei.core.checkpoint;

import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The file {@code training.json}: a flat object. */
final class TrainingFile {
  private static final int MAX_BYTES = 16 << 20;

  private TrainingFile() {}

  static Map<String, Object> read(Path file) {
    Map<String, Object> record = Json.read(file, MAX_BYTES);
    record.forEach((key, value) -> requireScalar(file + ": ", key, value));
    return Collections.unmodifiableMap(record);
  }

  static byte[] write(Map<String, ?> record) {
    record.forEach((key, value) -> requireScalar("", key, value));
    return Json.write(record);
  }

  private static void requireScalar(String where, String key, @Nullable Object value) {
    if (!(value instanceof String || value instanceof Number || value instanceof Boolean)) {
      throw new IllegalArgumentException(
          where
              + Json.quote(key)
              + " must be a string, a number or a boolean, got "
              + Json.shortened(String.valueOf(value)));
    }
  }
}

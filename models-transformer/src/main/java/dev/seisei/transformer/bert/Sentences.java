package dev.seisei.transformer.bert;

import com.fasterxml.jackson.databind.JsonNode;
import dev.seisei.core.checkpoint.Json;
import dev.seisei.core.checkpoint.Reading;
import dev.seisei.core.settings.SettingException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/**
 * What a model's folder says of its vectors, in the files of the library Sentence Transformers:
 * {@code modules.json} lists what follows the network, {@code 1_Pooling/config.json} says how
 * features are pooled.
 *
 * @param trained whether the folder says anything; if not, vectors are means of unit length
 */
record Sentences(boolean trained, Pooling pooling, boolean normalize) {
  private static final String MODULES = "modules.json";
  private static final int MAX_BYTES = 1 << 20;
  private static final String MODE = "pooling_mode_";

  /**
   * Reads a folder.
   *
   * @throws IllegalArgumentException if a file is not as it must be, or asks for what is not here
   */
  static Sentences of(Path folder) {
    Path modules = folder.resolve(MODULES);
    if (Reading.ifThere(modules, MAX_BYTES).isEmpty()) {
      return new Sentences(false, Pooling.MEAN, true);
    }
    Pooling pooling = Pooling.MEAN;
    boolean normalize = false;
    for (JsonNode module : list(modules)) {
      String type = module.path("type").asText();
      switch (type.substring(type.lastIndexOf('.') + 1)) {
        case "Transformer" -> {}
        case "Pooling" -> pooling = pooling(folder, module.path("path").asText());
        case "Normalize" -> normalize = true;
        default ->
            throw new IllegalArgumentException(
                modules
                    + ": Transformer, Pooling and Normalize are supported, got "
                    + Json.quote(type));
      }
    }
    return new Sentences(true, pooling, normalize);
  }

  private static JsonNode list(Path file) {
    try {
      JsonNode list = Json.MAPPER.readTree(Reading.all(file, MAX_BYTES));
      if (list.isArray()) {
        return list;
      }
      throw new IllegalArgumentException(file + " must hold a JSON array");
    } catch (IOException e) {
      throw new IllegalArgumentException(file + " must hold a JSON array: " + Json.reason(e), e);
    }
  }

  private static Pooling pooling(Path folder, String name) {
    Path inside = Path.of("").resolve(name).normalize();
    if (name.isEmpty()
        || inside.isAbsolute()
        || inside.getNameCount() != 1
        || inside.startsWith("..")) {
      throw new IllegalArgumentException(
          folder.resolve(MODULES) + ": path must name a folder in it, got " + Json.quote(name));
    }
    Path file = folder.resolve(inside).resolve("config.json");
    Map<String, Object> config = Json.read(file, MAX_BYTES);
    boolean cls = on(config, "cls_token");
    boolean mean = on(config, "mean_tokens");
    for (String key : config.keySet()) {
      boolean known = key.equals(MODE + "cls_token") || key.equals(MODE + "mean_tokens");
      if (key.startsWith(MODE) && !known && Boolean.TRUE.equals(config.get(key))) {
        throw unsupported(file, key);
      }
    }
    if (cls == mean) {
      throw unsupported(file, MODE + (cls ? "cls_token and mean_tokens together" : "… all false"));
    }
    return cls ? Pooling.CLS : Pooling.MEAN;
  }

  private static boolean on(Map<String, Object> config, String mode) {
    return Boolean.TRUE.equals(config.get(MODE + mode));
  }

  private static SettingException unsupported(Path file, String what) {
    return new SettingException(
        "pooling", file + ": pooling by cls_token or by mean_tokens is supported, got " + what);
  }
}

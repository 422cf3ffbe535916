package dev.seisei.text.template;

import dev.seisei.core.checkpoint.Json;
import dev.seisei.core.checkpoint.Reading;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The chat templates of models' folders, as Hugging Face keeps them. */
public final class ChatTemplates {
  private static final String FILE = "chat_template.jinja";
  private static final String CONFIG = "tokenizer_config.json";
  private static final int MAX_BYTES = 4 << 20;

  private ChatTemplates() {}

  /**
   * The template in {@code chat_template.jinja} or {@code tokenizer_config.json}; of several the
   * one named {@code default}.
   *
   * @throws TemplateException if it is wrong
   * @throws IllegalArgumentException if a file is not as it must be, naming it
   */
  public static Optional<ChatTemplate> find(Path folder) {
    Path config = folder.resolve(CONFIG);
    Map<String, Object> values =
        Files.isRegularFile(config) ? Json.read(config, MAX_BYTES) : Map.of();
    Map<String, String> specials = new HashMap<>();
    values.forEach(
        (name, value) -> {
          String spelling = spelling(value);
          if (name.endsWith("_token") && spelling != null) {
            specials.put(name, spelling);
          }
        });
    return Reading.ifThere(folder.resolve(FILE), MAX_BYTES)
        .map(bytes -> new String(bytes, StandardCharsets.UTF_8))
        .or(() -> Optional.ofNullable(source(values.get("chat_template"))))
        .map(source -> new ChatTemplate(source, specials));
  }

  /** A token is a string, or an object with its content. */
  private static @Nullable String spelling(@Nullable Object token) {
    Object spelling = token instanceof Map<?, ?> object ? object.get("content") : token;
    return spelling instanceof String text ? text : null;
  }

  private static @Nullable String source(@Nullable Object template) {
    if (template instanceof List<?> several) {
      return several.stream()
          .filter(each -> each instanceof Map<?, ?> named && "default".equals(named.get("name")))
          .map(each -> ((Map<?, ?>) each).get("template"))
          .filter(String.class::isInstance)
          .map(String.class::cast)
          .findFirst()
          .orElse(null);
    }
    return template instanceof String source ? source : null;
  }
}

package dev.seisei.transformer.decoding;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import dev.seisei.core.checkpoint.Json;
import dev.seisei.core.settings.SettingException;
import dev.seisei.text.template.ChatTemplate;
import dev.seisei.text.template.TemplateException;
import dev.seisei.text.tokenizer.Tokenizer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What texts begin with, as tokens.
 *
 * @param template of conversations, if the model has one
 * @param positions tokens that the model reads
 */
record Prompts(Tokenizer tokenizer, Optional<ChatTemplate> template, int positions) {
  /**
   * @throws SettingException if the request cannot be made tokens of, or of too many
   */
  int[] of(TextRequest request) {
    boolean chat = !request.messages().isEmpty();
    int[] tokens =
        chat
            ? tokenizer.encodeWithSpecials(conversation(request.messages()))
            : tokenizer.frame(tokenizer.encode(request.prompt()));
    if (tokens.length == 0) {
      tokens = new int[] {tokenizer.bos().orElse(tokenizer.eos().stream().findFirst().orElse(0))};
    }
    if (tokens.length >= positions) {
      String field = chat ? "messages" : "prompt";
      throw new SettingException(
          field,
          "%s must have fewer tokens than the %d that the model reads, got %d; shorten it"
              .formatted(field, positions, tokens.length));
    }
    return tokens;
  }

  private String conversation(String json) {
    ChatTemplate chat =
        template.orElseThrow(
            () ->
                new SettingException(
                    "messages",
                    "messages needs a model with a chat template, and this has none; use prompt"));
    try {
      List<Map<String, @Nullable Object>> messages =
          Json.MAPPER.readValue(json, new TypeReference<>() {});
      return chat.fill(messages);
    } catch (JsonProcessingException e) {
      throw wrong("messages must be a JSON array of objects: " + Json.reason(e), e);
    } catch (TemplateException e) {
      throw wrong("messages do not fit the model's chat template: " + e.getMessage(), e);
    }
  }

  private static SettingException wrong(String message, Exception cause) {
    SettingException wrong = new SettingException("messages", message);
    wrong.initCause(cause);
    return wrong;
  }
}

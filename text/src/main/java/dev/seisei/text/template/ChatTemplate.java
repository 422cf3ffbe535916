package dev.seisei.text.template;

import java.time.Clock;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The template that turns a conversation into the text that a model was trained on. */
public final class ChatTemplate {
  private final Template template;
  private final Map<String, String> specials;

  /**
   * @param source in Jinja, as {@code tokenizer_config.json} or a GGUF has it
   * @param specials names that templates use for special tokens, such as {@code bos_token} and
   *     {@code eos_token}, and the tokens' spellings
   * @throws TemplateException if the source is wrong
   */
  public ChatTemplate(String source, Map<String, String> specials) {
    this.template = Template.parse(source);
    this.specials = Map.copyOf(specials);
  }

  /** As the other, without tools, for a model that is to answer. */
  public String fill(List<? extends Map<String, ? extends @Nullable Object>> messages) {
    return fill(messages, List.of(), true, Map.of(), Clock.system(ZoneId.systemDefault()));
  }

  /**
   * The text of a conversation, to be encoded with its special tokens.
   *
   * @param messages each with {@code role} and {@code content}, and what else the template knows,
   *     such as {@code tool_calls}
   * @param tools functions that the model may call, as JSON schemas; if empty, the template is told
   *     that there are none
   * @param addGenerationPrompt whether the text ends with what the model's answer follows
   * @param more what else to set by name, such as {@code enable_thinking}
   * @throws TemplateException as {@link Template#fill(Map)}
   */
  public String fill(
      List<? extends Map<String, ? extends @Nullable Object>> messages,
      List<? extends Map<String, ? extends @Nullable Object>> tools,
      boolean addGenerationPrompt,
      Map<String, ? extends @Nullable Object> more,
      Clock clock) {
    Map<String, @Nullable Object> values = new LinkedHashMap<>(specials);
    values.put("messages", messages);
    values.put("tools", tools.isEmpty() ? null : tools);
    values.put("documents", null);
    values.put("add_generation_prompt", addGenerationPrompt);
    values.putAll(more);
    return template.fill(values, clock);
  }
}

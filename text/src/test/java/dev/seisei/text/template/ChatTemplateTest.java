package dev.seisei.text.template;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Templates written as those of well-known families are, and what their formats prescribe. */
class ChatTemplateTest {
  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2024-07-26T12:00:00Z"), ZoneOffset.UTC);

  private static final Map<String, String> SPECIALS =
      Map.of("bos_token", "<s>", "eos_token", "</s>");

  private static Map<String, Object> message(String role, String content) {
    Map<String, Object> message = new LinkedHashMap<>();
    message.put("role", role);
    message.put("content", content);
    return message;
  }

  private static final List<Map<String, Object>> TALK =
      List.of(
          message("system", "Be brief."),
          message("user", " Hi? "),
          message("assistant", "Hello."),
          message("user", "Bye"));

  private static Map<String, Object> weather() {
    Map<String, Object> parameters = new LinkedHashMap<>();
    parameters.put("type", "object");
    parameters.put("properties", Map.of("city", Map.of("type", "string")));
    Map<String, Object> function = new LinkedHashMap<>();
    function.put("name", "weather");
    function.put("parameters", parameters);
    Map<String, Object> tool = new LinkedHashMap<>();
    tool.put("type", "function");
    tool.put("function", function);
    return tool;
  }

  @Test
  void chatMl() {
    String template =
        """
        {% for message in messages %}{% if loop.first and messages[0]['role'] != 'system' %}{{ '<|im_start|>system
        You are helpful.<|im_end|>
        ' }}{% endif %}{{ '<|im_start|>' + message['role'] + '
        ' + message['content'] + '<|im_end|>' + '
        ' }}{% endfor %}{% if add_generation_prompt %}{{ '<|im_start|>assistant
        ' }}{% endif %}""";
    ChatTemplate chat = new ChatTemplate(template, SPECIALS);
    assertEquals(
        """
        <|im_start|>system
        Be brief.<|im_end|>
        <|im_start|>user
         Hi? <|im_end|>
        <|im_start|>assistant
        Hello.<|im_end|>
        <|im_start|>user
        Bye<|im_end|>
        <|im_start|>assistant
        """,
        chat.fill(TALK));
    assertTrue(
        chat.fill(TALK.subList(1, 2))
            .startsWith("<|im_start|>system\nYou are helpful.<|im_end|>\n"));
  }

  @Test
  void llama2() {
    ChatTemplate chat = new ChatTemplate(FamilyTemplates.LLAMA_2, SPECIALS);
    assertEquals(
        "<s>[INST] <<SYS>>\nBe brief.\n<</SYS>>\n\n Hi? [/INST] Hello. </s><s>[INST] Bye [/INST]",
        chat.fill(TALK));
    TemplateException refused =
        assertThrows(TemplateException.class, () -> chat.fill(TALK.subList(2, 4)));
    assertTrue(refused.raised());
  }

  @Test
  void llama3WithTools() {
    String template =
        """
        {{- bos_token }}
        {%- if not date_string is defined %}
            {%- if strftime_now is defined %}
                {%- set date_string = strftime_now("%d %b %Y") %}
            {%- else %}
                {%- set date_string = "26 Jul 2024" %}
            {%- endif %}
        {%- endif %}
        {%- if messages[0]['role'] == 'system' %}
            {%- set system_message = messages[0]['content']|trim %}
            {%- set messages = messages[1:] %}
        {%- else %}
            {%- set system_message = "" %}
        {%- endif %}
        {{- "<|start_header_id|>system<|end_header_id|>\\n\\n" }}
        {{- "Today Date: " + date_string + "\\n\\n" }}
        {%- if tools is not none %}
            {{- "Functions:\\n\\n" }}
            {%- for t in tools %}
                {{- t | tojson(indent=4) }}
                {{- "\\n\\n" }}
            {%- endfor %}
        {%- endif %}
        {{- system_message }}
        {{- "<|eot_id|>" }}
        {%- for message in messages %}
            {%- if not (message.role == 'ipython' or message.role == 'tool' or 'tool_calls' in message) %}
                {{- '<|start_header_id|>' + message['role'] + '<|end_header_id|>\\n\\n'+ message['content'] | trim + '<|eot_id|>' }}
            {%- elif 'tool_calls' in message %}
                {%- if not message.tool_calls|length == 1 %}
                    {{- raise_exception("This model only supports single tool-calls at once!") }}
                {%- endif %}
                {%- set tool_call = message.tool_calls[0].function %}
                {{- '<|start_header_id|>assistant<|end_header_id|>\\n\\n' -}}
                {{- '{"name": "' + tool_call.name + '", ' }}
                {{- '"parameters": ' }}
                {{- tool_call.arguments | tojson }}
                {{- "}" }}
                {{- "<|eot_id|>" }}
            {%- elif message.role == "tool" or message.role == "ipython" %}
                {{- "<|start_header_id|>ipython<|end_header_id|>\\n\\n" }}
                {%- if message.content is mapping or message.content is iterable and message.content is not string %}
                    {{- message.content | tojson }}
                {%- else %}
                    {{- message.content }}
                {%- endif %}
                {{- "<|eot_id|>" }}
            {%- endif %}
        {%- endfor %}
        {%- if add_generation_prompt %}
            {{- '<|start_header_id|>assistant<|end_header_id|>\\n\\n' }}
        {%- endif %}
        """;
    Map<String, Object> call = message("assistant", "");
    call.put(
        "tool_calls",
        List.of(
            Map.of("function", Map.of("name", "weather", "arguments", Map.of("city", "Ōsaka")))));
    Map<String, Object> answer = message("tool", "");
    answer.put("content", Map.of("sky", "clear"));
    String filled =
        new ChatTemplate(template, Map.of("bos_token", "<|begin_of_text|>"))
            .fill(
                List.of(TALK.get(0), TALK.get(1), call, answer),
                List.of(weather()),
                true,
                Map.of(),
                CLOCK);
    assertEquals(
        """
        <|begin_of_text|><|start_header_id|>system<|end_header_id|>

        Today Date: 26 Jul 2024

        Functions:

        {
            "type": "function",
            "function": {
                "name": "weather",
                "parameters": {
                    "type": "object",
                    "properties": {
                        "city": {
                            "type": "string"
                        }
                    }
                }
            }
        }

        Be brief.<|eot_id|><|start_header_id|>user<|end_header_id|>

        Hi?<|eot_id|><|start_header_id|>assistant<|end_header_id|>

        {"name": "weather", "parameters": {"city": "Ōsaka"}}<|eot_id|><|start_header_id|>ipython<|end_header_id|>

        {"sky": "clear"}<|eot_id|><|start_header_id|>assistant<|end_header_id|>

        """,
        filled);
  }

  @Test
  void mistral() {
    String template =
        """
        {%- set loop_messages = messages | rejectattr('role', 'equalto', 'system') | list %}
        {%- set system = messages | selectattr('role', 'equalto', 'system') | map(attribute='content') | first | default('') %}
        {%- set ns = namespace(index=0) %}
        {{- bos_token }}
        {%- for message in loop_messages %}
            {%- if message["role"] == "user" %}
                {%- if loop.last and system %}
                    {{- "[INST] " + system + "\\n\\n" + message["content"] + "[/INST]" }}
                {%- else %}
                    {{- "[INST] " + message["content"] + "[/INST]" }}
                {%- endif %}
                {%- set ns.index = ns.index + 1 %}
            {%- else %}
                {{- " " + message["content"]|trim + eos_token}}
            {%- endif %}
        {%- endfor %}
        """;
    assertEquals(
        "<s>[INST]  Hi? [/INST] Hello.</s>[INST] Be brief.\n\nBye[/INST]",
        new ChatTemplate(template, SPECIALS).fill(TALK));
  }

  @Test
  void qwen3() {
    ChatTemplate chat = new ChatTemplate(FamilyTemplates.QWEN_3, SPECIALS);
    List<Map<String, Object>> talk =
        List.of(
            message("user", "1+1?"),
            message("assistant", "<think>\nEasy.\n</think>\n\n2"),
            message("user", "2+2?"));
    assertEquals(
        """
        <|im_start|>user
        1+1?<|im_end|>
        <|im_start|>assistant
        2<|im_end|>
        <|im_start|>user
        2+2?<|im_end|>
        <|im_start|>assistant
        <think>

        </think>

        """,
        chat.fill(talk, List.of(), true, Map.of("enable_thinking", false), CLOCK));
    assertEquals(
        """
        <|im_start|>system
        Be brief.

        # Tools
        <tools>
        {"type": "function", "function": {"name": "weather", "parameters": {"type": "object", "properties": {"city": {"type": "string"}}}}}
        </tools><|im_end|>
        <|im_start|>user
         Hi? <|im_end|>
        <|im_start|>assistant
        <think>
        Easy.
        </think>

        2<|im_end|>
        """,
        chat.fill(
            List.of(TALK.get(0), TALK.get(1), talk.get(1)),
            List.of(weather()),
            false,
            Map.of(),
            CLOCK));
  }

  @Test
  void gemma() {
    String template =
        """
        {{ bos_token }}{% if messages[0]['role'] == 'system' %}{{ raise_exception('System role not supported') }}{% endif %}{% for message in messages %}{% if (message['role'] == 'assistant') %}{% set role = 'model' %}{% else %}{% set role = message['role'] %}{% endif %}{{ '<start_of_turn>' + role + '
        ' + message['content'] | trim + '<end_of_turn>
        ' }}{% endfor %}{% if add_generation_prompt %}{{'<start_of_turn>model
        '}}{% endif %}""";
    ChatTemplate chat = new ChatTemplate(template, Map.of("bos_token", "<bos>"));
    assertEquals(
        """
        <bos><start_of_turn>user
        Hi?<end_of_turn>
        <start_of_turn>model
        Hello.<end_of_turn>
        <start_of_turn>user
        Bye<end_of_turn>
        <start_of_turn>model
        """,
        chat.fill(TALK.subList(1, 4)));
    assertEquals(
        "System role not supported",
        assertThrows(TemplateException.class, () -> chat.fill(TALK)).getMessage());
  }

  @Test
  void phi3() {
    String template =
        "{% for message in messages %}{% if message['role'] in ['system', 'user', 'assistant'] %}{{"
            + " '<|' ~ message.role ~ '|>\\n' ~ message.content ~ '<|end|>\\n' }}{% endif %}{% endfor"
            + " %}{{ '<|assistant|>\\n' if add_generation_prompt else eos_token }}";
    ChatTemplate chat = new ChatTemplate(template, SPECIALS);
    assertEquals(
        """
        <|system|>
        Be brief.<|end|>
        <|user|>
         Hi? <|end|>
        <|assistant|>
        Hello.<|end|>
        <|user|>
        Bye<|end|>
        <|assistant|>
        """,
        chat.fill(TALK));
    assertTrue(chat.fill(TALK, List.of(), false, Map.of(), CLOCK).endsWith("Bye<|end|>\n</s>"));
  }

  /** Parameters of tools written as types, by macros that call each other. */
  @Test
  void macrosWriteNestedTypes() {
    String template =
        """
        {%- macro type(schema) -%}
            {%- if schema.type == 'array' -%}
                {{ type(schema['items']) }}[]
            {%- elif schema.type == 'object' -%}
                {{- '{' }}
                {%- for name, inner in schema.properties.items() -%}
                    {{ name }}{{ '' if name in schema.required|default([]) else '?' }}: {{ type(inner) }}
                    {%- if not loop.last %}, {% endif %}
                {%- endfor -%}
                {{- '}' }}
            {%- else -%}
                {{ schema.type }}
            {%- endif -%}
        {%- endmacro -%}
        {% for tool in tools %}{{ tool.function.name }}: {{ type(tool.function.parameters) }}{% endfor %}""";
    Map<String, Object> properties = new LinkedHashMap<>();
    properties.put("names", Map.of("type", "array", "items", Map.of("type", "string")));
    properties.put("age", Map.of("type", "number"));
    Map<String, Object> tool =
        Map.of(
            "function",
            Map.of(
                "name",
                "f",
                "parameters",
                Map.of("type", "object", "properties", properties, "required", List.of("age"))));
    assertEquals(
        "f: {names?: string[], age: number}",
        new ChatTemplate(template, Map.of()).fill(TALK, List.of(tool), false, Map.of(), CLOCK));
  }
}

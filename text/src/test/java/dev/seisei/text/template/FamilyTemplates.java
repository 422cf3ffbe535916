package dev.seisei.text.template;

/** Longer templates, written as those of well-known families are. */
final class FamilyTemplates {
  private FamilyTemplates() {}

  static final String LLAMA_2 =
      """
      {% if messages[0]['role'] == 'system' %}
          {% set rest = messages[1:] %}
          {% set system = messages[0]['content'] %}
      {% else %}
          {% set rest = messages %}
          {% set system = false %}
      {% endif %}
      {% for message in rest %}
          {% if (message['role'] == 'user') != (loop.index0 % 2 == 0) %}
              {{ raise_exception('Roles must alternate user/assistant/user/assistant/...') }}
          {% endif %}
          {% if loop.index0 == 0 and system != false %}
              {% set content = '<<SYS>>\\n' + system + '\\n<</SYS>>\\n\\n' + message['content'] %}
          {% else %}
              {% set content = message['content'] %}
          {% endif %}
          {% if message['role'] == 'user' %}
      {{- bos_token + '[INST] ' + content.strip() + ' [/INST]' -}}
          {% elif message['role'] == 'assistant' %}
      {{- ' ' + content.strip() + ' ' + eos_token -}}
          {% endif %}
      {% endfor %}
      """;

  static final String QWEN_3 =
      """
      {%- if tools %}
          {{- '<|im_start|>system\\n' }}
          {%- if messages[0].role == 'system' %}
              {{- messages[0].content + '\\n\\n' }}
          {%- endif %}
          {{- "# Tools\\n<tools>" }}
          {%- for tool in tools %}
              {{- "\\n" }}
              {{- tool | tojson }}
          {%- endfor %}
          {{- "\\n</tools><|im_end|>\\n" }}
      {%- else %}
          {%- if messages[0].role == 'system' %}
              {{- '<|im_start|>system\\n' + messages[0].content + '<|im_end|>\\n' }}
          {%- endif %}
      {%- endif %}
      {%- set ns = namespace(multi_step_tool=true, last_query_index=messages|length - 1) %}
      {%- for message in messages[::-1] %}
          {%- set index = (messages|length - 1) - loop.index0 %}
          {%- if ns.multi_step_tool and message.role == "user" and message.content is string and not(message.content.startswith('<tool_response>') and message.content.endswith('</tool_response>')) %}
              {%- set ns.multi_step_tool = false %}
              {%- set ns.last_query_index = index %}
          {%- endif %}
      {%- endfor %}
      {%- for message in messages %}
          {%- set content = message.content if message.content is string else '' %}
          {%- if (message.role == "user") or (message.role == "system" and not loop.first) %}
              {{- '<|im_start|>' + message.role + '\\n' + content + '<|im_end|>' + '\\n' }}
          {%- elif message.role == "assistant" %}
              {%- set reasoning_content = '' %}
              {%- if '</think>' in content %}
                  {%- set reasoning_content = content.split('</think>')[0].rstrip('\\n').split('<think>')[-1].lstrip('\\n') %}
                  {%- set content = content.split('</think>')[-1].lstrip('\\n') %}
              {%- endif %}
              {%- if loop.index0 > ns.last_query_index and (loop.last or reasoning_content) %}
                  {{- '<|im_start|>' + message.role + '\\n<think>\\n' + reasoning_content.strip('\\n') + '\\n</think>\\n\\n' + content.lstrip('\\n') }}
              {%- else %}
                  {{- '<|im_start|>' + message.role + '\\n' + content }}
              {%- endif %}
              {{- '<|im_end|>\\n' }}
          {%- endif %}
      {%- endfor %}
      {%- if add_generation_prompt %}
          {{- '<|im_start|>assistant\\n' }}
          {%- if enable_thinking is defined and enable_thinking is false %}
              {{- '<think>\\n\\n</think>\\n\\n' }}
          {%- endif %}
      {%- endif %}
      """;
}

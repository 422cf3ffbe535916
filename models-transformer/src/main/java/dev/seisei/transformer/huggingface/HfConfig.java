package dev.seisei.transformer.huggingface;

import dev.seisei.core.settings.Settings;
import dev.seisei.transformer.gpt2.Gpt2Config;
import dev.seisei.transformer.llama.LlamaConfig;
import dev.seisei.transformer.llama.RopeScaling;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Configurations with the keys of Hugging Face alone. */
final class HfConfig {
  private HfConfig() {}

  /**
   * The content of {@code config.json}.
   *
   * @throws IllegalArgumentException if they have no model that computes this
   */
  static Map<String, Object> of(Record config) {
    if (config instanceof LlamaConfig llama) {
      return llama(llama);
    }
    if (config instanceof Gpt2Config gpt2) {
      Map<String, Object> keys = keys("gpt2", "GPT2LMHeadModel", gpt2);
      if (gpt2.bias()) {
        keys.remove("bias");
      }
      return keys;
    }
    throw refused("models of this family; those of llama and gpt2 can be written");
  }

  private static Map<String, Object> llama(LlamaConfig config) {
    String type = "llama";
    if (config.qkNorm()) {
      type = "qwen3";
    } else if (config.qkvBias() && !config.attentionBias()) {
      type = "qwen2";
    } else if (config.slidingWindow() > 0) {
      type = "mistral";
    }
    boolean llama = type.equals("llama");
    if ((config.mlpBias() && !llama)
        || (config.qkvBias() && config.qkNorm())
        || (config.attentionBias() && !llama && !type.equals("qwen3"))) {
      throw refused("model of the type " + type + " with these biases");
    }
    String name = type.substring(0, 1).toUpperCase(Locale.ROOT) + type.substring(1);
    Map<String, Object> keys = keys(type, name + "ForCausalLM", config);
    keys.put("hidden_act", "silu");
    keys.put("head_dim", config.headSize());
    keys.put("num_key_value_heads", config.keyHeads());
    keys.remove("qkv_bias");
    keys.remove("qk_norm");
    if (!llama) {
      keys.remove("mlp_bias");
    }
    if (!llama && !type.equals("qwen3")) {
      keys.remove("attention_bias");
    }
    keys.remove("rope_scaling");
    rope(config.ropeScaling(), keys);
    if (config.slidingWindow() == 0) {
      keys.remove("sliding_window");
    }
    if (type.startsWith("qwen")) {
      keys.put("use_sliding_window", config.slidingWindow() > 0);
      keys.put("max_window_layers", 0);
    }
    return keys;
  }

  private static void rope(RopeScaling scaling, Map<String, Object> keys) {
    Map<String, Object> rope = new LinkedHashMap<>();
    rope.put("rope_type", scaling.ropeType().name().toLowerCase(Locale.ROOT));
    rope.put("factor", scaling.factor());
    switch (scaling.ropeType()) {
      case DEFAULT -> {
        return;
      }
      case LINEAR -> {}
      case LLAMA3 -> {
        rope.put("low_freq_factor", scaling.lowFreqFactor());
        rope.put("high_freq_factor", scaling.highFreqFactor());
      }
      case YARN -> {
        rope.put("beta_fast", scaling.betaFast());
        rope.put("beta_slow", scaling.betaSlow());
        rope.put("attention_factor", scaling.magnitude());
      }
    }
    if (scaling.originalMaxPositionEmbeddings() > 0) {
      rope.put("original_max_position_embeddings", scaling.originalMaxPositionEmbeddings());
    }
    keys.put("rope_scaling", rope);
  }

  private static Map<String, Object> keys(String type, String architecture, Record config) {
    Map<String, Object> keys = new LinkedHashMap<>();
    keys.put("model_type", type);
    keys.put("architectures", List.of(architecture));
    Settings.values(config)
        .forEach(
            (key, value) -> {
              if (value != null) {
                keys.put(key, value);
              }
            });
    return keys;
  }

  private static IllegalArgumentException refused(String what) {
    return new IllegalArgumentException("Hugging Face has no " + what);
  }
}

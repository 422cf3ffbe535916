package dev.seisei.transformer.gguf;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What tensors are called in GGUF files and in checkpoints of one architecture.
 *
 * <p>Source: the names in llama.cpp's {@code gguf-py}, and those of Hugging Face's models.
 */
final class TensorNames {
  private static final String[][] LLAMA = {
    {"token_embd", "model.embed_tokens"},
    {"output_norm", "model.norm"},
    {"output", "lm_head"},
    {"blk.#.attn_norm", "model.layers.#.input_layernorm"},
    {"blk.#.attn_q", "model.layers.#.self_attn.q_proj"},
    {"blk.#.attn_k", "model.layers.#.self_attn.k_proj"},
    {"blk.#.attn_v", "model.layers.#.self_attn.v_proj"},
    {"blk.#.attn_q_norm", "model.layers.#.self_attn.q_norm"},
    {"blk.#.attn_k_norm", "model.layers.#.self_attn.k_norm"},
    {"blk.#.attn_output", "model.layers.#.self_attn.o_proj"},
    {"blk.#.ffn_norm", "model.layers.#.post_attention_layernorm"},
    {"blk.#.ffn_gate", "model.layers.#.mlp.gate_proj"},
    {"blk.#.ffn_up", "model.layers.#.mlp.up_proj"},
    {"blk.#.ffn_down", "model.layers.#.mlp.down_proj"},
  };

  private static final String[][] GPT2 = {
    {"token_embd", "transformer.wte"},
    {"position_embd", "transformer.wpe"},
    {"output_norm", "transformer.ln_f"},
    {"output", "lm_head"},
    {"blk.#.attn_norm", "transformer.h.#.ln_1"},
    {"blk.#.attn_qkv", "transformer.h.#.attn.c_attn"},
    {"blk.#.attn_output", "transformer.h.#.attn.c_proj"},
    {"blk.#.ffn_norm", "transformer.h.#.ln_2"},
    {"blk.#.ffn_up", "transformer.h.#.mlp.c_fc"},
    {"blk.#.ffn_down", "transformer.h.#.mlp.c_proj"},
  };

  private static final Pattern PARTS =
      Pattern.compile(
          "(?<before>.*?)(\\.(?<block>\\d{1,5}))?(?<after>\\.\\D*)?\\.(?<end>weight|bias)");

  private final Map<String, String> ours = new HashMap<>();
  private final Map<String, String> theirs = new HashMap<>();

  private TensorNames(String[][] pairs) {
    for (String[] pair : pairs) {
      ours.put(pair[0], pair[1]);
      theirs.put(pair[1], pair[0]);
    }
  }

  static TensorNames of(Architecture architecture) {
    return new TensorNames(architecture == Architecture.GPT2 ? GPT2 : LLAMA);
  }

  /** The checkpoint's name; empty if it has no such tensor. */
  Optional<String> ours(String name) {
    return renamed(ours, name);
  }

  /** The file's name; empty if it has no such tensor. */
  Optional<String> theirs(String name) {
    return renamed(theirs, name);
  }

  private static Optional<String> renamed(Map<String, String> names, String name) {
    Matcher parts = PARTS.matcher(name);
    if (!parts.matches()) {
      return Optional.empty();
    }
    String block = parts.group("block");
    String after = parts.group("after");
    String form =
        parts.group("before") + (block == null ? "" : ".#") + (after == null ? "" : after);
    String other = names.get(form);
    return other == null
        ? Optional.empty()
        : Optional.of(
            (block == null ? other : other.replace("#", block)) + "." + parts.group("end"));
  }
}

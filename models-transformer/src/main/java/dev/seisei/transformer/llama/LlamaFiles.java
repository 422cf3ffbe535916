package dev.seisei.transformer.llama;

import dev.seisei.core.checkpoint.Checkpoint;
import dev.seisei.core.settings.SettingException;
import dev.seisei.core.settings.Settings;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What Llama's files of others have that those of this project have not: a model_type for each of
 * the family's kin with defaults of its own, further keys, older and newer spellings of how angles
 * are scaled, and tensors that are no weights.
 *
 * <p>Source of keys and defaults: Hugging Face's {@code configuration_llama.py}, {@code _mistral},
 * {@code _qwen2} and {@code _qwen3}.
 */
final class LlamaFiles {
  /** The values of model_type that are read. */
  static final Set<String> MODEL_TYPES = Set.of(LlamaFamily.ID, "mistral", "qwen2", "qwen3");

  private static final Logger LOG = LoggerFactory.getLogger(LlamaFiles.class);

  /**
   * Angles that older files keep with every block, and the output layer of a model that ties it.
   */
  private static final Pattern ANGLES = Pattern.compile("model\\..*rotary_emb\\.inv_freq");

  private static final List<String> NEEDED =
      List.of(
          "vocab_size",
          "hidden_size",
          "intermediate_size",
          "num_hidden_layers",
          "num_attention_heads");

  /** Keys that every file may have and that change no number a model computes. */
  private static final Set<String> NEUTRAL =
      Set.of(
          "_name_or_path",
          "architectures",
          "attention_dropout",
          "auto_map",
          "dtype",
          "hidden_dropout",
          "initializer_range",
          "is_decoder",
          "is_llama_config",
          "max_window_layers",
          "pad_token_id",
          "pretraining_tp",
          "rope_interleaved",
          "tokenizer_class",
          "torch_dtype",
          "transformers_version",
          "transformers.js_config",
          "unk_token_id",
          "unsloth_fixed",
          "unsloth_version",
          "use_bfloat16",
          "use_cache");

  private final Checkpoint checkpoint;

  /** Of the file, without what is null; those that are read are taken out. */
  private final Map<String, Object> given = new LinkedHashMap<>();

  private LlamaFiles(Checkpoint checkpoint) {
    this.checkpoint = checkpoint;
    checkpoint
        .config()
        .forEach(
            (key, value) -> {
              if (value != null) {
                given.put(key, value);
              }
            });
  }

  /**
   * The configuration.
   *
   * @throws SettingException if a key asks for what is not here, is missing, or has a bad value,
   *     naming file and key
   */
  static LlamaConfig config(Checkpoint checkpoint) {
    return new LlamaFiles(checkpoint).config();
  }

  /** Which tensors may be left over. */
  static boolean isNoWeight(LlamaConfig config, String name) {
    return ANGLES.matcher(name).matches()
        || (config.tieWordEmbeddings() && name.equals("lm_head.weight"));
  }

  private LlamaConfig config() {
    List<String> missing = NEEDED.stream().filter(key -> !given.containsKey(key)).sorted().toList();
    if (!missing.isEmpty()) {
      throw refused(missing.get(0), "needs " + String.join(", ", missing));
    }
    refuseWhatIsNotHere();
    Map<String, Object> values = defaults();
    int window = window();
    values.put("rope_scaling", new RopeKeys(this::refused, given).take(values));
    for (String token : List.of("bos_token_id", "eos_token_id")) {
      // Of several that end a text the tokenizer knows all.
      if (given.get(token) instanceof List<?> several && !several.isEmpty()) {
        given.put(token, several.get(0));
      }
    }
    for (String key : Settings.keys(LlamaConfig.class)) {
      if (given.containsKey(key)) {
        values.put(key, given.remove(key));
      }
    }
    values.put("sliding_window", window);
    given.keySet().removeAll(NEUTRAL);
    if (!given.isEmpty()) {
      LOG.warn(
          "{}: the configuration has keys that are not known here and are passed over: {}",
          checkpoint.folder(),
          new TreeSet<>(given.keySet()));
    }
    LlamaConfig config = checkpoint.config(LlamaConfig.class, values);
    if (config.vocabSize() == 0) {
      throw refused("vocab_size", "vocab_size must be > 0, got 0");
    }
    return config;
  }

  /** What a file means that does not say. */
  private Map<String, Object> defaults() {
    String type = checkpoint.modelType();
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("tie_word_embeddings", false);
    values.put("rms_norm_eps", 1e-6);
    values.put("max_position_embeddings", 2048);
    switch (type) {
      case "mistral" -> {
        values.put("num_key_value_heads", 8);
        values.put("max_position_embeddings", 4096 * 32);
      }
      case "qwen2" -> {
        values.put("num_key_value_heads", 32);
        values.put("max_position_embeddings", 32_768);
        values.put("qkv_bias", true);
      }
      case "qwen3" -> {
        values.put("num_key_value_heads", 32);
        values.put("max_position_embeddings", 32_768);
        values.put("head_dim", 128);
        values.put("qk_norm", true);
      }
      default -> {}
    }
    return values;
  }

  /** Keys with whose other values a model would compute something else. */
  private void refuseWhatIsNotHere() {
    Object activation = given.remove("hidden_act");
    if (activation != null && !activation.equals("silu") && !activation.equals("swish")) {
      throw refused("hidden_act", "hidden_act must be silu, got " + activation);
    }
    for (String key : List.of("is_encoder_decoder", "add_cross_attention", "use_mrope")) {
      Object value = given.remove(key);
      if (value != null && !value.equals(false)) {
        throw refused(key, key + " must be false, got " + value);
      }
    }
    if (given.containsKey("quantization_config")) {
      throw refused(
          "quantization_config",
          "quantization_config is not supported: the weights must be F32, F16 or BF16; a GGUF file"
              + " may be quantised");
    }
  }

  /**
   * Tokens that one sees. Blocks may have windows each by themselves; here all have one or none.
   */
  private int window() {
    boolean qwen = checkpoint.modelType().startsWith("qwen");
    Object use = given.remove("use_sliding_window");
    boolean used = use == null ? !qwen : use.equals(true);
    // A null in the file is none, not the default.
    boolean unsaid = !checkpoint.config().containsKey("sliding_window");
    Object otherwise = unsaid && checkpoint.modelType().equals("mistral") ? 4096 : 0;
    Object stated = given.remove("sliding_window");
    int tokens = used ? whole("sliding_window", stated == null ? otherwise : stated) : 0;
    Object types = given.remove("layer_types");
    if (types instanceof List<?> list) {
      Set<String> kinds = new TreeSet<>();
      list.forEach(each -> kinds.add(String.valueOf(each)));
      if (kinds.equals(Set.of("full_attention"))) {
        return 0;
      }
      if (kinds.equals(Set.of("sliding_attention")) && tokens > 0) {
        return tokens;
      }
      throw refused(
          "layer_types",
          "layer_types must be full_attention for all, or sliding_attention for all with a"
              + " sliding_window, got "
              + kinds);
    }
    if (qwen && tokens > 0) {
      return ofLast(tokens);
    }
    return tokens;
  }

  /** Qwen's blocks from max_window_layers on have the window. */
  private int ofLast(int tokens) {
    int from = whole("max_window_layers", given.getOrDefault("max_window_layers", 28));
    int layers = whole("num_hidden_layers", given.getOrDefault("num_hidden_layers", 0));
    if (from > 0 && from < layers) {
      throw refused(
          "max_window_layers",
          "max_window_layers must be 0 or all %d blocks with use_sliding_window, got %d"
              .formatted(layers, from));
    }
    return from == 0 ? tokens : 0;
  }

  private int whole(String key, Object value) {
    if (value instanceof Integer number && number >= 0) {
      return number;
    }
    throw refused(key, key + " must be a whole number from 0, got " + value);
  }

  private SettingException refused(String key, String what) {
    return new SettingException(key, checkpoint.folder() + ": " + what);
  }
}

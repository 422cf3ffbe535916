package dev.seisei.transformer.gguf;

import dev.seisei.core.checkpoint.ModelCard;
import dev.seisei.core.checkpoint.ModelFile;
import dev.seisei.core.checkpoint.TensorSource;
import dev.seisei.core.gguf.Gguf;
import dev.seisei.core.gguf.GgufMetadata;
import dev.seisei.text.tokenizer.GgufVocabulary;
import dev.seisei.text.tokenizer.Tokenizer;
import dev.seisei.text.tokenizer.Vocabulary;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/** A model in a GGUF file. */
final class GgufModel implements ModelFile {
  private final Gguf file;
  private final Architecture architecture;
  private final Map<String, Object> config;
  private final GgufWeights weights;

  private GgufModel(
      Gguf file, Architecture architecture, Map<String, Object> config, GgufWeights weights) {
    this.file = file;
    this.architecture = architecture;
    this.config = config;
    this.weights = weights;
  }

  /**
   * Opens a file.
   *
   * @throws IllegalArgumentException if it is not as it must be or no model that is known, naming
   *     file and field
   */
  static GgufModel open(Path path) {
    Gguf file = Gguf.open(path);
    String key = "general.architecture";
    String id = file.metadata().text(key).orElseThrow(() -> file.metadata().missing(key));
    Architecture architecture = Architecture.of(path.toString(), id);
    Reader reader = new Reader(file, architecture);
    Map<String, Object> config = architecture == Architecture.GPT2 ? reader.gpt2() : reader.llama();
    return new GgufModel(file, architecture, config, reader.weights());
  }

  /** Makes the configuration of the metadata. */
  private static final class Reader {
    private final Gguf file;
    private final Architecture architecture;
    private final TensorNames names;

    /** Rows of a head. */
    private int headSize = 1;

    Reader(Gguf file, Architecture architecture) {
      this.file = file;
      this.architecture = architecture;
      this.names = TensorNames.of(architecture);
    }

    Map<String, Object> llama() {
      if (optional("expert_count", 0) != 0) {
        throw wrong(key("expert_count") + " must be 0: mixtures of experts are not supported");
      }
      int heads = needed("attention.head_count");
      int width = needed("embedding_length");
      headSize = optional("attention.key_length", heads == 0 ? 0 : width / heads);
      requireEqual("attention.value_length", headSize);
      requireEqual("rope.dimension_count", headSize);
      if (headSize < 2) {
        throw wrong(key("attention.head_count") + " must cut the width evenly, got " + heads);
      }
      int positions = needed("context_length");
      GgufRope rope = new GgufRope(file, architecture.id());
      Map<String, Object> config = new LinkedHashMap<>();
      config.put("hidden_size", width);
      config.put("intermediate_size", needed("feed_forward_length"));
      config.put("num_hidden_layers", needed("block_count"));
      config.put("num_attention_heads", heads);
      config.put("num_key_value_heads", optional("attention.head_count_kv", heads));
      config.put("head_dim", headSize);
      config.put("max_position_embeddings", positions);
      config.put("rms_norm_eps", epsilon("attention.layer_norm_rms_epsilon"));
      config.put("rope_theta", rope.base());
      config.put("rope_scaling", rope.scaling(headSize, positions));
      config.put("sliding_window", optional("attention.sliding_window", 0));
      config.put("qkv_bias", has("blk.0.attn_q.bias"));
      config.put("attention_bias", has("blk.0.attn_output.bias"));
      config.put("mlp_bias", has("blk.0.ffn_gate.bias"));
      config.put("qk_norm", has("blk.0.attn_q_norm.weight"));
      return withVocabulary(config);
    }

    Map<String, Object> gpt2() {
      Map<String, Object> config = new LinkedHashMap<>();
      config.put("n_positions", needed("context_length"));
      config.put("n_embd", needed("embedding_length"));
      config.put("n_layer", needed("block_count"));
      config.put("n_head", needed("attention.head_count"));
      config.put("n_inner", needed("feed_forward_length"));
      config.put("layer_norm_epsilon", epsilon("attention.layer_norm_epsilon"));
      config.put("activation_function", "gelu_new");
      config.put("bias", has("output_norm.bias"));
      return withVocabulary(config);
    }

    private Map<String, Object> withVocabulary(Map<String, Object> config) {
      config.put("vocab_size", whole("token_embd.weight", file.tensor("token_embd.weight").rows()));
      config.put("tie_word_embeddings", !has("output.weight"));
      for (String token : List.of("bos_token_id", "eos_token_id")) {
        file.metadata()
            .integer("tokenizer.ggml." + token)
            .ifPresent(id -> config.put(token, whole("tokenizer.ggml." + token, id)));
      }
      return config;
    }

    GgufWeights weights() {
      Map<String, GgufWeights.Stored> tensors = new LinkedHashMap<>();
      file.tensors()
          .forEach(
              (name, tensor) -> {
                String ours = names.ours(name).orElse(name);
                if (!name.equals(GgufRope.FACTORS)) {
                  tensors.put(ours, new GgufWeights.Stored(tensor, architecture.arrangement(ours)));
                }
              });
      return new GgufWeights(file.file(), tensors, headSize);
    }

    private boolean has(String tensor) {
      return file.tensors().containsKey(tensor);
    }

    private String key(String name) {
      return architecture.id() + "." + name;
    }

    private int needed(String name) {
      OptionalLong value = file.metadata().integer(key(name));
      return whole(key(name), value.orElseThrow(() -> file.metadata().missing(key(name))));
    }

    private int optional(String name, int otherwise) {
      OptionalLong value = file.metadata().integer(key(name));
      return value.isPresent() ? whole(key(name), value.getAsLong()) : otherwise;
    }

    private int whole(String key, long value) {
      if (value < 0 || value > Integer.MAX_VALUE) {
        throw wrong(key + " must be in [0, " + Integer.MAX_VALUE + "], got " + value);
      }
      return (int) value;
    }

    /** Stored in single precision: 1e-5 is not 9.99999974e-6. */
    private double epsilon(String name) {
      OptionalDouble value = file.metadata().number(key(name));
      double epsilon = value.orElseThrow(() -> file.metadata().missing(key(name)));
      return Double.parseDouble(Float.toString((float) epsilon));
    }

    private void requireEqual(String name, int expected) {
      int value = optional(name, expected);
      if (value != expected) {
        throw wrong(
            key(name) + " must be the size of a head, which is " + expected + ", got " + value);
      }
    }

    private IllegalArgumentException wrong(String what) {
      return new IllegalArgumentException(file.file() + ": " + what);
    }
  }

  @Override
  public String modelType() {
    return architecture.family();
  }

  @Override
  public Map<String, Object> config() {
    return config;
  }

  @Override
  public TensorSource weights() {
    return weights;
  }

  @Override
  public ModelCard card() {
    Map<String, Object> head = new LinkedHashMap<>();
    file.metadata().text("general.license").ifPresent(license -> head.put("license", license));
    String title = file.metadata().text("general.name").map(name -> "# " + name + "\n").orElse("");
    return new ModelCard(head, title);
  }

  @Override
  public <T> Optional<T> part(Class<T> type) {
    if (type == Tokenizer.class) {
      return Optional.of(type.cast(vocabulary().tokenizer(file.file().toString())));
    }
    return type == Gguf.class ? Optional.of(type.cast(file)) : Optional.empty();
  }

  /** The vocabulary, which must not have more tokens than the model. */
  Vocabulary vocabulary() {
    Vocabulary vocabulary;
    try {
      vocabulary = GgufVocabulary.of(fields(file.metadata()));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(file.file() + ": " + e.getMessage(), e);
    }
    int tokens = vocabulary.pieces().size();
    if (config.get("vocab_size") instanceof Integer rows && tokens > rows) {
      throw new IllegalArgumentException(
          file.file()
              + ": tokenizer.ggml.tokens has "
              + tokens
              + " tokens, more than the "
              + rows
              + " of token_embd.weight");
    }
    return vocabulary;
  }

  private static GgufVocabulary.Fields fields(GgufMetadata metadata) {
    return new GgufVocabulary.Fields() {
      @Override
      public Optional<String> text(String key) {
        return metadata.text(key);
      }

      @Override
      public OptionalLong integer(String key) {
        return metadata.integer(key);
      }

      @Override
      public Optional<Boolean> bool(String key) {
        return metadata.bool(key);
      }

      @Override
      public Optional<List<String>> texts(String key) {
        return metadata.texts(key);
      }

      @Override
      public Optional<long[]> integers(String key) {
        return metadata.integers(key);
      }

      @Override
      public Optional<double[]> numbers(String key) {
        return metadata.numbers(key);
      }
    };
  }
}

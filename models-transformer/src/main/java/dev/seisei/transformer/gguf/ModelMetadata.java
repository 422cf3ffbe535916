package dev.seisei.transformer.gguf;

import dev.seisei.core.gguf.GgufType;
import dev.seisei.core.gguf.GgufWriter;
import dev.seisei.transformer.gpt2.Gpt2Config;
import dev.seisei.transformer.llama.LlamaConfig;
import dev.seisei.transformer.llama.RopeScaling;
import java.util.Locale;

/** Writes a configuration as metadata: what {@link GgufModel} reads, the other way. */
final class ModelMetadata {
  private final GgufWriter writer;
  private final Architecture architecture;

  ModelMetadata(GgufWriter writer, Architecture architecture) {
    this.writer = writer;
    this.architecture = architecture;
  }

  /**
   * The architecture that computes what a configuration says.
   *
   * @throws IllegalArgumentException if there is none
   */
  static Architecture architecture(Record config) {
    if (config instanceof Gpt2Config gpt2) {
      if (!gpt2.scaleAttnWeights() || gpt2.scaleAttnByInverseLayerIdx()) {
        throw refused("scale_attn_weights and scale_attn_by_inverse_layer_idx that are not usual");
      }
      switch (gpt2.activationFunction()) {
        case GELU_NEW, GELU_PYTORCH_TANH -> {}
        default ->
            throw refused(
                "activation_function "
                    + gpt2.activationFunction().name().toLowerCase(Locale.ROOT)
                    + ", only gelu_new");
      }
      if (!gpt2.bias()) {
        throw refused("GPT-2 without shifts (bias false)");
      }
      return Architecture.GPT2;
    }
    if (config instanceof LlamaConfig llama) {
      if (llama.qkNorm() && (llama.qkvBias() || llama.attentionBias() || llama.mlpBias())) {
        throw refused("qk_norm together with biases");
      }
      boolean qwen2 = llama.qkvBias() && !llama.attentionBias() && !llama.mlpBias();
      return llama.qkNorm() ? Architecture.QWEN3 : qwen2 ? Architecture.QWEN2 : Architecture.LLAMA;
    }
    throw refused("models of this family; those of llama and gpt2 can be written");
  }

  private static IllegalArgumentException refused(String what) {
    return new IllegalArgumentException("GGUF has no " + what);
  }

  void put(Record config) {
    if (config instanceof Gpt2Config gpt2) {
      gpt2(gpt2);
    } else if (config instanceof LlamaConfig llama) {
      llama(llama);
    }
  }

  private void gpt2(Gpt2Config config) {
    count("vocab_size", config.vocabSize());
    count("context_length", config.nPositions());
    count("embedding_length", config.nEmbd());
    count("block_count", config.nLayer());
    count("feed_forward_length", config.inner());
    count("attention.head_count", config.nHead());
    number("attention.layer_norm_epsilon", config.layerNormEpsilon());
  }

  private void llama(LlamaConfig config) {
    count("vocab_size", config.vocabSize());
    count("context_length", config.maxPositionEmbeddings());
    count("embedding_length", config.hiddenSize());
    count("block_count", config.numHiddenLayers());
    count("feed_forward_length", config.intermediateSize());
    count("attention.head_count", config.numAttentionHeads());
    count("attention.head_count_kv", config.keyHeads());
    count("attention.key_length", config.headSize());
    count("attention.value_length", config.headSize());
    number("attention.layer_norm_rms_epsilon", config.rmsNormEps());
    if (config.slidingWindow() > 0) {
      count("attention.sliding_window", config.slidingWindow());
    }
    count("rope.dimension_count", config.headSize());
    number("rope.freq_base", config.ropeTheta());
    RopeScaling scaling = config.ropeScaling();
    switch (scaling.ropeType()) {
      case DEFAULT -> {}
      case LINEAR -> {
        writer.put(key("rope.scaling.type"), "linear");
        number("rope.scaling.factor", scaling.factor());
      }
      case YARN -> {
        writer.put(key("rope.scaling.type"), "yarn");
        number("rope.scaling.factor", scaling.factor());
        count("rope.scaling.original_context_length", scaling.originalMaxPositionEmbeddings());
        number("rope.scaling.yarn_beta_fast", scaling.betaFast());
        number("rope.scaling.yarn_beta_slow", scaling.betaSlow());
        // Readers multiply by what the paper has.
        number(
            "rope.scaling.attn_factor",
            scaling.magnitude() / (1 + 0.1 * Math.log(scaling.factor())));
      }
      case LLAMA3 -> factors(config);
    }
  }

  private void factors(LlamaConfig config) {
    double[] plain = new RopeScaling().frequencies(config.headSize(), config.ropeTheta());
    double[] scaled = config.ropeScaling().frequencies(config.headSize(), config.ropeTheta());
    writer.tensor(
        GgufRope.FACTORS,
        GgufType.F32,
        new long[] {plain.length},
        (row, count, into) -> {
          for (int i = 0; i < plain.length; i++) {
            into[i] = (float) (plain[i] / scaled[i]);
          }
        });
  }

  private String key(String name) {
    return architecture.id() + "." + name;
  }

  private void count(String name, long value) {
    writer.putCount(key(name), value);
  }

  private void number(String name, double value) {
    writer.putFloat(key(name), (float) value);
  }
}

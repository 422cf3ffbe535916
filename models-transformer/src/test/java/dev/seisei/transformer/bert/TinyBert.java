package dev.seisei.transformer.bert;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.seisei.core.checkpoint.Safetensors;
import dev.seisei.core.settings.Settings;
import dev.seisei.engine.graph.Graph;
import dev.seisei.engine.graph.Node;
import dev.seisei.engine.memory.Tensor;
import dev.seisei.engine.op.Leaf;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Small models with weights by formula, in folders as others write them. */
final class TinyBert {
  static final ObjectMapper JSON = new ObjectMapper();

  /** Tokens of {@link #words}. */
  static final List<String> WORDS =
      List.of(
          "[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "the", "capital", "of", "france", "is",
          "par", "##is", "lon", "##don", ".", ",", "a", "b", "c", "d", "e", "f", "g", "h", "i", "j",
          "k", "l", "m", "n", "##s");

  private TinyBert() {}

  /** The smallest of BERTs, for {@link #WORDS}. */
  static Map<String, Object> config() {
    Map<String, Object> config = new TreeMap<>();
    config.put("vocab_size", WORDS.size());
    config.put("hidden_size", 24);
    config.put("num_hidden_layers", 2);
    config.put("num_attention_heads", 4);
    config.put("intermediate_size", 40);
    config.put("max_position_embeddings", 40);
    return config;
  }

  /** With what others keep beside weights and configuration. */
  static void write(Path folder, String type, Map<String, ?> config, Map<String, Tensor> weights)
      throws IOException {
    Map<String, Object> file = new TreeMap<>(config);
    file.put("model_type", type);
    file.put("architectures", List.of("BertForMaskedLM"));
    file.put("attention_probs_dropout_prob", 0.1);
    file.put("position_embedding_type", "absolute");
    file.put("classifier_dropout", null);
    Files.createDirectories(folder);
    Files.write(folder.resolve("config.json"), JSON.writeValueAsBytes(file));
    Map<String, Tensor> all = new TreeMap<>(weights);
    Safetensors.write(folder.resolve("model.safetensors"), all, Map.of("format", "pt"));
    words(folder);
  }

  static void words(Path folder) throws IOException {
    Files.writeString(folder.resolve("vocab.txt"), String.join("\n", WORDS) + "\n");
  }

  /** A model of {@link #config} in a folder. */
  static void write(Path folder, boolean head) throws IOException {
    BertConfig config = Settings.bind(BertConfig.class, config());
    write(folder, "bert", config(), weights(config, BertNames.of(BertVariant.BERT), head));
  }

  /** Weights by formula, numbered in the order of their names. */
  static Map<String, Tensor> weights(BertConfig config, BertNames names, boolean head) {
    Map<String, Tensor> weights = new TreeMap<>();
    int stream = 0;
    for (Map.Entry<String, long[]> each : shapes(config, names, head).entrySet()) {
      weights.put(each.getKey(), value(each.getKey(), each.getValue(), stream++));
    }
    return weights;
  }

  private static Map<String, long[]> shapes(BertConfig config, BertNames names, boolean head) {
    Map<String, long[]> shapes = new TreeMap<>();
    for (Graph graph : BertFunctions.of(config, names, head).values()) {
      for (Node node : graph.nodes()) {
        if (node.op() instanceof Leaf.Parameter parameter) {
          int rank = parameter.type().shape().rank();
          long[] shape = new long[rank];
          for (int i = 0; i < rank; i++) {
            shape[i] = parameter.type().shape().dim(i).value();
          }
          shapes.put(parameter.key(), shape);
        }
      }
    }
    return shapes;
  }

  private static Tensor value(String name, long[] shape, long stream) {
    int count = 1;
    for (long extent : shape) {
      count *= (int) extent;
    }
    boolean gain =
        name.endsWith("LayerNorm.weight")
            || name.endsWith("layer_norm.weight")
            || name.endsWith("gamma");
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      double u = uniform(stream, i);
      values[i] = (float) (gain ? 1 + u / 2 : u / 4);
    }
    return Tensor.of(values, shape);
  }

  /** In [-1, 1) in steps of 2⁻¹⁵: a hash of index and stream. */
  private static double uniform(long stream, int index) {
    int x = (int) (index + stream * 2654435761L);
    x ^= x >>> 16;
    x *= 0x85EBCA6B;
    x ^= x >>> 13;
    x *= 0xC2B2AE35;
    x ^= x >>> 16;
    return (x >>> 16) / 32768.0 - 1;
  }
}

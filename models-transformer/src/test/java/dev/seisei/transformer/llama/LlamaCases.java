package dev.seisei.transformer.llama;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.seisei.core.checkpoint.Checkpoint;
import dev.seisei.core.checkpoint.Safetensors;
import dev.seisei.engine.graph.Graph;
import dev.seisei.engine.graph.Node;
import dev.seisei.engine.memory.Tensor;
import dev.seisei.engine.op.Leaf;
import dev.seisei.transformer.decoder.DecoderFunctions;
import dev.seisei.transformer.decoder.DecoderShape;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What {@code tools/parity/llama.py} wrote: configurations, tokens, and PyTorch's scores. */
public final class LlamaCases {
  private static final ObjectMapper JSON = new ObjectMapper();

  private LlamaCases() {}

  /**
   * One of them.
   *
   * @param config as Hugging Face's files have it
   * @param logits of some of the tokens, by place
   */
  public record Case(
      String name, JsonNode config, List<Integer> ids, Map<Integer, List<Double>> logits) {
    @Override
    public String toString() {
      return name;
    }

    /** The tokens. */
    public int[] tokens() {
      return ids.stream().mapToInt(id -> id).toArray();
    }

    /** Writes a folder as others have it, and opens it. */
    public Checkpoint write(Path folder, Map<String, ?> more) {
      Map<String, Object> file = new TreeMap<>();
      config.properties().forEach(each -> file.put(each.getKey(), each.getValue()));
      file.put("architectures", List.of("SomethingForCausalLM"));
      file.put("torch_dtype", "bfloat16");
      file.put("eos_token_id", List.of(2, 3));
      file.putAll(more);
      try {
        Files.write(folder.resolve("config.json"), JSON.writeValueAsBytes(file));
        Map<String, Tensor> weights = weights(LlamaFiles.config(Checkpoint.open(folder)));
        weights.put(
            "model.layers.0.self_attn.rotary_emb.inv_freq", Tensor.of(new float[] {1, 0.1f}, 2));
        if (config.path("tie_word_embeddings").asBoolean()) {
          weights.put("lm_head.weight", weights.get("model.embed_tokens.weight"));
        }
        Safetensors.write(folder.resolve("model.safetensors"), weights, Map.of("format", "pt"));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return Checkpoint.open(folder);
    }
  }

  /** All of them. */
  public static List<Case> all() {
    try (InputStream in = requireNonNull(LlamaCases.class.getResourceAsStream("/llama.json"))) {
      return JSON.readerForListOf(Case.class).readValue(JSON.readTree(in).get("cases"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What a decoder must know of a checkpoint. */
  public static DecoderShape shape(Checkpoint checkpoint) {
    return new LlamaGraph().shape(LlamaFiles.config(checkpoint));
  }

  /** The weights that the script makes for a configuration, too. */
  static Map<String, Tensor> weights(LlamaConfig config) {
    Map<String, long[]> shapes = new TreeMap<>();
    for (Graph graph : DecoderFunctions.of(new LlamaGraph(), config).values()) {
      for (Node node : graph.nodes()) {
        if (node.op() instanceof Leaf.Parameter parameter) {
          shapes.put(parameter.key(), parameter.type().shape().toLongs());
        }
      }
    }
    Map<String, Tensor> weights = new TreeMap<>();
    int stream = 0;
    for (Map.Entry<String, long[]> each : shapes.entrySet()) {
      weights.put(each.getKey(), value(each.getKey(), each.getValue(), stream++));
    }
    return weights;
  }

  private static Tensor value(String name, long[] shape, long stream) {
    float[] values = new float[(int) Tensor.elementsOf(shape)];
    for (int i = 0; i < values.length; i++) {
      double u = uniform(stream, i);
      values[i] = (float) (name.endsWith("norm.weight") ? 1 + u / 2 : u / 4);
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

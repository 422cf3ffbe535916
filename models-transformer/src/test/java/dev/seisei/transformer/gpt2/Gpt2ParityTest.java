package dev.seisei.transformer.gpt2;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.seisei.core.checkpoint.Checkpoint;
import dev.seisei.core.checkpoint.Safetensors;
import dev.seisei.core.settings.SettingException;
import dev.seisei.engine.memory.Device;
import dev.seisei.engine.memory.Tensor;
import dev.seisei.engine.nn.GraphParams;
import dev.seisei.engine.plan.Plan;
import dev.seisei.engine.samediff.GraphImport;
import dev.seisei.transformer.decoder.WholeSequences;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;

/** Beside PyTorch: what {@code tools/parity/gpt2.py} wrote, from files as others write them. */
class Gpt2ParityTest {
  @TempDir Path folder;

  private static final ObjectMapper JSON = new ObjectMapper();
  private static JsonNode cases;

  @BeforeAll
  static void read() throws IOException {
    try (InputStream in = requireNonNull(Gpt2ParityTest.class.getResourceAsStream("/gpt2.json"))) {
      cases = JSON.readTree(in).get("cases");
    }
  }

  @ParameterizedTest
  @CsvSource({"0, true", "0, false", "1, true", "2, true", "3, false"})
  void logitsAreThoseOfPyTorch(int index, boolean prefixed) throws IOException {
    JsonNode each = cases.get(index);
    write(each.get("config"), prefixed);
    Checkpoint checkpoint = Checkpoint.open(folder);
    Gpt2Config config = Gpt2Files.config(checkpoint);
    int[] ids = JSON.treeToValue(each.get("ids"), int[].class);
    float[][] expected = JSON.treeToValue(each.get("logits"), float[][].class);
    try (Plan plan =
        Gpt2GraphTest.logits(
            config,
            Gpt2Files.graph(checkpoint),
            ids.length,
            (source, graph) ->
                checkpoint.parameters(List.of(graph), Gpt2Files::isNoWeight, Device.CPU))) {
      float[] found = Gpt2GraphTest.run(plan, ids);
      int n = 0;
      for (float[] row : expected) {
        for (float value : row) {
          assertEquals(value, found[n], 1e-4, "logit " + n);
          n++;
        }
      }
      assertEquals(found.length, n);
    }
  }

  /** With what others keep beside weights and configuration. */
  private void write(JsonNode config, boolean prefixed) throws IOException {
    Map<String, Object> file = new TreeMap<>();
    config.properties().forEach(each -> file.put(each.getKey(), each.getValue()));
    file.put("model_type", "gpt2");
    file.put("architectures", List.of("GPT2LMHeadModel"));
    file.put("n_ctx", config.get("n_positions"));
    file.put("resid_pdrop", 0.1);
    file.put("add_cross_attention", false);
    file.put("task_specific_params", Map.of("text-generation", Map.of("max_length", 50)));
    Files.write(folder.resolve("config.json"), JSON.writeValueAsBytes(file));
    Map<String, Tensor> weights = new TreeMap<>();
    int stream = 0;
    for (Map.Entry<String, long[]> each : shapes().entrySet()) {
      String name = each.getKey();
      String stored = name.equals("lm_head.weight") || !prefixed ? name : "transformer." + name;
      weights.put(stored, value(name, each.getValue(), stream++));
    }
    String start = prefixed ? "transformer." : "";
    weights.put(start + "h.0.attn.bias", Tensor.of(new float[] {1, 0, 1, 1}, 1, 1, 2, 2));
    weights.put(start + "h.0.attn.masked_bias", Tensor.of(new float[] {-1e4f}));
    Safetensors.write(folder.resolve("model.safetensors"), weights, Map.of("format", "pt"));
  }

  /** Of the configuration in the folder, without {@code transformer.} in front. */
  private Map<String, long[]> shapes() {
    SameDiff graph = SameDiff.create();
    GraphParams params = new GraphParams(graph, 1);
    Gpt2Config config = Gpt2Files.config(Checkpoint.open(folder));
    Gpt2Graph architecture = new Gpt2Graph(false);
    SDVariable ids = graph.placeHolder("ids", DataType.INT32, -1, 2);
    SDVariable features =
        architecture.features(config, params, ids, WholeSequences.of(graph, 2, 0));
    architecture.logits(config, params, features);
    Map<String, long[]> shapes = new TreeMap<>();
    GraphImport.parameters(graph).forEach((name, tensor) -> shapes.put(name, tensor.shape()));
    return shapes;
  }

  private static Tensor value(String name, long[] shape, long stream) {
    int count = 1;
    for (long extent : shape) {
      count *= (int) extent;
    }
    boolean gain = name.contains("ln_") && name.endsWith(".weight");
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

  @Test
  void whatIsNotHereIsNamed() throws IOException {
    Files.writeString(
        folder.resolve("config.json"),
        "{\"model_type\": \"gpt2\", \"vocab_size\": 5, \"add_cross_attention\": true}");
    refused("add_cross_attention");
    Files.writeString(folder.resolve("config.json"), "{\"model_type\": \"gpt2\"}");
    refused("vocab_size");
    Files.writeString(
        folder.resolve("config.json"),
        "{\"model_type\": \"gpt2\", \"vocab_size\": 5, \"activation_function\": \"swish\"}");
    refused("activation_function");
  }

  private void refused(String field) {
    SettingException e =
        assertThrows(SettingException.class, () -> Gpt2Files.config(Checkpoint.open(folder)));
    assertEquals(field, e.field());
    assertTrue(e.toString().contains(folder.toString()), e.toString());
  }
}

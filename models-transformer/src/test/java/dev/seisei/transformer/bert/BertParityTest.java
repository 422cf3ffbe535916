package dev.seisei.transformer.bert;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import dev.seisei.core.checkpoint.Checkpoint;
import dev.seisei.core.model.Functions;
import dev.seisei.core.progress.Progress;
import dev.seisei.core.settings.Settings;
import dev.seisei.engine.memory.Device;
import dev.seisei.engine.memory.Tensor;
import dev.seisei.engine.plan.Plan;
import dev.seisei.engine.plan.Precision;
import java.io.IOException;
import java.io.InputStream;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Beside PyTorch: what {@code tools/parity/bert.py} wrote, from files as others write them. */
class BertParityTest {
  @TempDir Path folder;

  private static JsonNode cases;

  @BeforeAll
  static void read() throws IOException {
    try (InputStream in = requireNonNull(BertParityTest.class.getResourceAsStream("/bert.json"))) {
      cases = TinyBert.JSON.readTree(in).get("cases");
    }
  }

  /**
   * @param length of the rows of a run, of which only the first and the last hold the text, and
   *     that begin with it
   */
  @ParameterizedTest
  @CsvSource({
    "0, 11, weight",
    "0, 16, weight",
    "0, 13, gamma",
    "1, 11, weight",
    "1, 19, gamma",
    "2, 11, weight",
    "2, 17, weight",
    "3, 11, weight",
    "3, 18, gamma",
    "4, 11, weight",
    "4, 15, weight"
  })
  void logitsAreThoseOfPyTorch(int index, int length, String gain) throws IOException {
    JsonNode each = cases.get(index);
    Checkpoint checkpoint = write(each, gain);
    BertVariant variant = variant(each);
    BertConfig config = BertFiles.config(checkpoint, variant);
    int[] ids = TinyBert.JSON.treeToValue(each.get("ids"), int[].class);
    int[] types = TinyBert.JSON.treeToValue(each.get("types"), int[].class);
    int rows = 3;
    try (Functions functions = open(checkpoint, config, variant);
        Plan plan =
            functions.compile(
                BertFunctions.FEATURES,
                BertEncoder.NAMES,
                builder -> builder.bind("batch", rows).bind(BertFunctions.TIME, length))) {
      for (int row = 0; row < rows; row++) {
        for (int i = 0; i < length; i++) {
          boolean text = row != 1 && i < ids.length;
          int at = row * length + i;
          plan.input(BertFunctions.IDS).bytes().asIntBuffer().put(at, text ? ids[i] : 5);
          plan.input(BertFunctions.TYPES).bytes().asIntBuffer().put(at, text ? types[i] : 0);
          plan.input(BertFunctions.MASK).bytes().asFloatBuffer().put(at, text ? 1 : 0);
          plan.input(BertFunctions.POSITIONS)
              .bytes()
              .asIntBuffer()
              .put(at, text ? variant.firstPosition(config) + i : 0);
        }
      }
      plan.run();
      FloatBuffer hidden = plan.output(BertFunctions.HIDDEN).bytes().asFloatBuffer();
      float[] features = new float[ids.length * config.hiddenSize()];
      for (int row : new int[] {0, 2}) {
        hidden.get(row * length * config.hiddenSize(), features);
        compare(each.get("logits"), functions, config, features);
      }
    }
  }

  /** Through what an opened model does. */
  @ParameterizedTest
  @CsvSource({"0", "1", "3", "4"})
  void textsAreFilledUpUnseen(int index) throws IOException {
    JsonNode each = cases.get(index);
    Checkpoint checkpoint = write(each, "weight");
    BertConfig config = BertFiles.config(checkpoint, variant(each));
    int[] ids = TinyBert.JSON.treeToValue(each.get("ids"), int[].class);
    try (Functions functions = open(checkpoint, config, variant(each));
        BertEncoder encoder =
            new BertEncoder(config, variant(each), functions, Precision.F32, Device.CPU)) {
      List<float[]> found =
          encoder.features(
              List.of(Arrays.copyOf(ids, 3), ids, new int[] {3}, ids), Progress.SILENT);
      assertArrayEquals(found.get(1), found.get(3));
      compare(each.get("logits"), functions, config, found.get(1));
    }
  }

  private static Functions open(Checkpoint checkpoint, BertConfig config, BertVariant variant) {
    BertNames names = BertNames.of(variant, checkpoint.weightNames());
    return Functions.open(
        checkpoint, BertFunctions.of(config, names, true), BertNames::isNoWeight, Device.CPU);
  }

  private static void compare(
      JsonNode logits, Functions functions, BertConfig config, float[] features)
      throws IOException {
    float[][] expected = TinyBert.JSON.treeToValue(logits, float[][].class);
    float[] found =
        functions
            .plan(
                BertFunctions.SCORES,
                1,
                Map.of(
                    BertFunctions.ROWS, config.hiddenSize(),
                    BertFunctions.LOGITS, config.vocabSize()))
            .run(expected.length, Map.of(BertFunctions.ROWS, features))
            .getOrDefault(BertFunctions.LOGITS, new float[0]);
    int n = 0;
    for (float[] row : expected) {
      for (float value : row) {
        assertEquals(value, found[n], 1e-4, "logit " + n);
        n++;
      }
    }
    assertEquals(found.length, n);
  }

  private static BertVariant variant(JsonNode each) {
    return each.get("model_type").asText().equals("bert") ? BertVariant.BERT : BertVariant.ROBERTA;
  }

  /** With tensors that are no weights, and norms' weights under either name. */
  private Checkpoint write(JsonNode each, String gain) throws IOException {
    Map<String, Object> values = new TreeMap<>();
    each.get("config").properties().forEach(one -> values.put(one.getKey(), one.getValue()));
    BertVariant variant = variant(each);
    BertConfig config =
        Settings.bind(
            BertConfig.class,
            TinyBert.JSON.convertValue(
                each.get("config"), new TypeReference<Map<String, Object>>() {}));
    Map<String, Tensor> weights = new TreeMap<>();
    TinyBert.weights(config, BertNames.of(variant), true)
        .forEach((name, tensor) -> weights.put(renamed(name, gain), tensor));
    String start = variant.id() + ".";
    weights.put(start + "pooler.dense.bias", Tensor.of(new float[] {1, 2}, 2));
    weights.put(start + "embeddings.position_ids", Tensor.of(new long[] {0, 1}, 1, 2));
    if (config.tieWordEmbeddings()) {
      weights.put(variant.decoder() + ".weight", Tensor.of(new float[] {1}, 1, 1));
    }
    if (variant == BertVariant.BERT) {
      weights.put("cls.seq_relationship.weight", Tensor.of(new float[] {1, 2}, 2));
    }
    TinyBert.write(folder, variant.id(), values, weights);
    return Checkpoint.open(folder);
  }

  private static String renamed(String name, String gain) {
    return gain.equals("weight")
        ? name
        : name.replaceAll("(LayerNorm|layer_norm)\\.weight", "$1.gamma")
            .replaceAll("(LayerNorm|layer_norm)\\.bias", "$1.beta");
  }
}

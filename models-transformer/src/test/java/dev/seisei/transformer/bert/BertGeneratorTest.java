package dev.seisei.transformer.bert;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seisei.core.checkpoint.Checkpoint;
import dev.seisei.core.model.GenerationListener;
import dev.seisei.core.model.Generator;
import dev.seisei.core.model.Model;
import dev.seisei.core.sample.Embeddings;
import dev.seisei.core.sample.Table;
import dev.seisei.core.settings.SettingException;
import dev.seisei.core.settings.Settings;
import dev.seisei.engine.memory.Device;
import dev.seisei.engine.memory.Tensor;
import dev.seisei.engine.plan.Precision;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BertGeneratorTest {
  private static final String ASKED = "The capital of France is [MASK].";

  @TempDir Path folder;

  private Embeddings embed(Map<String, ?> settings) {
    try (Model model = Model.open(folder, Device.CPU)) {
      return (Embeddings) model.generate(settings);
    }
  }

  @Test
  void everyHiddenTokenHasItsMostProbableOnes() throws IOException {
    TinyBert.write(folder, true);
    try (Model model = Model.open(folder, Device.CPU)) {
      Map<String, Object> request =
          Map.of("text", "the [MASK] of [MASK]", "top_k", TinyBert.WORDS.size());
      Table table = (Table) model.generate(request);
      assertEquals(List.of("mask", "rank", "token", "probability"), table.columns());
      assertEquals(2 * TinyBert.WORDS.size(), table.size());
      double[] sums = new double[2];
      for (int i = 0; i < table.size(); i++) {
        List<Object> row = table.row(i);
        int mask = (int) row.get(0);
        assertEquals(1 + i % TinyBert.WORDS.size(), row.get(1));
        double probability = (double) row.get(3);
        sums[mask - 1] += probability;
        if ((int) row.get(1) > 1) {
          assertTrue(probability <= (double) table.row(i - 1).get(3));
        }
      }
      assertEquals(1, sums[0], 1e-6);
      assertEquals(1, sums[1], 1e-6);
      List<Object> best = table.row(0);
      Table few = (Table) model.generate(Map.of("text", "the [MASK] of [MASK]", "top_k", 1));
      assertEquals(2, few.size());
      assertEquals(best, few.row(0));
    }
  }

  @Test
  void aLineIsAsItIsAlone() throws IOException {
    TinyBert.write(folder, false);
    String[] lines = {
      "the capital", "", "a b c d e f g h i j k l m n a b c", "paris, london.", "the capital", "n"
    };
    Embeddings together = embed(Map.of("text", String.join("\n", lines) + "\n", "lines", true));
    assertEquals(lines.length, together.size());
    assertEquals(24, together.dimensions());
    for (int i = 0; i < lines.length; i++) {
      if (!lines[i].isEmpty()) {
        assertArrayEquals(
            embed(Map.of("text", lines[i])).vector(0), together.vector(i), "line " + i);
      }
    }
    assertArrayEquals(together.vector(0), together.vector(4));
  }

  @Test
  void vectorsArePooledAsTheRequestOrTheFolderSays() throws IOException {
    TinyBert.write(folder, false);
    float[] mean = embed(Map.of("text", "a b", "normalize", false)).vector(0);
    float[] cls = embed(Map.of("text", "a b", "normalize", false, "pooling", "cls")).vector(0);
    // Without a word of the folder: means of unit length.
    assertArrayEquals(unit(mean), embed(Map.of("text", "a b")).vector(0), 1e-6f);
    Files.createDirectory(folder.resolve("1_Pooling"));
    Files.writeString(
        folder.resolve("1_Pooling/config.json"),
        "{\"pooling_mode_cls_token\": true, \"pooling_mode_mean_tokens\": false}");
    String transformer =
        "[{\"path\": \"\", \"type\": \"sentence_transformers.models.Transformer\"},"
            + "{\"path\": \"1_Pooling\", \"type\": \"sentence_transformers.models.Pooling\"}";
    Files.writeString(folder.resolve("modules.json"), transformer + "]");
    assertArrayEquals(cls, embed(Map.of("text", "a b")).vector(0));
    Files.writeString(
        folder.resolve("modules.json"),
        transformer + ",{\"path\": \"2\", \"type\": \"sentence_transformers.models.Normalize\"}]");
    assertArrayEquals(unit(cls), embed(Map.of("text", "a b")).vector(0), 1e-6f);
    assertArrayEquals(unit(mean), embed(Map.of("text", "a b", "pooling", "mean")).vector(0), 1e-6f);
  }

  private static float[] unit(float[] vector) {
    double sum = 0;
    for (float value : vector) {
      sum += value * value;
    }
    float[] unit = new float[vector.length];
    for (int i = 0; i < unit.length; i++) {
      unit[i] = (float) (vector[i] / Math.sqrt(sum));
    }
    return unit;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[{\"type\": \"m.Dense\", \"path\": \"2_Dense\"}] | Dense",
        "[{\"type\": \"m.Pooling\", \"path\": \"../1_Pooling\"}] | ../1_Pooling",
        "[{\"type\": \"m.Pooling\", \"path\": \"/etc\"}] | /etc",
        "{} | modules.json",
        "[ | modules.json",
        "[{\"type\": \"m.Pooling\", \"path\": \"1_Pooling\"}] | max_tokens"
      })
  void modulesThatAreNotHereAreNamed(String modules, String named) throws IOException {
    TinyBert.write(folder, false);
    Files.createDirectory(folder.resolve("1_Pooling"));
    Files.writeString(
        folder.resolve("1_Pooling/config.json"), "{\"pooling_mode_max_tokens\": true}");
    Files.writeString(folder.resolve("modules.json"), modules);
    refused(named);
  }

  private void refused(String... named) {
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> Model.open(folder, Device.CPU).close());
    for (String each : named) {
      assertTrue(e.toString().contains(each), e.toString());
    }
  }

  @Test
  void namesWithoutThePrefixAndNoHeadAreABertThatEmbeds() throws IOException {
    BertConfig config = Settings.bind(BertConfig.class, TinyBert.config());
    TinyBert.write(folder, true);
    float[] expected = embed(Map.of("text", "a b", "task", "embed")).vector(0);
    Map<String, Tensor> bare = new TreeMap<>();
    TinyBert.weights(config, BertNames.of(BertVariant.BERT), true)
        .forEach(
            (name, tensor) -> {
              if (name.startsWith("bert.")) {
                bare.put(name.substring("bert.".length()), tensor);
              }
            });
    TinyBert.write(folder, "bert", TinyBert.config(), bare);
    assertArrayEquals(expected, embed(Map.of("text", "a b")).vector(0));
    requestRefused("task", Map.of("text", ASKED, "task", "fill_mask"), "no head", "embed");
  }

  private void requestRefused(String field, Map<String, ?> request, String... named) {
    try (Model model = Model.open(folder, Device.CPU)) {
      SettingException e = assertThrows(SettingException.class, () -> model.generate(request));
      assertEquals(field, e.field());
      for (String each : named) {
        assertTrue(e.toString().contains(each), e.toString());
      }
    }
  }

  @Test
  void badRequestsAreNamed() throws IOException {
    TinyBert.write(folder, true);
    requestRefused("text", Map.of("text", "the capital of france is"), "[MASK]", "france");
    requestRefused("text", Map.of("text", " "), "empty");
    requestRefused("top_k", Map.of("text", ASKED, "top_k", 0), "0");
    requestRefused("lines", Map.of("text", ASKED, "lines", true), "lines");
    requestRefused("task", Map.of("text", ASKED, "task", "translate"), "fill_mask");
    String longer = "a ".repeat(39);
    requestRefused("text", Map.of("text", longer, "task", "embed"), "40", "41", "truncate");
    requestRefused("text", Map.of("text", longer + "[MASK]"), "40", "42");
    Map<String, Object> cut = new HashMap<>(Map.of("text", longer, "task", "embed"));
    cut.put("truncate", true);
    assertArrayEquals(
        embed(Map.of("text", "a ".repeat(38), "task", "embed")).vector(0), embed(cut).vector(0));
    requestRefused("text", Map.of("text", longer + "[MASK]", "truncate", true), "[MASK]");
  }

  @Test
  void aFolderWithoutATokenizerIsRefused() throws IOException {
    TinyBert.write(folder, true);
    Files.delete(folder.resolve("vocab.txt"));
    refused("no tokenizer", folder.toString());
    Files.writeString(folder.resolve("vocab.txt"), "[PAD]\n[UNK]\n[CLS]\n[SEP]\n");
    refused("vocab.txt", "[MASK]");
    Files.writeString(
        folder.resolve("vocab.txt"), String.join("\n", TinyBert.WORDS) + "\none\nmore\n");
    refused("33", "31");
  }

  @ParameterizedTest
  @CsvSource({
    "position_embedding_type, relative_key",
    "is_decoder, true",
    "add_cross_attention, true",
    "hidden_act, swish",
    "num_attention_heads, 5",
    "vocab_size, 0",
    "pad_token_id, 31",
  })
  void configurationsThatAreNotHereAreNamed(String key, String value) throws IOException {
    Map<String, Object> config = TinyBert.config();
    config.put(key, TinyBert.JSON.convertValue(parsed(value), Object.class));
    TinyBert.write(folder, true);
    Map<String, Object> file = new TreeMap<>(config);
    file.put("model_type", "bert");
    Files.write(folder.resolve("config.json"), TinyBert.JSON.writeValueAsBytes(file));
    SettingException e =
        assertThrows(
            SettingException.class,
            () -> BertFiles.config(Checkpoint.open(folder), BertVariant.BERT));
    assertEquals(key, e.field());
    assertTrue(e.toString().contains(folder.toString()), e.toString());
  }

  private static Object parsed(String value) {
    return value.equals("true") ? (Object) true : value;
  }

  @Test
  void aRobertaWhosePositionsAreAllTakenIsRefused() throws IOException {
    Map<String, Object> config = TinyBert.config();
    config.put("max_position_embeddings", 2);
    TinyBert.write(folder, "roberta", config, Map.of("x", Tensor.of(new float[] {1}, 1)));
    SettingException e =
        assertThrows(
            SettingException.class,
            () -> BertFiles.config(Checkpoint.open(folder), BertVariant.ROBERTA));
    assertEquals("max_position_embeddings", e.field());
  }

  @Test
  void halfPrecisionIsNear() throws IOException {
    TinyBert.write(folder, false);
    float[] exact = embed(Map.of("text", "paris is a capital")).vector(0);
    try (Generator<BertRequest> generator =
        new BertFamily().open(Checkpoint.open(folder), Device.CPU, Precision.BF16)) {
      BertRequest request = Settings.bind(BertRequest.class, Map.of("text", "paris is a capital"));
      Embeddings rounded = (Embeddings) generator.generate(request, GenerationListener.SILENT);
      assertArrayEquals(exact, rounded.vector(0), 0.05f);
    }
  }
}

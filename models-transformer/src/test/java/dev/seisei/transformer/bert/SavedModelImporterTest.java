package dev.seisei.transformer.bert;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seisei.core.checkpoint.CheckpointWriter;
import dev.seisei.core.importing.Importers;
import dev.seisei.core.model.Model;
import dev.seisei.core.progress.Progress;
import dev.seisei.core.sample.Sample;
import dev.seisei.core.settings.Settings;
import dev.seisei.engine.memory.Device;
import dev.seisei.engine.memory.Tensor;
import dev.seisei.transformer.savedmodel.SavedModelFolder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SavedModelImporterTest {
  @TempDir Path temporary;

  /** Heads are of 64. */
  private static Map<String, Object> config() {
    Map<String, Object> config = TinyBert.config();
    config.put("hidden_size", 128);
    config.put("num_attention_heads", 2);
    return config;
  }

  private static Map<String, Tensor> weights() {
    return TinyBert.weights(
        Settings.bind(BertConfig.class, config()), BertNames.of(BertVariant.BERT), true);
  }

  /** The weights under TensorFlow's names, maps as [in, out]. */
  private Path savedModel(String changed, int rows) throws IOException {
    Map<String, Tensor> variables = new TreeMap<>();
    weights()
        .forEach(
            (name, tensor) -> {
              String variable = SavedModelImporter.variable(name);
              if (!variable.equals(changed)) {
                variables.put(
                    "module/" + variable,
                    variable.endsWith("/kernel") ? transposed(tensor) : tensor);
              } else if (rows > 0) {
                variables.put("module/" + variable, Tensor.of(new float[rows], rows));
              }
            });
    Path folder = temporary.resolve("saved");
    SavedModelFolder.write(folder, variables);
    Files.createDirectories(folder.resolve("assets"));
    TinyBert.words(folder.resolve("assets"));
    return folder;
  }

  private static Tensor transposed(Tensor tensor) {
    int rows = (int) tensor.shape()[0];
    int columns = (int) tensor.shape()[1];
    float[] from = tensor.toFloats();
    float[] to = new float[from.length];
    for (int i = 0; i < from.length; i++) {
      to[i % columns * rows + i / columns] = from[i];
    }
    return Tensor.of(to, columns, rows);
  }

  private void convert(Path from) {
    Importers.get("savedmodel")
        .convert(
            from, Optional.empty(), CheckpointWriter.to(temporary.resolve("out")), Progress.SILENT);
  }

  private static byte[] bytes(Path folder, Map<String, ?> request) throws IOException {
    try (Model model = Model.open(folder, Device.CPU)) {
      Sample sample = model.generate(request);
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      sample.write("json", out);
      return out.toByteArray();
    }
  }

  @Test
  void whatIsImportedIsTheModelThatWasSaved() throws IOException {
    convert(savedModel("", 0));
    Path same = temporary.resolve("same");
    TinyBert.write(same, "bert", config(), weights());
    Map<String, ?> request = Map.of("text", "The capital of France is [MASK].");
    Map<String, ?> other = Map.of("text", "Paris, London.", "task", "embed", "pooling", "cls");
    Path imported = temporary.resolve("out");
    assertArrayEquals(bytes(same, request), bytes(imported, request));
    assertArrayEquals(bytes(same, other), bytes(imported, other));
    // And has its tokenizer in the form of all others.
    assertTrue(Files.exists(imported.resolve("tokenizer.json")));
  }

  @Test
  void theNamesAreThoseOfItsAuthors() {
    assertEquals(
        "bert/encoder/layer_11/attention/output/dense/kernel",
        SavedModelImporter.variable("bert.encoder.layer.11.attention.output.dense.weight"));
    assertEquals(
        "bert/embeddings/token_type_embeddings",
        SavedModelImporter.variable("bert.embeddings.token_type_embeddings.weight"));
    assertEquals(
        "cls/predictions/transform/LayerNorm/gamma",
        SavedModelImporter.variable("cls.predictions.transform.LayerNorm.weight"));
    assertEquals(
        "cls/predictions/output_bias", SavedModelImporter.variable("cls.predictions.bias"));
  }

  private void refused(Path from, String... named) {
    IllegalArgumentException e = assertThrows(IllegalArgumentException.class, () -> convert(from));
    for (String each : named) {
      assertTrue(e.toString().contains(each), e.toString());
    }
    assertTrue(Files.notExists(temporary.resolve("out")));
  }

  @Test
  void whatIsNotABertIsNamed() throws IOException {
    refused(savedModel("bert/embeddings/word_embeddings", 0), "word_embeddings");
  }

  @Test
  void aVariableThatIsMissingOrOfAnotherShapeIsNamed() throws IOException {
    refused(savedModel("bert/encoder/layer_1/output/dense/bias", 0), "layer_1/output/dense/bias");
    refused(savedModel("bert/encoder/layer_1/output/dense/bias", 7), "[128]", "[7]");
    refused(savedModel("bert/embeddings/position_embeddings", 7), "2 extents", "[7]");
    refused(savedModel("bert/encoder/layer_0/attention/self/key/kernel", 7), "2 extents");
  }

  @Test
  void aVocabularyThatIsMissingOrOfAnotherSizeIsNamed() throws IOException {
    Path from = savedModel("", 0);
    Path words = from.resolve("assets/vocab.txt");
    Files.writeString(words, Files.readString(words) + "more\n");
    refused(from, "31", "32");
    Files.writeString(words, "[PAD]\n\n[CLS]\n");
    refused(from, "line 2", "vocab.txt");
    Files.delete(words);
    refused(from, "vocab.txt", "--tokenizer");
  }
}

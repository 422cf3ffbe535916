package dev.seisei.transformer.llama;

import dev.seisei.core.checkpoint.CheckpointWriter;
import dev.seisei.core.checkpoint.Reading;
import dev.seisei.core.file.MappedFile;
import dev.seisei.core.importing.Importer;
import dev.seisei.core.progress.Progress;
import dev.seisei.core.settings.SettingException;
import dev.seisei.core.settings.Settings;
import dev.seisei.engine.memory.Tensor;
import dev.seisei.text.tokenizer.Llama2cVocabulary;
import dev.seisei.text.tokenizer.Vocabulary;
import dev.seisei.transformer.RotaryRows;
import dev.seisei.transformer.decoder.DecoderFunctions;
import dev.seisei.transformer.llama2c.Llama2c;
import dev.seisei.transformer.llama2c.Llama2cHeader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Models of llama2.c: its names are Hugging Face's already, rows of queries and keys come into
 * halves. What the header does not say is as llama2.c's code has it.
 */
public final class Llama2cImporter implements Importer {
  /** Where a pull finds the vocabulary if nobody says. */
  private static final String TOKENIZER = "tokenizer.bin";

  @Override
  public String kind() {
    return "llama2c";
  }

  @Override
  public String description() {
    return "a file of llama2.c, version 0, with its tokenizer.bin";
  }

  @Override
  public void convert(Path from, Optional<Path> tokenizer, CheckpointWriter to, Progress progress) {
    Llama2c file = Llama2c.open(from);
    LlamaConfig config = config(file.header());
    Vocabulary vocabulary =
        Llama2cVocabulary.read(tokenizer.orElseGet(() -> beside(from)), config.vocabSize());
    progress.throwIfCancelled();
    Map<String, Tensor> weights = new LinkedHashMap<>();
    try {
      for (String name : file.names()) {
        weights.put(name, weight(file, name));
      }
      to.config(LlamaFamily.ID, config)
          .weights(weights)
          .graphs(DecoderFunctions.of(new LlamaGraph(), config));
      vocabulary.files().forEach(to::file);
      progress.throwIfCancelled();
      to.commit();
    } catch (InternalError touched) {
      throw Reading.failed(from, MappedFile.cutOff(touched));
    } finally {
      weights.values().forEach(Tensor::close);
    }
  }

  private static Path beside(Path from) {
    Path found = from.resolveSibling(TOKENIZER);
    if (!Files.isRegularFile(found)) {
      throw new SettingException(
          "tokenizer",
          "a model of llama2.c needs its vocabulary: give it by --tokenizer, or as "
              + TOKENIZER
              + " beside "
              + from);
    }
    return found;
  }

  private static LlamaConfig config(Llama2cHeader header) {
    return Settings.bind(
        LlamaConfig.class,
        Map.of(
            "vocab_size", header.vocabulary(),
            "hidden_size", header.width(),
            "intermediate_size", header.hidden(),
            "num_hidden_layers", header.layers(),
            "num_attention_heads", header.heads(),
            "num_key_value_heads", header.keyHeads(),
            "max_position_embeddings", header.positions(),
            "tie_word_embeddings", header.tied(),
            "bos_token_id", 1,
            "eos_token_id", 2));
  }

  private static Tensor weight(Llama2c file, String name) {
    Tensor stored = file.tensor(name);
    if (!name.endsWith("q_proj.weight") && !name.endsWith("k_proj.weight")) {
      return stored;
    }
    int width = file.header().width();
    float[] halves =
        RotaryRows.INTERLEAVED.to(
            RotaryRows.HALVES, stored.toFloats(), file.header().headSize(), width);
    return Tensor.of(halves, stored.shape());
  }
}

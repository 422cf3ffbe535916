package dev.seisei.transformer.gguf;

import dev.seisei.core.checkpoint.Checkpoint;
import dev.seisei.core.checkpoint.TensorSource;
import dev.seisei.core.exporting.Exporter;
import dev.seisei.core.gguf.GgufType;
import dev.seisei.core.gguf.GgufWriter;
import dev.seisei.core.model.Families;
import dev.seisei.core.progress.Progress;
import dev.seisei.text.tokenizer.Tokenizer;
import dev.seisei.text.tokenizer.Tokenizers;
import dev.seisei.text.tokenizer.Vocabulary;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Writes GGUF files that llama.cpp reads. Matrices are of the type that was asked for, as far as
 * their rows fill its blocks, else F16; of Q4_0, the table of tokens and the output layer are Q8_0,
 * which is where most is lost. Vectors and positions are F32.
 */
public final class GgufExporter implements Exporter {
  private static final List<GgufType> TYPES =
      List.of(GgufType.F16, GgufType.Q8_0, GgufType.Q4_0, GgufType.BF16, GgufType.F32);

  /** {@code general.file_type}, by type. */
  private static final Map<GgufType, Integer> FILE_TYPES =
      Map.of(
          GgufType.F32, 0, GgufType.F16, 1, GgufType.Q4_0, 2, GgufType.Q8_0, 7, GgufType.BF16, 32);

  @Override
  public String kind() {
    return "gguf";
  }

  @Override
  public String description() {
    return "a file for llama.cpp";
  }

  @Override
  public List<String> types() {
    return TYPES.stream().map(type -> type.name().toLowerCase(Locale.ROOT)).toList();
  }

  @Override
  public void export(Checkpoint from, Path to, Optional<String> type, Progress progress) {
    GgufType stored =
        type.map(name -> GgufType.valueOf(name.toUpperCase(Locale.ROOT))).orElse(GgufType.F16);
    Record config = Families.of(from).config(from);
    Architecture architecture = ModelMetadata.architecture(config);
    Tokenizer tokenizer =
        from.part(Tokenizer.class).orElseGet(() -> Tokenizers.open(from.folder()));
    GgufWriter writer = new GgufWriter();
    writer.put("general.architecture", architecture.id());
    writer.put("general.name", from.name());
    writer.putCount("general.file_type", FILE_TYPES.getOrDefault(stored, 0));
    writer.putCount("general.quantization_version", 2);
    new ModelMetadata(writer, architecture).put(config);
    TensorSource weights = from.stored();
    String table = architecture == Architecture.GPT2 ? "wte.weight" : "model.embed_tokens.weight";
    WrittenWeights written = new WrittenWeights(weights, architecture, config, stored, progress);
    VocabularyMetadata.put(writer, Vocabulary.of(tokenizer), written.rows(table));
    written.put(writer);
    try {
      writer.write(to);
    } catch (IOException e) {
      throw new UncheckedIOException(String.valueOf(e.getMessage()), e);
    }
  }
}

package dev.seisei.transformer.huggingface;

import dev.seisei.core.checkpoint.Checkpoint;
import dev.seisei.core.checkpoint.CheckpointWriter;
import dev.seisei.core.checkpoint.Json;
import dev.seisei.core.checkpoint.ModelCard;
import dev.seisei.core.checkpoint.TensorSource;
import dev.seisei.core.exporting.Exporter;
import dev.seisei.core.model.Families;
import dev.seisei.core.progress.Progress;
import dev.seisei.engine.memory.Tensor;
import dev.seisei.text.tokenizer.Tokenizer;
import dev.seisei.text.tokenizer.Tokenizers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Writes folders that Hugging Face's libraries read: a configuration with their keys alone, the
 * weights as they are, and the tokenizer's files. What only this project reads is left out.
 */
public final class HfExporter implements Exporter {
  @Override
  public String kind() {
    return "hf";
  }

  @Override
  public String description() {
    return "a folder for Hugging Face's libraries";
  }

  @Override
  public List<String> types() {
    return List.of();
  }

  @Override
  public void export(Checkpoint from, Path to, Optional<String> type, Progress progress) {
    Tokenizer tokenizer =
        from.part(Tokenizer.class).orElseGet(() -> Tokenizers.open(from.folder()));
    Map<String, Object> config = HfConfig.of(Families.of(from).config(from));
    CheckpointWriter writer = CheckpointWriter.to(to).file("config.json", Json.write(config));
    Tokenizers.files(tokenizer).forEach(writer::file);
    Map<String, Object> generation = new LinkedHashMap<>();
    tokenizer.bos().ifPresent(id -> generation.put("bos_token_id", id));
    if (!tokenizer.eos().isEmpty()) {
      generation.put("eos_token_id", tokenizer.eos().stream().sorted().toList());
    }
    writer.file("generation_config.json", Json.write(generation));
    if (!from.card().equals(ModelCard.EMPTY)) {
      writer.card(from.card());
    }
    progress.throwIfCancelled();
    TensorSource weights = from.stored();
    List<Path> files =
        Files.isDirectory(from.folder()) ? HfImporter.weightFiles(from.folder()) : List.of();
    if (!files.isEmpty()) {
      files.forEach(file -> writer.link(String.valueOf(file.getFileName()), file));
      writer.commit();
      return;
    }
    Map<String, Tensor> read = weights.read(weights.names());
    try {
      writer.weights(read).commit();
    } finally {
      read.values().forEach(Tensor::close);
    }
  }
}

package dev.seisei.transformer.llama;

import dev.seisei.core.checkpoint.Checkpoint;
import dev.seisei.core.model.Generator;
import dev.seisei.core.model.ModelFamily;
import dev.seisei.core.train.Trainer;
import dev.seisei.engine.graph.Graph;
import dev.seisei.engine.memory.Device;
import dev.seisei.engine.plan.Precision;
import dev.seisei.transformer.decoder.DecoderFunctions;
import dev.seisei.transformer.decoder.DecoderTrainer;
import dev.seisei.transformer.decoding.TextGenerator;
import dev.seisei.transformer.decoding.TextRequest;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Llama 2 and 3, Mistral, Qwen 2 and 3, and what is built like them. */
public final class LlamaFamily implements ModelFamily<LlamaConfig, TextRequest> {
  static final String ID = "llama";

  @Override
  public String id() {
    return ID;
  }

  @Override
  public Set<String> modelTypes() {
    return LlamaFiles.MODEL_TYPES;
  }

  @Override
  public String description() {
    return "transformer that predicts the next token, with rotary positions"
        + " (Touvron et al. 2023)";
  }

  @Override
  public Class<LlamaConfig> configType() {
    return LlamaConfig.class;
  }

  @Override
  public Class<TextRequest> requestType() {
    return TextRequest.class;
  }

  @Override
  public List<Precision> precisions() {
    return TextGenerator.precisions();
  }

  @Override
  public Generator<TextRequest> open(Checkpoint checkpoint, Device device) {
    return open(checkpoint, device, Precision.F32);
  }

  @Override
  public Generator<TextRequest> open(Checkpoint checkpoint, Device device, Precision precision) {
    LlamaConfig config = LlamaFiles.config(checkpoint);
    return TextGenerator.open(
        new LlamaGraph(),
        config,
        checkpoint,
        name -> LlamaFiles.isNoWeight(config, name),
        precision,
        device);
  }

  @Override
  public LlamaConfig config(Checkpoint checkpoint) {
    return LlamaFiles.config(checkpoint);
  }

  @Override
  public Map<String, Graph> functions(Checkpoint checkpoint) {
    LlamaConfig config = LlamaFiles.config(checkpoint);
    Map<String, Graph> functions = DecoderFunctions.of(new LlamaGraph(), config);
    checkpoint.requireWeights(functions.values(), name -> LlamaFiles.isNoWeight(config, name));
    return functions;
  }

  @Override
  public Optional<Trainer<LlamaConfig, ?>> trainer() {
    return Optional.of(new DecoderTrainer<>(ID, new LlamaGraph()));
  }
}

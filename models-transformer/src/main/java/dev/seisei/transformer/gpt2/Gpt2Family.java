package dev.seisei.transformer.gpt2;

import dev.seisei.core.checkpoint.Checkpoint;
import dev.seisei.core.model.Functions;
import dev.seisei.core.model.Generator;
import dev.seisei.core.model.ModelFamily;
import dev.seisei.core.train.Trainer;
import dev.seisei.engine.graph.Graph;
import dev.seisei.engine.memory.Device;
import dev.seisei.transformer.decoder.DecoderFunctions;
import dev.seisei.transformer.decoder.DecoderGenerator;
import dev.seisei.transformer.decoder.DecoderRequest;
import dev.seisei.transformer.decoder.DecoderTrainer;
import java.util.Map;
import java.util.Optional;

/** GPT-2 and what is built like it, nanoGPT's models included. */
public final class Gpt2Family implements ModelFamily<Gpt2Config, DecoderRequest> {
  static final String ID = "gpt2";

  @Override
  public String id() {
    return ID;
  }

  @Override
  public String description() {
    return "transformer that predicts the next token, with learned positions"
        + " (Radford et al. 2019)";
  }

  @Override
  public Class<Gpt2Config> configType() {
    return Gpt2Config.class;
  }

  @Override
  public Class<DecoderRequest> requestType() {
    return DecoderRequest.class;
  }

  @Override
  public Generator<DecoderRequest> open(Checkpoint checkpoint, Device device) {
    Gpt2Config config = Gpt2Files.config(checkpoint);
    Gpt2Graph graph = Gpt2Files.graph(checkpoint);
    Map<String, Graph> saved = checkpoint.graphs();
    Map<String, Graph> graphs = saved.isEmpty() ? DecoderFunctions.of(graph, config) : saved;
    return DecoderGenerator.open(
        graph.shape(config),
        checkpoint,
        Functions.open(checkpoint, graphs, Gpt2Files::isNoWeight, device));
  }

  @Override
  public Optional<Trainer<Gpt2Config, ?>> trainer() {
    return Optional.of(new DecoderTrainer<>(ID, new Gpt2Graph()));
  }
}

package dev.seisei.transformer.gpt2;

import dev.seisei.core.checkpoint.Checkpoint;
import dev.seisei.core.model.Functions;
import dev.seisei.core.model.Generator;
import dev.seisei.core.model.ModelFamily;
import dev.seisei.core.train.Trainer;
import dev.seisei.engine.memory.Device;
import dev.seisei.transformer.decoder.DecoderFunctions;
import dev.seisei.transformer.decoder.DecoderGenerator;
import dev.seisei.transformer.decoder.DecoderRequest;
import dev.seisei.transformer.decoder.DecoderTrainer;
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
    Gpt2Config config = checkpoint.config(Gpt2Config.class);
    Gpt2Graph graph = new Gpt2Graph();
    return DecoderGenerator.open(
        graph.shape(config),
        checkpoint,
        Functions.open(checkpoint, () -> DecoderFunctions.of(graph, config), device));
  }

  @Override
  public Optional<Trainer<Gpt2Config, ?>> trainer() {
    return Optional.of(new DecoderTrainer<>(ID, new Gpt2Graph()));
  }
}

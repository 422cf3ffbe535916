package dev.seisei.transformer.gpt2;

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

/** GPT-2 and what is built like it, nanoGPT's models included. */
public final class Gpt2Family implements ModelFamily<Gpt2Config, TextRequest> {
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
    Gpt2Config config = Gpt2Files.config(checkpoint);
    return TextGenerator.open(
        Gpt2Files.graph(checkpoint), config, checkpoint, Gpt2Files::isNoWeight, precision, device);
  }

  @Override
  public Gpt2Config config(Checkpoint checkpoint) {
    return Gpt2Files.config(checkpoint);
  }

  @Override
  public Map<String, Graph> functions(Checkpoint checkpoint) {
    Map<String, Graph> functions =
        DecoderFunctions.of(Gpt2Files.graph(checkpoint), Gpt2Files.config(checkpoint));
    checkpoint.requireWeights(functions.values(), Gpt2Files::isNoWeight);
    return functions;
  }

  @Override
  public Optional<Trainer<Gpt2Config, ?>> trainer() {
    return Optional.of(new DecoderTrainer<>(ID, new Gpt2Graph()));
  }
}

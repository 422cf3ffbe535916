package dev.seisei.transformer.xl;

import dev.seisei.core.checkpoint.Checkpoint;
import dev.seisei.core.model.Generator;
import dev.seisei.core.model.ModelFamily;
import dev.seisei.core.train.Trainer;
import dev.seisei.engine.memory.Device;
import dev.seisei.transformer.decoding.TextRequest;
import java.util.Optional;

/** Transformer-XL. */
public final class XlFamily implements ModelFamily<XlConfig, TextRequest> {
  static final String ID = "transformer-xl";

  @Override
  public String id() {
    return ID;
  }

  @Override
  public String description() {
    return "transformer that predicts the next token and remembers the segments before"
        + " (Dai et al. 2019)";
  }

  @Override
  public Class<XlConfig> configType() {
    return XlConfig.class;
  }

  @Override
  public Class<TextRequest> requestType() {
    return TextRequest.class;
  }

  @Override
  public Generator<TextRequest> open(Checkpoint checkpoint, Device device) {
    return XlGenerator.open(checkpoint, device);
  }

  @Override
  public Optional<Trainer<XlConfig, ?>> trainer() {
    return Optional.of(new XlTrainer());
  }
}

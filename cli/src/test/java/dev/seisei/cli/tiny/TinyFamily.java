package dev.seisei.cli.tiny;

import dev.seisei.core.checkpoint.Checkpoint;
import dev.seisei.core.model.Generator;
import dev.seisei.core.model.ModelFamily;
import dev.seisei.core.train.Trainer;
import dev.seisei.engine.memory.Device;
import java.util.Optional;

/** The family that is as small as it can be. */
public final class TinyFamily implements ModelFamily<TinyConfig, TinyRequest> {
  static final String ID = "tiny";

  @Override
  public String id() {
    return ID;
  }

  @Override
  public String description() {
    return "The mean grey level of all images.";
  }

  @Override
  public Class<TinyConfig> configType() {
    return TinyConfig.class;
  }

  @Override
  public Class<TinyRequest> requestType() {
    return TinyRequest.class;
  }

  @Override
  public Generator<TinyRequest> open(Checkpoint checkpoint, Device device) {
    return new TinyGenerator(
        TinyTrainer.mean(
            checkpoint
                .state()
                .orElseThrow(() -> new IllegalArgumentException("there is no mean"))));
  }

  @Override
  public Optional<Trainer<TinyConfig, ?>> trainer() {
    return Optional.of(new TinyTrainer());
  }
}

package dev.seisei.vae.vq;

import dev.seisei.core.checkpoint.Checkpoint;
import dev.seisei.core.model.Functions;
import dev.seisei.core.model.Generator;
import dev.seisei.core.model.ModelFamily;
import dev.seisei.core.train.Trainer;
import dev.seisei.engine.memory.Device;
import java.util.Optional;

/** Vector-quantised autoencoders with a prior over their codes. */
public final class VqFamily implements ModelFamily<VqConfig, VqRequest> {
  static final String ID = "vqvae";

  @Override
  public String id() {
    return ID;
  }

  @Override
  public String description() {
    return "vector-quantised autoencoder of images with a transformer over its codes"
        + " (van den Oord, Vinyals and Kavukcuoglu 2017)";
  }

  @Override
  public Class<VqConfig> configType() {
    return VqConfig.class;
  }

  @Override
  public Class<VqRequest> requestType() {
    return VqRequest.class;
  }

  @Override
  public Generator<VqRequest> open(Checkpoint checkpoint, Device device) {
    VqConfig config = checkpoint.config(VqConfig.class);
    return new VqGenerator(
        config, Functions.open(checkpoint, () -> VqGraph.functions(config), device));
  }

  @Override
  public Optional<Trainer<VqConfig, ?>> trainer() {
    return Optional.of(new VqTrainer());
  }
}

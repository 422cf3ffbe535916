package dev.seisei.vae;

import dev.seisei.core.checkpoint.Checkpoint;
import dev.seisei.core.model.Functions;
import dev.seisei.core.model.Generator;
import dev.seisei.core.model.ModelFamily;
import dev.seisei.core.train.Trainer;
import dev.seisei.engine.memory.Device;
import dev.seisei.vae.latent.LatentRequest;
import java.util.Optional;

/** Variational autoencoders, conditional ones included. */
public final class VaeFamily implements ModelFamily<VaeConfig, LatentRequest> {
  static final String ID = "vae";

  @Override
  public String id() {
    return ID;
  }

  @Override
  public String description() {
    return "variational autoencoder of images, with β, classes or importance weights"
        + " (Kingma and Welling 2014)";
  }

  @Override
  public Class<VaeConfig> configType() {
    return VaeConfig.class;
  }

  @Override
  public Class<LatentRequest> requestType() {
    return LatentRequest.class;
  }

  @Override
  public Generator<LatentRequest> open(Checkpoint checkpoint, Device device) {
    VaeConfig config = checkpoint.config(VaeConfig.class);
    return new VaeGenerator(
        config, Functions.open(checkpoint, () -> VaeGraph.functions(config), device));
  }

  @Override
  public Optional<Trainer<VaeConfig, ?>> trainer() {
    return Optional.of(new VaeTrainer());
  }
}

package dev.seisei.vae.autoencoder;

import dev.seisei.core.checkpoint.Checkpoint;
import dev.seisei.core.model.Functions;
import dev.seisei.core.model.Generator;
import dev.seisei.core.model.ModelFamily;
import dev.seisei.core.train.Trainer;
import dev.seisei.engine.memory.Device;
import dev.seisei.vae.latent.LatentRequest;
import java.util.Optional;

/** Deterministic autoencoders. */
public final class AutoencoderFamily implements ModelFamily<AutoencoderConfig, LatentRequest> {
  static final String ID = "autoencoder";

  @Override
  public String id() {
    return ID;
  }

  @Override
  public String description() {
    return "deterministic autoencoder of images with a density over its codes"
        + " (Hinton and Salakhutdinov 2006; Ghosh et al. 2020)";
  }

  @Override
  public Class<AutoencoderConfig> configType() {
    return AutoencoderConfig.class;
  }

  @Override
  public Class<LatentRequest> requestType() {
    return LatentRequest.class;
  }

  @Override
  public Generator<LatentRequest> open(Checkpoint checkpoint, Device device) {
    AutoencoderConfig config = checkpoint.config(AutoencoderConfig.class);
    return new AutoencoderGenerator(
        config, Functions.open(checkpoint, () -> AutoencoderGraph.functions(config), device));
  }

  @Override
  public Optional<Trainer<AutoencoderConfig, ?>> trainer() {
    return Optional.of(new AutoencoderTrainer());
  }
}

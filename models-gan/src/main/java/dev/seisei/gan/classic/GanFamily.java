package dev.seisei.gan.classic;

import dev.seisei.core.checkpoint.Checkpoint;
import dev.seisei.core.model.Functions;
import dev.seisei.core.model.Generator;
import dev.seisei.core.model.ModelFamily;
import dev.seisei.core.train.Trainer;
import dev.seisei.engine.memory.Device;
import dev.seisei.gan.latent.GanGenerator;
import dev.seisei.gan.latent.GanRequest;
import dev.seisei.gan.latent.ScalingDecoder;
import java.util.Optional;

/** Fully connected GANs. */
public final class GanFamily implements ModelFamily<GanConfig, GanRequest> {
  static final String ID = "gan";

  @Override
  public String id() {
    return ID;
  }

  @Override
  public String description() {
    return "fully connected GAN of images (Goodfellow et al. 2014)";
  }

  @Override
  public Class<GanConfig> configType() {
    return GanConfig.class;
  }

  @Override
  public Class<GanRequest> requestType() {
    return GanRequest.class;
  }

  @Override
  public Generator<GanRequest> open(Checkpoint checkpoint, Device device) {
    GanConfig config = checkpoint.config(GanConfig.class);
    return generator(config, Functions.open(checkpoint, () -> GanGraph.functions(config), device));
  }

  static GanGenerator generator(GanConfig config, Functions functions) {
    return ScalingDecoder.generator(config.image(), 0, config.latentDim(), functions);
  }

  @Override
  public Optional<Trainer<GanConfig, ?>> trainer() {
    return Optional.of(new GanTrainer());
  }
}

package dev.seisei.gan.dcgan;

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

/** Convolutional GANs, conditional and self-attending ones included. */
public final class DcganFamily implements ModelFamily<DcganConfig, GanRequest> {
  static final String ID = "dcgan";

  @Override
  public String id() {
    return ID;
  }

  @Override
  public String description() {
    return "convolutional GAN of images, with classes, spectral norm or self-attention"
        + " (Radford et al. 2015)";
  }

  @Override
  public Class<DcganConfig> configType() {
    return DcganConfig.class;
  }

  @Override
  public Class<GanRequest> requestType() {
    return GanRequest.class;
  }

  @Override
  public Generator<GanRequest> open(Checkpoint checkpoint, Device device) {
    DcganConfig config = checkpoint.config(DcganConfig.class);
    return generator(
        config, Functions.open(checkpoint, () -> DcganGraph.functions(config), device));
  }

  static GanGenerator generator(DcganConfig config, Functions functions) {
    return ScalingDecoder.generator(
        config.image(), config.classes(), config.latentDim(), functions);
  }

  @Override
  public Optional<Trainer<DcganConfig, ?>> trainer() {
    return Optional.of(new DcganTrainer());
  }
}

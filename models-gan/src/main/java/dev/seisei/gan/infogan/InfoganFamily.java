package dev.seisei.gan.infogan;

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

/** InfoGANs; the category is what requests call the label. */
public final class InfoganFamily implements ModelFamily<InfoganConfig, GanRequest> {
  static final String ID = "infogan";

  @Override
  public String id() {
    return ID;
  }

  @Override
  public String description() {
    return "GAN of images that discovers codes without labels (Chen et al. 2016)";
  }

  @Override
  public Class<InfoganConfig> configType() {
    return InfoganConfig.class;
  }

  @Override
  public Class<GanRequest> requestType() {
    return GanRequest.class;
  }

  @Override
  public Generator<GanRequest> open(Checkpoint checkpoint, Device device) {
    InfoganConfig config = checkpoint.config(InfoganConfig.class);
    return generator(
        config, Functions.open(checkpoint, () -> InfoganGraph.functions(config), device));
  }

  static GanGenerator generator(InfoganConfig config, Functions functions) {
    return ScalingDecoder.generator(
        config.image(), config.categories(), true, config.latentDim(), functions);
  }

  @Override
  public Optional<Trainer<InfoganConfig, ?>> trainer() {
    return Optional.of(new InfoganTrainer());
  }
}

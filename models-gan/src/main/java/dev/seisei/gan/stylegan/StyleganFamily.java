package dev.seisei.gan.stylegan;

import dev.seisei.core.checkpoint.Checkpoint;
import dev.seisei.core.model.Functions;
import dev.seisei.core.model.Generator;
import dev.seisei.core.model.ModelFamily;
import dev.seisei.core.train.Trainer;
import dev.seisei.engine.memory.Device;
import dev.seisei.gan.latent.GanGenerator;
import dev.seisei.gan.latent.GanRequest;
import java.util.Optional;

/** StyleGAN2, conditional ones included. */
public final class StyleganFamily implements ModelFamily<StyleganConfig, GanRequest> {
  static final String ID = "stylegan2";

  @Override
  public String id() {
    return ID;
  }

  @Override
  public String description() {
    return "style-based GAN of images, with noise, style mixing and truncation (Karras et al. 2020)";
  }

  @Override
  public Class<StyleganConfig> configType() {
    return StyleganConfig.class;
  }

  @Override
  public Class<GanRequest> requestType() {
    return GanRequest.class;
  }

  @Override
  public Generator<GanRequest> open(Checkpoint checkpoint, Device device) {
    StyleganConfig config = checkpoint.config(StyleganConfig.class);
    return generator(
        config, Functions.open(checkpoint, () -> StyleganGraph.functions(config), device));
  }

  static GanGenerator generator(StyleganConfig config, Functions functions) {
    return new GanGenerator(
        config.image(),
        config.classes(),
        false,
        config.latentDim(),
        functions,
        new StyleDecoder(config, functions));
  }

  @Override
  public Optional<Trainer<StyleganConfig, ?>> trainer() {
    return Optional.of(new StyleganTrainer());
  }
}

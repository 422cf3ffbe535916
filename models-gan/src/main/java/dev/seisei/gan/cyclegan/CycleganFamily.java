package dev.seisei.gan.cyclegan;

import dev.seisei.core.checkpoint.Checkpoint;
import dev.seisei.core.model.Functions;
import dev.seisei.core.model.Generator;
import dev.seisei.core.model.ModelFamily;
import dev.seisei.core.train.Trainer;
import dev.seisei.engine.memory.Device;
import java.util.Optional;

/** CycleGANs, which translate images of one kind to another without having seen pairs. */
public final class CycleganFamily implements ModelFamily<CycleganConfig, TranslateRequest> {
  static final String ID = "cyclegan";

  @Override
  public String id() {
    return ID;
  }

  @Override
  public String description() {
    return "GAN that translates between two kinds of images, learned without pairs"
        + " (Zhu et al. 2017)";
  }

  @Override
  public Class<CycleganConfig> configType() {
    return CycleganConfig.class;
  }

  @Override
  public Class<TranslateRequest> requestType() {
    return TranslateRequest.class;
  }

  @Override
  public Generator<TranslateRequest> open(Checkpoint checkpoint, Device device) {
    CycleganConfig config = checkpoint.config(CycleganConfig.class);
    return new CycleganGenerator(
        config, Functions.open(checkpoint, () -> CycleganGraph.functions(config), device));
  }

  @Override
  public Optional<Trainer<CycleganConfig, ?>> trainer() {
    return Optional.of(new CycleganTrainer());
  }
}

package dev.seisei.gan.anogan;

import dev.seisei.core.checkpoint.Checkpoint;
import dev.seisei.core.model.Functions;
import dev.seisei.core.model.Generator;
import dev.seisei.core.model.ModelFamily;
import dev.seisei.core.train.Trainer;
import dev.seisei.engine.memory.Device;
import dev.seisei.gan.anomaly.AnomalyGenerator;
import dev.seisei.gan.anomaly.AnomalyRequest;
import dev.seisei.gan.latent.ScalingDecoder;
import java.util.Optional;

/**
 * AnoGANs, which find anomalous images by searching. Opening one builds a graph, and so starts
 * ND4J.
 */
public final class AnoganFamily implements ModelFamily<AnoganConfig, AnomalyRequest> {
  static final String ID = "anogan";

  @Override
  public String id() {
    return ID;
  }

  @Override
  public String description() {
    return "GAN that finds anomalous images by a search of its latents (Schlegl et al. 2017)";
  }

  @Override
  public Class<AnoganConfig> configType() {
    return AnoganConfig.class;
  }

  @Override
  public Class<AnomalyRequest> requestType() {
    return AnomalyRequest.class;
  }

  @Override
  public Generator<AnomalyRequest> open(Checkpoint checkpoint, Device device) {
    AnoganConfig config = checkpoint.config(AnoganConfig.class);
    return generator(
        config, Functions.open(checkpoint, () -> AnoganGraph.functions(config), device), device);
  }

  static AnomalyGenerator generator(AnoganConfig config, Functions functions, Device device) {
    return new AnomalyGenerator(
        config.image(),
        config.normalClass(),
        config.networks().latentDim(),
        functions,
        new ScalingDecoder(functions, config.image(), 0, config.networks().latentDim()),
        new LatentSearch(config, functions, device));
  }

  @Override
  public Optional<Trainer<AnoganConfig, ?>> trainer() {
    return Optional.of(new AnoganTrainer());
  }
}

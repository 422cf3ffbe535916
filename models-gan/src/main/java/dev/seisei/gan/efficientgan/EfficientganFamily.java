package dev.seisei.gan.efficientgan;

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

/** EfficientGANs, which find anomalous images. */
public final class EfficientganFamily implements ModelFamily<EfficientganConfig, AnomalyRequest> {
  static final String ID = "efficientgan";

  @Override
  public String id() {
    return ID;
  }

  @Override
  public String description() {
    return "GAN with an encoder that finds anomalous images (Zenati et al. 2018)";
  }

  @Override
  public Class<EfficientganConfig> configType() {
    return EfficientganConfig.class;
  }

  @Override
  public Class<AnomalyRequest> requestType() {
    return AnomalyRequest.class;
  }

  @Override
  public Generator<AnomalyRequest> open(Checkpoint checkpoint, Device device) {
    EfficientganConfig config = checkpoint.config(EfficientganConfig.class);
    return generator(
        config, Functions.open(checkpoint, () -> EfficientganGraph.functions(config), device));
  }

  static AnomalyGenerator generator(EfficientganConfig config, Functions functions) {
    return new AnomalyGenerator(
        config.image(),
        config.normalClass(),
        config.latentDim(),
        functions,
        new ScalingDecoder(functions, config.image(), 0, config.latentDim()),
        new EfficientInspector(config, functions));
  }

  @Override
  public Optional<Trainer<EfficientganConfig, ?>> trainer() {
    return Optional.of(new EfficientganTrainer());
  }
}

package dev.seisei.gan.deepdream;

import dev.seisei.core.checkpoint.Checkpoint;
import dev.seisei.core.model.Generator;
import dev.seisei.core.model.ModelFamily;
import dev.seisei.engine.memory.Device;
import dev.seisei.gan.perception.FeatureNetwork;

/**
 * DeepDream. Its checkpoints have no weights of their own; what they need is the feature network
 * that they name, which is opened with them.
 */
public final class DeepDreamFamily implements ModelFamily<DeepDreamConfig, DeepDreamRequest> {
  static final String ID = "deepdream";

  @Override
  public String id() {
    return ID;
  }

  @Override
  public String description() {
    return "pictures changed so that a layer of a network sees more in them"
        + " (Mordvintsev, Olah and Tyka 2015)";
  }

  @Override
  public Class<DeepDreamConfig> configType() {
    return DeepDreamConfig.class;
  }

  @Override
  public Class<DeepDreamRequest> requestType() {
    return DeepDreamRequest.class;
  }

  @Override
  public Generator<DeepDreamRequest> open(Checkpoint checkpoint, Device device) {
    DeepDreamConfig config = checkpoint.config(DeepDreamConfig.class);
    FeatureNetwork network = FeatureNetwork.open(config.features(), checkpoint, device);
    boolean opened = false;
    try {
      DeepDreamGenerator generator = new DeepDreamGenerator(config, network);
      opened = true;
      return generator;
    } finally {
      if (!opened) {
        network.close();
      }
    }
  }
}

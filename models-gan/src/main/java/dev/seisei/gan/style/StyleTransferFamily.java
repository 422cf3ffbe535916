package dev.seisei.gan.style;

import dev.seisei.core.checkpoint.Checkpoint;
import dev.seisei.core.model.Generator;
import dev.seisei.core.model.ModelFamily;
import dev.seisei.engine.memory.Device;
import dev.seisei.gan.perception.FeatureNetwork;

/**
 * Neural style transfer. Its checkpoints have no weights of their own; what they need is the
 * feature network that they name, which is opened with them.
 */
public final class StyleTransferFamily
    implements ModelFamily<StyleTransferConfig, StyleTransferRequest> {
  static final String ID = "style-transfer";

  @Override
  public String id() {
    return ID;
  }

  @Override
  public String description() {
    return "the content of one picture in the style of another (Gatys, Ecker and Bethge 2016)";
  }

  @Override
  public Class<StyleTransferConfig> configType() {
    return StyleTransferConfig.class;
  }

  @Override
  public Class<StyleTransferRequest> requestType() {
    return StyleTransferRequest.class;
  }

  @Override
  public Generator<StyleTransferRequest> open(Checkpoint checkpoint, Device device) {
    StyleTransferConfig config = checkpoint.config(StyleTransferConfig.class);
    FeatureNetwork network = FeatureNetwork.open(config.features(), checkpoint, device);
    boolean opened = false;
    try {
      StyleTransferGenerator generator = new StyleTransferGenerator(config, network);
      opened = true;
      return generator;
    } finally {
      if (!opened) {
        network.close();
      }
    }
  }
}

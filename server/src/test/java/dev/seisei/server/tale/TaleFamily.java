package dev.seisei.server.tale;

import dev.seisei.core.checkpoint.Checkpoint;
import dev.seisei.core.model.Generator;
import dev.seisei.core.model.ModelFamily;
import dev.seisei.engine.memory.Device;

/** Models that write letters. */
public final class TaleFamily implements ModelFamily<TaleConfig, TaleRequest> {
  @Override
  public String id() {
    return "tale";
  }

  @Override
  public String description() {
    return "Letters for tests.";
  }

  @Override
  public Class<TaleConfig> configType() {
    return TaleConfig.class;
  }

  @Override
  public Class<TaleRequest> requestType() {
    return TaleRequest.class;
  }

  @Override
  public Generator<TaleRequest> open(Checkpoint checkpoint, Device device) {
    return new TaleGenerator(checkpoint.config(TaleConfig.class));
  }
}

package dev.seisei.server.pattern;

import dev.seisei.core.checkpoint.Checkpoint;
import dev.seisei.core.model.Generator;
import dev.seisei.core.model.ModelFamily;
import dev.seisei.engine.memory.Device;

/** Models that draw patterns. */
public final class PatternFamily implements ModelFamily<PatternConfig, PatternRequest> {
  @Override
  public String id() {
    return "pattern";
  }

  @Override
  public String description() {
    return "Patterns for tests.";
  }

  @Override
  public Class<PatternConfig> configType() {
    return PatternConfig.class;
  }

  @Override
  public Class<PatternRequest> requestType() {
    return PatternRequest.class;
  }

  @Override
  public Generator<PatternRequest> open(Checkpoint checkpoint, Device device) {
    return new PatternGenerator(checkpoint.config(PatternConfig.class));
  }
}

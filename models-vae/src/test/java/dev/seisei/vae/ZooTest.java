package dev.seisei.vae;

import dev.seisei.core.checkpoint.Checkpoint;
import dev.seisei.engine.graph.Graph;
import dev.seisei.testkit.ZooContract;
import java.util.List;
import java.util.Map;

class ZooTest extends ZooContract {
  @Override
  protected String family() {
    return VaeFamily.ID;
  }

  @Override
  protected List<String> names() {
    return List.of("cvae-fashion", "vae-mnist");
  }

  @Override
  protected Map<String, Graph> functions(Checkpoint checkpoint) {
    return VaeGraph.functions(checkpoint.config(VaeConfig.class));
  }

  @Override
  protected List<String> measured() {
    return List.of("negative_elbo", "nll");
  }
}

package dev.seisei.gan.dcgan;

import dev.seisei.core.checkpoint.Checkpoint;
import dev.seisei.engine.graph.Graph;
import dev.seisei.testkit.ZooContract;
import java.util.List;
import java.util.Map;

class ZooTest extends ZooContract {
  @Override
  protected String family() {
    return DcganFamily.ID;
  }

  @Override
  protected List<String> names() {
    return List.of("cgan-cifar10", "cgan-fashion", "dcgan-mnist");
  }

  @Override
  protected Map<String, Graph> functions(Checkpoint checkpoint) {
    return DcganGraph.functions(checkpoint.config(DcganConfig.class));
  }

  @Override
  protected List<String> measured() {
    return List.of("`fid`", "`precision`", "`recall`");
  }
}

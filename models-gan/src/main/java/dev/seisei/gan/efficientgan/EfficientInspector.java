package dev.seisei.gan.efficientgan;

import dev.seisei.core.model.Functions;
import dev.seisei.core.model.RowPlan;
import dev.seisei.core.progress.Progress;
import dev.seisei.gan.anomaly.Inspection;
import dev.seisei.gan.anomaly.Inspector;
import dev.seisei.gan.anomaly.PairGraph;
import java.util.Map;
import java.util.Objects;

/** Looks at images by one pass through encoder, generator and discriminator. */
final class EfficientInspector implements Inspector {
  private static final int ROWS = 64;

  private final EfficientganConfig config;
  private final Functions functions;

  EfficientInspector(EfficientganConfig config, Functions functions) {
    this.config = config;
    this.functions = functions;
  }

  private RowPlan plan() {
    int features = config.image().features();
    return functions.plan(
        PairGraph.INSPECT,
        ROWS,
        Map.of(
            PairGraph.X, features,
            PairGraph.RECONSTRUCTION, features,
            PairGraph.SCORE, 1));
  }

  @Override
  public void prepare() {
    plan();
  }

  @Override
  public Inspection inspect(float[] images, int rows, Progress progress) {
    progress.throwIfCancelled();
    Map<String, float[]> outputs = plan().run(rows, Map.of(PairGraph.X, images));
    float[] found = Objects.requireNonNull(outputs.get(PairGraph.SCORE));
    double[] scores = new double[rows];
    for (int i = 0; i < rows; i++) {
      scores[i] = found[i];
    }
    return new Inspection(Objects.requireNonNull(outputs.get(PairGraph.RECONSTRUCTION)), scores);
  }

  /** The functions are another's to close. */
  @Override
  public void close() {}
}

package dev.seisei.gan.anogan;

import dev.seisei.core.model.Functions;
import dev.seisei.core.model.Latents;
import dev.seisei.core.progress.Progress;
import dev.seisei.core.train.TrainingState;
import dev.seisei.core.train.TrainingStep;
import dev.seisei.engine.memory.Device;
import dev.seisei.engine.memory.Tensor;
import dev.seisei.engine.optim.Optimizer;
import dev.seisei.engine.optim.Schedule;
import dev.seisei.engine.plan.Precision;
import dev.seisei.gan.anomaly.Inspection;
import dev.seisei.gan.anomaly.Inspector;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Searches each image's latent by Adam. All begin at one latent, so that an image's score does not
 * depend on what is beside it.
 */
final class LatentSearch implements Inspector {
  private final AnoganConfig config;
  private final Functions functions;
  private final Device device;
  private @Nullable TrainingState state;
  private @Nullable TrainingStep step;

  LatentSearch(AnoganConfig config, Functions functions, Device device) {
    this.config = config;
    this.functions = functions;
    this.device = device;
  }

  @Override
  public void prepare() {
    Map<String, Tensor> weights = functions.weights();
    int dimensions = config.networks().latentDim();
    weights.put(
        AnoganGraph.LATENT,
        Tensor.of(new float[AnoganGraph.ROWS * dimensions], AnoganGraph.ROWS, dimensions));
    TrainingState made = new TrainingState(weights, Map.of(), 0, Optional.empty(), device);
    weights.values().forEach(Tensor::close);
    state = made;
    step =
        new TrainingStep(
            AnoganGraph.search(config),
            AnoganGraph.LOSS,
            made,
            training ->
                training
                    .trainable(AnoganGraph.LATENT::equals)
                    .optimizer(Optimizer.Adam.standard())
                    .schedule(Schedule.constant(config.searchRate())),
            AnoganGraph.ROWS,
            Precision.F32);
  }

  @Override
  public Inspection inspect(float[] images, int rows, Progress progress) {
    TrainingState searched = Objects.requireNonNull(state);
    TrainingStep search = Objects.requireNonNull(step);
    int features = config.image().features();
    float[] reconstructions = new float[Math.multiplyExact(rows, features)];
    double[] scores = new double[rows];
    for (int from = 0; from < rows; from += AnoganGraph.ROWS) {
      int count = Math.min(AnoganGraph.ROWS, rows - from);
      begin(searched);
      for (int row = 0; row < AnoganGraph.ROWS; row++) {
        int source = from + Math.min(row, count - 1);
        search
            .plan()
            .input(AnoganGraph.X)
            .bytes()
            .asFloatBuffer()
            .put(row * features, images, source * features, features);
      }
      for (int i = 0; i < config.searchSteps(); i++) {
        progress.throwIfCancelled();
        search.run();
      }
      Tensor score = search.plan().output(AnoganGraph.SCORE);
      for (int row = 0; row < count; row++) {
        scores[from + row] = score.getDouble(row);
      }
      search
          .plan()
          .output(AnoganGraph.RECONSTRUCTION)
          .bytes()
          .asFloatBuffer()
          .get(reconstructions, from * features, count * features);
    }
    return new Inspection(reconstructions, scores);
  }

  /** All rows begin at one latent, and the optimizer anew. */
  private void begin(TrainingState searched) {
    int dimensions = config.networks().latentDim();
    float[] one = Latents.normal(1, dimensions, 0, 0.1);
    float[] all = new float[AnoganGraph.ROWS * dimensions];
    for (int row = 0; row < AnoganGraph.ROWS; row++) {
      System.arraycopy(one, 0, all, row * dimensions, dimensions);
    }
    searched.parameters().set(AnoganGraph.LATENT, Tensor.of(all, AnoganGraph.ROWS, dimensions));
    searched.restart(TrainingState.OPTIMIZER);
  }

  @Override
  public void close() {
    if (step != null) {
      step.close();
      step = null;
    }
    if (state != null) {
      state.close();
      state = null;
    }
  }
}

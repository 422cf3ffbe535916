package dev.seisei.gan.deepdream;

import dev.seisei.engine.memory.Tensor;
import dev.seisei.engine.plan.PlanCache;
import dev.seisei.gan.perception.FeatureNetwork;
import dev.seisei.gan.perception.PictureSize;
import java.util.Map;
import java.util.Objects;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * Steps up the gradient of one layer, for pictures of any size.
 *
 * <p>Not thread-safe.
 */
final class Ascent implements AutoCloseable {
  /** For the plans of several sizes. */
  private static final long MAX_BYTES = 256L << 20;

  private final String layer;
  private final PlanCache plans;

  Ascent(FeatureNetwork network, String layer) {
    this.layer = layer;
    this.plans =
        new PlanCache(
            DeepDreamGraph.of(network, layer, DataType.FLOAT),
            plan -> plan.parameters(network.parameters()).device(network.device()),
            Map.of(),
            MAX_BYTES);
  }

  /** The layer whose activations grow. */
  String layer() {
    return layer;
  }

  /**
   * Moves a picture by one step: along the gradient, which is brought to a mean magnitude of 1, and
   * back into [0, 1].
   *
   * @param picture [3, H, W], which is changed
   * @param down rows by which the network looks at it shifted, around its edges
   * @param right columns, likewise
   * @return the strength of the activations before the step
   */
  double step(
      float[] picture,
      PictureSize size,
      int down,
      int right,
      double stepSize,
      double totalVariation) {
    try (Tensor x = tensor(rolled(picture, size, down, right), size);
        Tensor unmoved = tensor(picture, size)) {
      Map<String, Tensor> results =
          plans.run(Map.of(DeepDreamGraph.X, x, DeepDreamGraph.PICTURE, unmoved));
      try {
        float[] seen = result(results, DeepDreamGraph.GRADIENT).toFloats();
        float[] direction = rolled(seen, size, -down, -right);
        if (totalVariation > 0) {
          float[] roughness = result(results, DeepDreamGraph.ROUGHNESS).toFloats();
          // Of the mean, as the strength is one, so that the weight holds for every size.
          float weight = (float) (totalVariation / picture.length);
          for (int i = 0; i < direction.length; i++) {
            direction[i] -= weight * roughness[i];
          }
        }
        move(picture, direction, stepSize);
        return result(results, DeepDreamGraph.STRENGTH).getDouble(0);
      } finally {
        results.values().forEach(Tensor::close);
      }
    }
  }

  private static Tensor tensor(float[] picture, PictureSize size) {
    return Tensor.of(picture, 1, 3, size.height(), size.width());
  }

  private static Tensor result(Map<String, Tensor> results, String name) {
    return Objects.requireNonNull(results.get(name), name);
  }

  /** The pixel at (i, j) goes to (i + down, j + right), around the edges. */
  static float[] rolled(float[] planes, PictureSize size, int down, int right) {
    int height = size.height();
    int width = size.width();
    int shift = Math.floorMod(right, width);
    float[] rolled = new float[planes.length];
    for (int row = 0; row < 3 * height; row++) {
      int plane = row / height;
      int to = (plane * height + Math.floorMod(row % height + down, height)) * width;
      System.arraycopy(planes, row * width, rolled, to + shift, width - shift);
      System.arraycopy(planes, row * width + width - shift, rolled, to, shift);
    }
    return rolled;
  }

  private static void move(float[] picture, float[] direction, double stepSize) {
    double magnitude = 0;
    for (float each : direction) {
      magnitude += Math.abs(each);
    }
    // Where nothing is active there is no direction.
    if (magnitude > 0) {
      double factor = stepSize * direction.length / magnitude;
      for (int i = 0; i < picture.length; i++) {
        picture[i] = (float) Math.min(Math.max(picture[i] + factor * direction[i], 0), 1);
      }
    }
  }

  @Override
  public void close() {
    plans.close();
  }
}

package dev.seisei.vae.vq;

import dev.seisei.core.dataset.ImageSet;
import dev.seisei.core.model.RowPlan;
import dev.seisei.core.train.TrainingState;
import dev.seisei.engine.memory.Device;
import dev.seisei.engine.memory.Tensor;
import dev.seisei.engine.random.RandomNumbers;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * Gives a new place to codes that are the nearest of no feature, which no gradient would ever reach
 * again: that of a feature that the others represent badly, drawn with its squared distance to the
 * nearest code as weight. Before the first step this places nearly all codes, as k-means++ does.
 *
 * <p>What it does depends on weights, seed and step alone, so a training that is resumed does the
 * same.
 *
 * <p>Source: restarts: Dhariwal et al., 2020, arXiv 2005.00341, section 3.1; the weights: Arthur
 * and Vassilvitskii, 2007, "k-means++: the advantages of careful seeding".
 */
final class CodeRestarts implements AutoCloseable {
  private static final int IMAGES = 256;
  private static final int ROWS = 64;

  // A stream of its own, so that no other use of the same seed is correlated with it.
  private static final int STREAM = 0x72657374;

  private final TrainingState training;
  private final ImageSet images;
  private final RowPlan encoder;
  private final int dimensions;
  private final long seed;

  /**
   * @param training of the codes, which are its parameter {@link Codebook#NAME}
   */
  CodeRestarts(VqConfig config, TrainingState training, ImageSet images, long seed, Device device) {
    this.training = training;
    this.images = images;
    this.dimensions = config.codeDim();
    this.seed = seed;
    this.encoder = new RowPlan(VqGraph.encode(config), training.parameters(), device, ROWS);
  }

  /** Restarts the codes that some images, which ones the step says, have no use for. */
  void restart(long step) {
    int count = Math.min(IMAGES, images.size());
    int first = (int) Math.floorMod(step * count, (long) images.size());
    int[] indices = IntStream.range(0, count).map(i -> (first + i) % images.size()).toArray();
    float[] features =
        encoder.run(count, Map.of(VqGraph.X, images.batch(indices))).get(VqGraph.FEATURES);
    Tensor codes = training.parameters().get(Codebook.NAME);
    float[] placed = codes.toFloats();
    place(
        placed,
        Objects.requireNonNull(features),
        dimensions,
        new RandomNumbers(seed, step, STREAM));
    training.set(Codebook.NAME, Tensor.of(placed, codes.shape()));
  }

  /**
   * Overwrites the codes that are the nearest of no feature.
   *
   * @param codes [K, D]
   * @param features [rows, D]
   */
  static void place(float[] codes, float[] features, int dimensions, RandomNumbers random) {
    int count = codes.length / dimensions;
    int rows = features.length / dimensions;
    boolean[] used = new boolean[count];
    double[] distances = new double[rows];
    for (int row = 0; row < rows; row++) {
      int nearest = 0;
      distances[row] = Double.POSITIVE_INFINITY;
      for (int code = 0; code < count; code++) {
        double distance = distance(features, row, codes, code, dimensions);
        if (distance < distances[row]) {
          distances[row] = distance;
          nearest = code;
        }
      }
      used[nearest] = true;
    }
    double[] uniform = new double[count];
    random.uniform(uniform);
    for (int code = 0; code < count; code++) {
      if (used[code]) {
        continue;
      }
      int chosen = drawn(distances, uniform[code]);
      System.arraycopy(features, chosen * dimensions, codes, code * dimensions, dimensions);
      for (int row = 0; row < rows; row++) {
        distances[row] = Math.min(distances[row], distance(features, row, codes, code, dimensions));
      }
    }
  }

  private static double distance(float[] a, int rowA, float[] b, int rowB, int dimensions) {
    double sum = 0;
    for (int d = 0; d < dimensions; d++) {
      double difference = a[rowA * dimensions + d] - b[rowB * dimensions + d];
      sum += difference * difference;
    }
    return sum;
  }

  /** An index with probability proportional to its weight. */
  private static int drawn(double[] weights, double uniform) {
    double left = uniform * Arrays.stream(weights).sum();
    int last = 0;
    for (int i = 0; i < weights.length; i++) {
      if (weights[i] > 0) {
        last = i;
        left -= weights[i];
        if (left < 0) {
          break;
        }
      }
    }
    return last;
  }

  @Override
  public void close() {
    encoder.close();
  }
}

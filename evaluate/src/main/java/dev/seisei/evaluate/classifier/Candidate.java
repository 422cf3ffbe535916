package dev.seisei.evaluate.classifier;

import dev.seisei.core.dataset.ImageSet;
import dev.seisei.core.model.RowPlan;
import dev.seisei.core.train.TrainingState;
import dev.seisei.engine.memory.Tensor;
import dev.seisei.engine.param.ParameterStore;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * A classifier in training as it would be if it were opened now: with averaged weights and running
 * statistics.
 */
final class Candidate implements AutoCloseable {
  /** How many training images the features are standardised over, at most. */
  private static final int STANDARDISED = 10_000;

  /** What a standard deviation is at least: a feature that never changes stays as it is. */
  private static final float SMALLEST = 1e-6f;

  private static final int PIECE = 500;

  private final ClassifierConfig config;
  private final TrainingState training;
  private final ParameterStore store;
  private final RowPlan plan;

  Candidate(ClassifierConfig config, TrainingState training) {
    this.config = config;
    this.training = training;
    Map<String, Tensor> weights = training.weights();
    weights.putAll(unstandardised());
    store = ParameterStore.of(training.device(), weights);
    plan =
        new RowPlan(
            Objects.requireNonNull(ClassifierGraph.functions(config).get(PictureClassifier.SEE)),
            store,
            training.device(),
            PIECE);
  }

  private Map<String, Tensor> unstandardised() {
    float[] ones = new float[config.dimensions()];
    Arrays.fill(ones, 1);
    return standardising(new float[ones.length], ones);
  }

  private static Map<String, Tensor> standardising(float[] mean, float[] deviation) {
    return Map.of(
        ClassifierGraph.FEATURE_MEAN, Tensor.of(mean, mean.length),
        ClassifierGraph.FEATURE_DEVIATION, Tensor.of(deviation, deviation.length));
  }

  private Map<String, float[]> see(ImageSet images, int[] indices) {
    return plan.run(indices.length, Map.of(PictureClassifier.X, images.batch(indices)));
  }

  private void refresh() {
    training.average();
    training.weights().forEach(store::set);
  }

  /** The share of some images whose class is not the most probable one. */
  double error(ImageSet images, int[] indices) {
    refresh();
    int wrong = 0;
    for (int from = 0; from < indices.length; from += PIECE) {
      int[] piece = Arrays.copyOfRange(indices, from, Math.min(indices.length, from + PIECE));
      float[] probabilities =
          Objects.requireNonNull(see(images, piece).get(PictureClassifier.PROBABILITIES));
      for (int i = 0; i < piece.length; i++) {
        wrong += mostProbable(probabilities, i) == images.label(piece[i]) ? 0 : 1;
      }
    }
    return (double) wrong / indices.length;
  }

  private int mostProbable(float[] probabilities, int row) {
    int best = 0;
    for (int k = 1; k < config.classes(); k++) {
      int at = row * config.classes();
      best = probabilities[at + k] > probabilities[at + best] ? k : best;
    }
    return best;
  }

  /** The weights, with features standardised over some of the images. */
  Map<String, Tensor> weights(ImageSet images) {
    refresh();
    int dimensions = config.dimensions();
    double[] sum = new double[dimensions];
    double[] squares = new double[dimensions];
    int count = Math.min(STANDARDISED, images.size());
    for (int from = 0; from < count; from += PIECE) {
      int[] piece = IntStream.range(from, Math.min(count, from + PIECE)).toArray();
      float[] features = Objects.requireNonNull(see(images, piece).get(PictureClassifier.FEATURES));
      for (int i = 0; i < features.length; i++) {
        sum[i % dimensions] += features[i];
        squares[i % dimensions] += (double) features[i] * features[i];
      }
    }
    float[] mean = new float[dimensions];
    float[] deviation = new float[dimensions];
    for (int d = 0; d < dimensions; d++) {
      double average = sum[d] / count;
      mean[d] = (float) average;
      double variance = squares[d] / count - average * average;
      float root = (float) Math.sqrt(Math.max(0, variance));
      deviation[d] = root < SMALLEST ? 1 : root;
    }
    Map<String, Tensor> weights = training.weights();
    weights.putAll(standardising(mean, deviation));
    return weights;
  }

  @Override
  public void close() {
    plan.close();
    store.close();
  }
}

package dev.seisei.vae.vq;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seisei.core.model.RowPlan;
import dev.seisei.core.train.TrainingState;
import dev.seisei.core.train.TrainingStep;
import dev.seisei.engine.graph.Graph;
import dev.seisei.engine.memory.Device;
import dev.seisei.engine.memory.Tensor;
import dev.seisei.engine.optim.Optimizer;
import dev.seisei.engine.optim.Schedule;
import dev.seisei.engine.param.ParameterStore;
import dev.seisei.engine.plan.Precision;
import dev.seisei.engine.random.RandomNumbers;
import dev.seisei.loss.BinaryCrossEntropy;
import dev.seisei.loss.SumOfSquaredErrors;
import dev.seisei.testkit.SmallRuns;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VqGraphTest {
  private static final int K = 12;
  private static final int D = 3;
  private static final int L = 49;
  private static final int N = 4;

  private static final VqConfig CONFIG =
      new VqConfig(1, 28, 28, K, D, 4, 1, new PriorNetwork(8, 2, 2));

  private static final Map<String, Graph> FUNCTIONS = VqGraph.functions(CONFIG);

  private static float[] digits() {
    return SmallRuns.digits().train().batch(IntStream.range(0, N).toArray());
  }

  private static final Map<String, Tensor> INITIAL = initial(CONFIG);

  private static Map<String, Tensor> initial(VqConfig config) {
    Map<String, Tensor> weights = new LinkedHashMap<>(VqGraph.prior(config, 5).parameters());
    weights.putAll(VqGraph.autoencoder(config, new VqTraining(), 5).parameters());
    return weights;
  }

  private static Map<String, Tensor> weights() {
    return new LinkedHashMap<>(INITIAL);
  }

  private static float[] run(
      String function, Map<String, Tensor> weights, String input, Object values, String output) {
    try (ParameterStore store = ParameterStore.of(weights);
        RowPlan plan = new RowPlan(requireNonNull(FUNCTIONS.get(function)), store, Device.CPU, N)) {
      return requireNonNull(plan.run(N, Map.of(input, values)).get(output));
    }
  }

  private static int[] nearest(float[] features, float[] codes) {
    int[] nearest = new int[features.length / D];
    for (int row = 0; row < nearest.length; row++) {
      for (int code = 1; code < K; code++) {
        if (distance(features, row, codes, code) < distance(features, row, codes, nearest[row])) {
          nearest[row] = code;
        }
      }
    }
    return nearest;
  }

  private static double distance(float[] a, int i, float[] b, int j) {
    double sum = 0;
    for (int d = 0; d < D; d++) {
      sum += Math.pow((double) a[i * D + d] - b[j * D + d], 2);
    }
    return sum;
  }

  private static float[] values(Map<String, Tensor> weights, String name) {
    return requireNonNull(weights.get(name), name).toFloats();
  }

  @Test
  void theNearestCodeIsThatOfASearch() {
    float[] features = new float[N * L * D];
    new RandomNumbers(8, 0, 0).normal(features);
    Map<String, Tensor> weights = weights();
    float[] codes = new float[K * D];
    new RandomNumbers(9, 0, 0).normal(codes);
    weights.put(Codebook.NAME, Tensor.of(codes, K, D));
    float[] found = run("nearest", weights, VqGraph.FEATURES, features, VqGraph.CODES);
    int[] expected = nearest(features, codes);
    assertTrue(Arrays.stream(expected).distinct().count() > K / 2, Arrays.toString(expected));
    for (int row = 0; row < expected.length; row++) {
      // Equal but for ties within rounding.
      assertEquals(
          distance(features, row, codes, expected[row]),
          distance(features, row, codes, (int) found[row]),
          1e-5,
          "row " + row);
    }
  }

  /** How one step of gradient descent at rate 1 changes a parameter: its gradient. */
  private static double[] gradient(Map<String, Tensor> weights, double beta, String parameter) {
    VqTraining training = new VqTraining(1, 1, N, 1, 0, 0, beta, 1, 1, 1, Precision.F32);
    try (TrainingState state =
            new TrainingState(weights, Map.of(), 1, Optional.empty(), Device.CPU);
        TrainingStep step =
            new TrainingStep(
                VqGraph.autoencoder(CONFIG, training, 5).graph(),
                VqGraph.LOSS,
                state,
                each -> each.optimizer(new Optimizer.Sgd(0, false)).schedule(Schedule.constant(1)),
                N,
                Precision.F32)) {
      double[] before = state.parameters().get(parameter).toDoubles();
      step.plan().input(VqGraph.X).bytes().asFloatBuffer().put(digits());
      step.run();
      double[] after = state.parameters().get(parameter).toDoubles();
      Arrays.setAll(before, i -> before[i] - after[i]);
      return before;
    }
  }

  /** Codes that lie among the features, so that several are used. */
  private static Map<String, Tensor> spread() {
    Map<String, Tensor> weights = weights();
    float[] features = run("encode", weights, VqGraph.X, digits(), VqGraph.FEATURES);
    float[] codes = values(weights, Codebook.NAME);
    CodeRestarts.place(codes, features, D, new RandomNumbers(1, 0, 0));
    for (int i = 0; i < codes.length; i++) {
      codes[i] += 0.01f * (i % 5);
    }
    weights.put(Codebook.NAME, Tensor.of(codes, K, D));
    return weights;
  }

  @Test
  void codesAreDrawnToTheFeaturesTheyStandForAndToNothingElse() {
    Map<String, Tensor> weights = spread();
    float[] codes = values(weights, Codebook.NAME);
    float[] features = run("encode", weights, VqGraph.X, digits(), VqGraph.FEATURES);
    int[] nearest = nearest(features, codes);
    assertTrue(Arrays.stream(nearest).distinct().count() > 3, Arrays.toString(nearest));
    double[] expected = new double[K * D];
    for (int row = 0; row < nearest.length; row++) {
      for (int d = 0; d < D; d++) {
        int at = nearest[row] * D + d;
        expected[at] += 2.0 * (codes[at] - features[row * D + d]) / N;
      }
    }
    assertArrayEquals(expected, gradient(weights, 0.25, Codebook.NAME), 1e-3);
  }

  @Test
  void theDecodersGradientGoesStraightToTheFeatures() {
    // A shift of all features by the bias counts as the same shift of all codes that replace them.
    Map<String, Tensor> weights = spread();
    double[] actual = gradient(weights, 0, "encoder.project.bias");
    for (int d = 0; d < D; d++) {
      double step = 0.01;
      double expected = (loss(weights, d, step) - loss(weights, d, -step)) / (2 * step);
      assertEquals(expected, actual[d], 0.02 * Math.abs(expected) + 0.02, "dimension " + d);
      assertTrue(Math.abs(actual[d]) > 0.1, "gradient " + actual[d]);
    }
  }

  /** −log p(x|z_q), its mean over the digits, with all codes shifted in one dimension. */
  private static double loss(Map<String, Tensor> weights, int dimension, double shift) {
    float[] features = run("encode", weights, VqGraph.X, digits(), VqGraph.FEATURES);
    float[] codes = values(weights, Codebook.NAME);
    int[] nearest = nearest(features, codes);
    for (int code = 0; code < K; code++) {
      codes[code * D + dimension] += (float) shift;
    }
    Map<String, Tensor> shifted = new LinkedHashMap<>(weights);
    shifted.put(Codebook.NAME, Tensor.of(codes, K, D));
    float[] pixels = run("decode", shifted, VqGraph.CODES, nearest, VqGraph.PIXELS);
    float[] digits = digits();
    double[] logits = new double[pixels.length];
    double[] x = new double[pixels.length];
    for (int i = 0; i < logits.length; i++) {
      logits[i] = Math.log(pixels[i]) - Math.log1p(-pixels[i]);
      x[i] = digits[i];
    }
    return BinaryCrossEntropy.loss(logits, x) / N;
  }

  @Test
  void commitmentDrawsTheFeaturesToTheirCodes() {
    Map<String, Tensor> weights = spread();
    float[] codes = values(weights, Codebook.NAME);
    float[] features = run("encode", weights, VqGraph.X, digits(), VqGraph.FEATURES);
    int[] nearest = nearest(features, codes);
    double[] without = gradient(weights, 0, "encoder.project.bias");
    double[] with = gradient(weights, 4, "encoder.project.bias");
    for (int d = 0; d < D; d++) {
      double expected = 0;
      for (int row = 0; row < nearest.length; row++) {
        expected += 4 * 2.0 * (features[row * D + d] - codes[nearest[row] * D + d]) / N;
      }
      assertEquals(expected, with[d] - without[d], 1e-2 + 1e-3 * Math.abs(expected));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 24, 47, 48})
  void aCodeChangesTheLogitsAfterItAndNoneBefore(int position) {
    int[] codes = new int[N * L];
    for (int i = 0; i < codes.length; i++) {
      codes[i] = i * 7 % K;
    }
    Map<String, Tensor> weights = weights();
    float[] before = run("next", weights, VqGraph.CODES, codes, VqGraph.LOGITS);
    codes[L + position] = (codes[L + position] + 1) % K;
    float[] after = run("next", weights, VqGraph.CODES, codes, VqGraph.LOGITS);
    assertEquals(N * L * K, before.length);
    for (int row = 0; row < N; row++) {
      for (int p = 0; p < L; p++) {
        int from = (row * L + p) * K;
        boolean same = Arrays.equals(before, from, from + K, after, from, from + K);
        assertEquals(row != 1 || p <= position, same, "row " + row + ", position " + p);
      }
    }
  }

  @Test
  void thePriorKnowsWhereItIs() {
    float[] logits = run("next", weights(), VqGraph.CODES, new int[N * L], VqGraph.LOGITS);
    assertFalse(Arrays.equals(logits, 10 * K, 11 * K, logits, 20 * K, 21 * K));
  }

  @Test
  void coloursAreReconstructedByTheirSquaredError() {
    VqConfig colour = new VqConfig(3, 8, 8, K, D, 4, 1, new PriorNetwork(8, 1, 2));
    VqGraph.Objective objective = VqGraph.autoencoder(colour, new VqTraining(), 5);
    float[] x = new float[2 * 192];
    new RandomNumbers(4, 0, 0).uniform(x);
    Map<String, Graph> functions = VqGraph.functions(colour);
    try (ParameterStore store = ParameterStore.of(initial(colour));
        RowPlan encode =
            new RowPlan(requireNonNull(functions.get("encode")), store, Device.CPU, 2);
        RowPlan nearest =
            new RowPlan(requireNonNull(functions.get("nearest")), store, Device.CPU, 2);
        RowPlan decode =
            new RowPlan(requireNonNull(functions.get("decode")), store, Device.CPU, 2);
        RowPlan loss = new RowPlan(objective.graph(), store, Device.CPU, 2)) {
      float[] features = requireNonNull(encode.run(2, Map.of(VqGraph.X, x)).get(VqGraph.FEATURES));
      float[] codes =
          requireNonNull(nearest.run(2, Map.of(VqGraph.FEATURES, features)).get(VqGraph.CODES));
      int[] indices = new int[codes.length];
      Arrays.setAll(indices, i -> (int) codes[i]);
      float[] pixels =
          requireNonNull(decode.run(2, Map.of(VqGraph.CODES, indices)).get(VqGraph.PIXELS));
      loss.input(VqGraph.X).bytes().asFloatBuffer().put(x);
      loss.run();
      double expected = 50 * SumOfSquaredErrors.loss(doubles(pixels), doubles(x)) / 2;
      assertEquals(expected, loss.output(VqGraph.RECONSTRUCTION).getDouble(0), 1e-3 * expected);
    }
  }

  private static double[] doubles(float[] values) {
    return IntStream.range(0, values.length).mapToDouble(i -> values[i]).toArray();
  }
}

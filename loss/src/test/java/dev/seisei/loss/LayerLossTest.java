package dev.seisei.loss;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seisei.loss.Cases.Range;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.ILossFunction;
import org.nd4j.linalg.lossfunctions.impl.LossBinaryXENT;
import org.nd4j.linalg.lossfunctions.impl.LossL2;
import org.nd4j.linalg.lossfunctions.impl.LossMAE;
import org.nd4j.linalg.lossfunctions.impl.LossMCXENT;
import org.nd4j.linalg.lossfunctions.impl.LossMSE;
import org.nd4j.linalg.lossfunctions.impl.LossSparseMCXENT;
import org.nd4j.serde.json.JsonMappers;

/** Losses as Deeplearning4j's layers see them. */
class LayerLossTest {
  private static final int ROWS = 3;
  private static final int COLUMNS = 4;
  private static final INDArray LABELS = Cases.array(new Random(2), Range.UNIT, ROWS, COLUMNS);

  static List<LayerLoss> losses() {
    return List.of(
        new SumOfSquaredErrors(),
        new MeanSquaredError(),
        new MeanAbsoluteError(),
        new Huber(0.4),
        new CrossEntropy(),
        new SoftmaxCrossEntropy(),
        new SoftmaxCrossEntropy(0.2),
        new BinaryCrossEntropy(),
        new BernoulliNll(),
        new GaussianNll());
  }

  static Stream<Arguments> lossesAndActivations() {
    return losses().stream()
        .flatMap(
            loss ->
                Stream.of(
                        Activation.IDENTITY,
                        Activation.SIGMOID,
                        Activation.TANH,
                        Activation.SOFTMAX,
                        Activation.SOFTPLUS)
                    .filter(activation -> isProbability(activation) || !wantsProbabilities(loss))
                    .map(activation -> Arguments.of(loss, activation)));
  }

  private static boolean wantsProbabilities(LayerLoss loss) {
    return loss instanceof CrossEntropy || loss instanceof BernoulliNll;
  }

  private static boolean isProbability(Activation activation) {
    return activation == Activation.SIGMOID || activation == Activation.SOFTMAX;
  }

  private static INDArray output(LayerLoss loss) {
    int columns = loss instanceof GaussianNll ? 2 * COLUMNS : COLUMNS;
    return Cases.array(new Random(1), Range.REAL, ROWS, columns);
  }

  private static List<@Nullable INDArray> masks() {
    return Arrays.asList(
        null,
        Nd4j.createFromArray(new double[][] {{1}, {0}, {0.5}}),
        Nd4j.createFromArray(new double[][] {{1, 0, 1, 1}, {0, 0, 0, 0}, {2, 1, 0, 0.25}}));
  }

  @ParameterizedTest
  @MethodSource("lossesAndActivations")
  void gradientsAreThoseOfTheScore(LayerLoss loss, Activation activation) {
    for (INDArray mask : masks()) {
      INDArray output = output(loss);
      INDArray before = output.dup();
      IActivation function = activation.getActivationFunction();
      INDArray gradient = loss.computeGradient(LABELS, output, function, mask);
      assertEquals(before, output, "the layer's output was written over");
      assertArrayEquals(output.shape(), gradient.shape());
      assertEquals(DataType.DOUBLE, gradient.dataType());
      for (int row = 0; row < output.rows(); row++) {
        for (int column = 0; column < output.columns(); column++) {
          assertEquals(
              slope(loss, output, row, column, function, mask),
              gradient.getDouble(row, column),
              1e-6,
              () -> loss + " behind " + activation + ", mask " + mask);
        }
      }
    }
  }

  private static double slope(
      LayerLoss loss,
      INDArray output,
      int row,
      int column,
      IActivation activation,
      @Nullable INDArray mask) {
    double step = 1e-6;
    double before = output.getDouble(row, column);
    output.putScalar(row, column, before + step);
    double above = loss.computeScore(LABELS, output, activation, mask, false);
    output.putScalar(row, column, before - step);
    double below = loss.computeScore(LABELS, output, activation, mask, false);
    output.putScalar(row, column, before);
    return (above - below) / (2 * step);
  }

  @ParameterizedTest
  @MethodSource("lossesAndActivations")
  void scoresAreOfOnePiece(LayerLoss loss, Activation activation) {
    IActivation function = activation.getActivationFunction();
    for (INDArray mask : masks()) {
      INDArray scores = loss.computeScoreArray(LABELS, output(loss), function, mask);
      assertArrayEquals(new long[] {ROWS, 1}, scores.shape());
      double sum = scores.sumNumber().doubleValue();
      assertEquals(sum, loss.computeScore(LABELS, output(loss), function, mask, false), 1e-12);
      double mean = loss.computeScore(LABELS, output(loss), function, mask, true);
      assertEquals(sum / ROWS, mean, 1e-12);
      var both = loss.computeGradientAndScore(LABELS, output(loss), function, mask, true);
      assertEquals(mean, both.getFirst(), 0);
      assertEquals(loss.computeGradient(LABELS, output(loss), function, mask), both.getSecond());
    }
  }

  /** A loss of ours, Deeplearning4j's of the same meaning, and an activation for both. */
  static Stream<Arguments> sameAsTheirs() {
    return Stream.of(
        Arguments.of(new SumOfSquaredErrors(), new LossL2(), Activation.TANH),
        Arguments.of(new MeanSquaredError(), new LossMSE(), Activation.TANH),
        Arguments.of(new MeanAbsoluteError(), new LossMAE(), Activation.IDENTITY),
        Arguments.of(new CrossEntropy(), new LossMCXENT(0, null), Activation.SIGMOID),
        Arguments.of(new BernoulliNll(), new LossBinaryXENT(0, null), Activation.SIGMOID),
        Arguments.of(new BinaryCrossEntropy(), new LossBinaryXENT(0, null), Activation.SIGMOID));
  }

  @ParameterizedTest
  @MethodSource("sameAsTheirs")
  void equalDeeplearning4jsLosses(LayerLoss ours, ILossFunction theirs, Activation activation) {
    IActivation function = activation.getActivationFunction();
    for (INDArray mask : masks()) {
      // Theirs apply a weight of an element twice, which only 0 and 1 survive.
      INDArray weights = mask == null ? null : mask.gt(0).castTo(DataType.DOUBLE);
      assertEquals(
          theirs.computeScore(LABELS, output(ours), function, weights, true),
          ours.computeScore(LABELS, output(ours), function, weights, true),
          1e-12);
      assertArrayEquals(
          Graphs.values(theirs.computeGradient(LABELS, output(ours), function, weights)),
          Graphs.values(ours.computeGradient(LABELS, output(ours), function, weights)),
          1e-12);
    }
  }

  @Test
  void crossEntropyBehindASoftmaxEqualsDeeplearning4js() {
    INDArray target =
        Nd4j.createFromArray(new double[][] {{0, 1, 0, 0}, {1, 0, 0, 0}, {0, 0, 0, 1}});
    INDArray indices = Nd4j.createFromArray(new double[][] {{1}, {0}, {3}});
    IActivation softmax = Activation.SOFTMAX.getActivationFunction();
    INDArray output = output(new CrossEntropy());
    INDArray expected = new LossMCXENT(0, null).computeGradient(target, output, softmax, null);
    for (LayerLoss loss : List.of(new CrossEntropy(), new SoftmaxCrossEntropy())) {
      for (INDArray labels : List.of(target, indices)) {
        assertArrayEquals(
            Graphs.values(expected),
            Graphs.values(loss.computeGradient(labels, output, softmax, null)),
            1e-12);
        assertEquals(
            new LossSparseMCXENT(0, null).computeScore(indices, output, softmax, null, true),
            loss.computeScore(labels, output, softmax, null, true),
            1e-12);
      }
    }
  }

  @Test
  void behindASaturatedSoftmaxTheGradientDoesNotVanish() {
    INDArray output = Nd4j.createFromArray(new double[][] {{2000, -2000}});
    INDArray target = Nd4j.createFromArray(new double[][] {{0, 1}});
    IActivation softmax = Activation.SOFTMAX.getActivationFunction();
    assertArrayEquals(
        new double[] {1, -1},
        Graphs.values(new CrossEntropy().computeGradient(target, output, softmax, null)),
        0);
    assertEquals(4000, new CrossEntropy().computeScore(target, output, softmax, null, false), 0);
  }

  @Test
  void theFirstGradientOfALayerThatStartsAtZeroIsExact() {
    INDArray output = Nd4j.zeros(DataType.DOUBLE, 1, 2);
    INDArray target = Nd4j.createFromArray(new double[][] {{0, 1}});
    assertArrayEquals(
        new double[] {0.5, -0.5},
        Graphs.values(
            new BinaryCrossEntropy()
                .computeGradient(target, output, Activation.SIGMOID.getActivationFunction(), null)),
        0);
    assertArrayEquals(
        new double[] {0.5, -0.5},
        Graphs.gradients(
                Graphs.Known.SHAPE, in -> BinaryCrossEntropy.loss(in[0], in[1]), output, target)
            .get(0),
        0);
  }

  @Test
  void theTypeOfTheLayerIsKept() {
    INDArray output = output(new Huber(1)).castTo(DataType.FLOAT).dup('f');
    IActivation identity = Activation.IDENTITY.getActivationFunction();
    INDArray gradient = new Huber(1).computeGradient(LABELS, output, identity, null);
    assertEquals(DataType.FLOAT, gradient.dataType());
    INDArray exact = new Huber(1).computeGradient(LABELS, output(new Huber(1)), identity, null);
    assertArrayEquals(Graphs.values(exact), Graphs.values(gradient.castTo(DataType.DOUBLE)), 1e-6);
  }

  @Test
  void whatDoesNotFitIsRefused() {
    IActivation identity = Activation.IDENTITY.getActivationFunction();
    INDArray output = output(new Huber(1));
    refused(
        "labels has shape [3, 2], but output has shape [3, 4]",
        () -> new Huber(1).computeGradient(Nd4j.ones(3, 2), output, identity, null));
    refused(
        "labels has shape [3, 4], but output has shape [3, 4]",
        () -> new GaussianNll().computeGradient(LABELS, output, identity, null));
    refused(
        "mask has shape [2, 1]: wanted one weight an example, [3, 1], or a term, [3, 4]",
        () -> new Huber(1).computeGradient(LABELS, output, identity, Nd4j.ones(2, 1)));
    refused(
        "labels[0] is 4, which is not in [0, 4)",
        () ->
            new SoftmaxCrossEntropy()
                .computeGradient(
                    Nd4j.createFromArray(new double[][] {{4}, {0}, {0}}), output, identity, null));
    refused("delta must be > 0, got 0.0", () -> new Huber(0));
  }

  private static void refused(String expected, Executable attempt) {
    String message =
        String.valueOf(assertThrows(IllegalArgumentException.class, attempt).getMessage());
    assertTrue(message.contains(expected), message);
  }

  @ParameterizedTest
  @MethodSource("losses")
  void areStoredWithANetwork(LayerLoss loss) throws Exception {
    String json = JsonMappers.getMapper().writeValueAsString(loss);
    ILossFunction read = JsonMappers.getMapper().readValue(json, ILossFunction.class);
    assertEquals(loss, read);
    assertEquals(loss.hashCode(), read.hashCode());
    assertEquals(loss.name(), read.name());
    assertEquals(loss.getClass(), read.getClass());
  }

  @Test
  void areEqualByTheirParameters() {
    assertEquals(new Huber(1), new Huber(1));
    assertNotEquals(new Huber(1), new Huber(2));
    assertNotEquals(new MeanSquaredError(), new SumOfSquaredErrors());
    assertEquals("SoftmaxCrossEntropy(smoothing=0.1)", new SoftmaxCrossEntropy(0.1).name());
  }
}

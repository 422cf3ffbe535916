package dev.seisei.loss;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seisei.loss.Graphs.Known;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Labels as indices, smoothed and ignored. */
class SoftmaxCrossEntropyTest {
  private static final double EXACT = 1e-12;
  private static final double[][] LOGITS = {{1, -2, 0.5}, {0, 3, -1}, {2, 2, 2}, {5, 1, 0}};
  private static final int[] LABELS = {2, 1, -100, 0};
  private static final double[][] ONE_HOT = {{0, 0, 1}, {0, 1, 0}, {0, 0, 0}, {1, 0, 0}};

  @Test
  void anIndexIsAOneHotTarget() {
    double[] expected = SoftmaxCrossEntropy.loss(LOGITS, ONE_HOT);
    assertArrayEquals(expected, SoftmaxCrossEntropy.sparse(LOGITS, LABELS, -100, 0), EXACT);
    assertEquals(0, expected[2]);
    assertEquals(expected[0], SoftmaxCrossEntropy.sparse(LOGITS[0], 2), EXACT);
    assertArrayEquals(
        expected,
        SoftmaxCrossEntropy.sparse(Graphs.array(LOGITS), Nd4j.createFromArray(LABELS), -100, 0),
        EXACT);
  }

  @Test
  void smoothedIndicesAreSmoothedTargets() {
    double[] expected = SoftmaxCrossEntropy.loss(LOGITS, SoftmaxCrossEntropy.smooth(ONE_HOT, 0.3));
    expected[2] = 0;
    assertArrayEquals(expected, SoftmaxCrossEntropy.sparse(LOGITS, LABELS, -100, 0.3), EXACT);
  }

  @Test
  void theGraphAgrees() {
    INDArray logits = Graphs.array(LOGITS);
    INDArray labels = Nd4j.createFromArray(LABELS);
    for (double smoothing : new double[] {0, 0.3}) {
      for (Known known : Known.values()) {
        assertArrayEquals(
            SoftmaxCrossEntropy.sparse(LOGITS, LABELS, -100, smoothing),
            Graphs.run(
                known,
                in -> SoftmaxCrossEntropy.sparse(in[0], in[1], 3, -100, smoothing),
                logits,
                labels),
            EXACT);
      }
    }
    INDArray target = Graphs.array(ONE_HOT);
    assertArrayEquals(
        SoftmaxCrossEntropy.loss(LOGITS, SoftmaxCrossEntropy.smooth(ONE_HOT, 0.3)),
        Graphs.run(
            Known.SHAPE,
            in -> SoftmaxCrossEntropy.loss(in[0], SoftmaxCrossEntropy.smooth(in[1], 3, 0.3)),
            logits,
            target),
        EXACT);
  }

  @Test
  void unknownLabelsAreRefused() {
    refused(
        "labels[2] is -100, which is not in [0, 3)",
        () -> SoftmaxCrossEntropy.sparse(LOGITS, LABELS));
    refused(
        "labels[0] is 3, which is not in [0, 3)", () -> SoftmaxCrossEntropy.sparse(LOGITS[0], 3));
    refused(
        "ignored must be outside [0, 3), got 1",
        () -> SoftmaxCrossEntropy.sparse(LOGITS, LABELS, 1, 0));
    refused(
        "logits has shape [4, 3], but labels has shape [1]",
        () -> SoftmaxCrossEntropy.sparse(LOGITS, new int[] {1}));
    refused(
        "labels[1] is 0.5, which is no index",
        () ->
            SoftmaxCrossEntropy.sparse(
                Graphs.array(LOGITS), Nd4j.createFromArray(0.0, 0.5, 1.0, 1.0), null, 0));
    refused(
        "smoothing must be in [0, 1), got 1.0",
        () -> SoftmaxCrossEntropy.sparse(LOGITS, LABELS, -100, 1));
    refused("smoothing must be in [0, 1), got -0.1", () -> new SoftmaxCrossEntropy(-0.1));
  }

  @Test
  void aGraphThatCannotBeIsRefused() {
    SameDiff graph = SameDiff.create();
    SDVariable logits = graph.placeHolder("logits", DataType.DOUBLE, -1, 3);
    SDVariable labels = graph.placeHolder("labels", DataType.INT32, -1);
    SDVariable tokens = graph.placeHolder("tokens", DataType.DOUBLE, -1, 7, 3);
    refused("not 4 classes", () -> SoftmaxCrossEntropy.sparse(logits, labels, 4));
    refused("reshape to [N T, K]", () -> SoftmaxCrossEntropy.sparse(tokens, labels, 3));
    refused("reshape to [N T, K]", () -> SoftmaxCrossEntropy.loss(tokens, tokens));
  }

  @Test
  void hugeLogitsDoNotOverflow() {
    assertEquals(2000, SoftmaxCrossEntropy.sparse(new double[] {1000, -1000}, 1), EXACT);
    assertEquals(0, SoftmaxCrossEntropy.sparse(new double[] {1000, -1000}, 0), EXACT);
  }

  private static void refused(String expected, Executable attempt) {
    String message =
        String.valueOf(assertThrows(IllegalArgumentException.class, attempt).getMessage());
    assertTrue(message.contains(expected), message);
  }
}

package dev.seisei.loss;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationSoftmax;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * The cross-entropy of logits: −Σₖ tₖ log softmax(x)ₖ over the K classes, in nats, without overflow
 * and without a floor. The target t is a distribution over the classes, or the index of one of them
 * ({@code sparse}). In a graph it is the engine's composite, {@link
 * dev.seisei.engine.nn.CrossEntropy}.
 *
 * <p>Label smoothing by s ({@link #smooth}) mixes the target with the uniform distribution: (1 − s)
 * t + s/K. An index can be named to be ignored: its loss is 0, and the mean over the others is the
 * caller's to take.
 *
 * <p>As a layer's loss it is of the layer's output before a softmax, whether the activation is the
 * softmax (which then only serves the network's output) or the identity. Any other activation is
 * applied first, and gives the logits. Labels are {@code [N, K]}, or {@code [N, 1]} with the index
 * of the class.
 *
 * <p>Source: label smoothing: Szegedy, Vanhoucke, Ioffe, Shlens and Wojna, "Rethinking the
 * Inception Architecture for Computer Vision", 2015, arXiv 1512.00567, section 7.
 */
public final class SoftmaxCrossEntropy extends ComparingLoss {
  private static final long serialVersionUID = 1L;

  private final double smoothing;

  /** The loss for a layer, of targets as they are. */
  public SoftmaxCrossEntropy() {
    this(0);
  }

  /**
   * The loss for a layer, of smoothed targets.
   *
   * @param smoothing s, in [0, 1)
   * @throws IllegalArgumentException if smoothing is outside [0, 1)
   */
  public SoftmaxCrossEntropy(@JsonProperty("smoothing") double smoothing) {
    requireRate(smoothing);
    this.smoothing = smoothing;
  }

  /**
   * The loss in a graph.
   *
   * @param logits {@code [N, K]}
   * @param target {@code [N, K]}, of the same type
   * @return {@code [N]}, in nats
   * @throws IllegalArgumentException if the shapes are known and differ, or have more than two axes
   */
  public static SDVariable loss(SDVariable logits, SDVariable target) {
    GraphExpression.commonRank(List.of("logits", "target"), List.of(logits, target));
    return dev.seisei.engine.nn.CrossEntropy.dense(rows("logits", logits), rows("target", target));
  }

  /**
   * The loss of one example.
   *
   * @throws IllegalArgumentException if the shapes differ, there is no element or one is NaN
   */
  public static double loss(double[] logits, double[] target) {
    return new SoftmaxCrossEntropy().forms("logits").example(logits, target);
  }

  /**
   * The loss of each row.
   *
   * @throws IllegalArgumentException if the shapes differ, there is no element or one is NaN
   */
  public static double[] loss(double[][] logits, double[][] target) {
    return new SoftmaxCrossEntropy().forms("logits").examples(logits, target);
  }

  /**
   * The loss of each row.
   *
   * @throws IllegalArgumentException if the shapes differ or have more than two axes, there is no
   *     element or one is NaN
   */
  public static double[] loss(INDArray logits, INDArray target) {
    requireRows("logits", logits.shape());
    return new SoftmaxCrossEntropy().forms("logits").arrays(logits, target);
  }

  /**
   * The loss of indices, in a graph.
   *
   * @param logits {@code [N, K]}
   * @param labels the class of each example: {@code [N]}, integers in [0, K)
   * @param classes K, which SameDiff may not know
   * @return {@code [N]}, in nats
   * @throws IllegalArgumentException if the labels are not integers, classes is not positive or is
   *     known to be another number
   */
  public static SDVariable sparse(SDVariable logits, SDVariable labels, int classes) {
    return sparse(logits, labels, classes, null, 0);
  }

  /**
   * The loss of indices, smoothed, some ignored, in a graph.
   *
   * @param logits {@code [N, K]}
   * @param labels the class of each example: {@code [N]}, integers in [0, K), or the ignored one
   * @param classes K, which SameDiff may not know
   * @param ignored the label whose loss is 0, outside [0, K); null if there is none
   * @param smoothing s, in [0, 1)
   * @return {@code [N]}, in nats
   * @throws IllegalArgumentException if the labels are not integers, classes is not positive or is
   *     known to be another number, ignored is a class, or smoothing is outside [0, 1)
   */
  public static SDVariable sparse(
      SDVariable logits,
      SDVariable labels,
      int classes,
      @Nullable Integer ignored,
      double smoothing) {
    long[] shape = logits.getShape();
    if (shape != null && shape.length > 0 && shape[shape.length - 1] >= 0) {
      long known = shape[shape.length - 1];
      if (known != classes) {
        throw new IllegalArgumentException(
            "logits have shape %s: not %d classes".formatted(Arrays.toString(shape), classes));
      }
    }
    return dev.seisei.engine.nn.CrossEntropy.sparse(
        rows("logits", logits), labels, classes, ignored, smoothing);
  }

  /**
   * The loss of an index.
   *
   * @throws IllegalArgumentException if the label is not in [0, K), or a logit is NaN
   */
  public static double sparse(double[] logits, int label) {
    return sparse(Numbers.example("logits", logits), new int[] {label}, null, 0)[0];
  }

  /**
   * The loss of each row's index.
   *
   * @throws IllegalArgumentException if there are not as many labels as rows, a label is not in [0,
   *     K), or a logit is NaN
   */
  public static double[] sparse(double[][] logits, int[] labels) {
    return sparse(logits, labels, null, 0);
  }

  /**
   * The loss of each row's index, smoothed, some ignored.
   *
   * @param ignored the label whose loss is 0, outside [0, K); null if there is none
   * @param smoothing s, in [0, 1)
   * @throws IllegalArgumentException if there are not as many labels as rows, a label is neither in
   *     [0, K) nor ignored, ignored is a class, a logit is NaN, or smoothing is outside [0, 1)
   */
  public static double[] sparse(
      double[][] logits, int[] labels, @Nullable Integer ignored, double smoothing) {
    return sparse(Numbers.examples("logits", logits), labels, ignored, smoothing);
  }

  /**
   * The loss of each row's index, smoothed, some ignored.
   *
   * @param logits {@code [N, K]}
   * @param labels {@code [N]}, of any type
   * @param ignored the label whose loss is 0, outside [0, K); null if there is none
   * @param smoothing s, in [0, 1)
   * @throws IllegalArgumentException if there are not as many labels as rows, a label is neither in
   *     [0, K) nor ignored, ignored is a class, a logit is NaN, or smoothing is outside [0, 1)
   */
  public static double[] sparse(
      INDArray logits, INDArray labels, @Nullable Integer ignored, double smoothing) {
    requireRows("logits", logits.shape());
    return sparse(
        Numbers.array("logits", logits), indices(Numbers.values(labels)), ignored, smoothing);
  }

  private static double[] sparse(
      Numbers logits, int[] labels, @Nullable Integer ignored, double smoothing) {
    requireRate(smoothing);
    if (labels.length != logits.rows()) {
      throw Shapes.differ("logits", logits.shape(), "labels", new long[] {labels.length});
    }
    RowsExpression x = logits.expression();
    int classes = x.columns();
    if (ignored != null && ignored >= 0 && ignored < classes) {
      throw new IllegalArgumentException(
          "ignored must be outside [0, %d), got %d; -100 is usual".formatted(classes, ignored));
    }
    double[] counts = new double[labels.length];
    int[] known = labels.clone();
    for (int row = 0; row < labels.length; row++) {
      boolean isIgnored = ignored != null && labels[row] == ignored;
      counts[row] = isIgnored ? 0 : 1;
      known[row] = isIgnored ? 0 : labels[row];
    }
    RowsExpression target = smooth(oneHot(known, classes), classes, smoothing);
    return new SoftmaxCrossEntropy()
        .compare(x, target)
        .sum()
        .times(RowsExpression.constant(labels.length, counts))
        .values();
  }

  /**
   * Targets mixed with the uniform distribution, in a graph: (1 − s) t + s/K.
   *
   * @param target t, {@code [N, K]}
   * @param classes K
   * @param smoothing s, in [0, 1)
   * @return {@code [N, K]}
   * @throws IllegalArgumentException if smoothing is outside [0, 1)
   */
  public static SDVariable smooth(SDVariable target, int classes, double smoothing) {
    requireRate(smoothing);
    return smooth(new GraphExpression(target, 2), classes, smoothing).variable();
  }

  /**
   * A target mixed with the uniform distribution: (1 − s) t + s/K.
   *
   * @throws IllegalArgumentException if the target is empty or has a NaN, or smoothing is outside
   *     [0, 1)
   */
  public static double[] smooth(double[] target, double smoothing) {
    requireRate(smoothing);
    RowsExpression t = Numbers.example("target", target).expression();
    return smooth(t, t.columns(), smoothing).values();
  }

  /**
   * Each row mixed with the uniform distribution: (1 − s) t + s/K.
   *
   * @throws IllegalArgumentException if the target is empty or has a NaN, or smoothing is outside
   *     [0, 1)
   */
  public static double[][] smooth(double[][] target, double smoothing) {
    requireRate(smoothing);
    RowsExpression t = Numbers.examples("target", target).expression();
    return smooth(t, t.columns(), smoothing).toArrays();
  }

  private static <T extends Expression<T>> T smooth(T target, int classes, double smoothing) {
    return target.times(1 - smoothing).plus(smoothing / classes);
  }

  @Override
  <T extends Expression<T>> T compare(T logits, T target) {
    return target.times(logits.logSoftmax()).negate();
  }

  @Override
  @Nullable LayerLoss before(IActivation activation) {
    return activation instanceof ActivationSoftmax ? this : null;
  }

  @Override
  RowsExpression labels(INDArray labels, INDArray output) {
    requireRows("output", output.shape());
    int classes = Math.toIntExact(output.size(1));
    boolean sparse = classes > 1 && labels.length() == output.size(0);
    RowsExpression target =
        sparse ? oneHot(indices(Numbers.values(labels)), classes) : super.labels(labels, output);
    return smooth(target, classes, smoothing);
  }

  @Override
  public String toString() {
    return "SoftmaxCrossEntropy(smoothing=" + smoothing + ")";
  }

  private static RowsExpression oneHot(int[] labels, int classes) {
    double[] target = new double[labels.length * classes];
    for (int row = 0; row < labels.length; row++) {
      if (labels[row] < 0 || labels[row] >= classes) {
        throw new IllegalArgumentException(
            "labels[%d] is %d, which is not in [0, %d)".formatted(row, labels[row], classes));
      }
      target[row * classes + labels[row]] = 1;
    }
    return RowsExpression.constant(labels.length, target);
  }

  private static int[] indices(double[] labels) {
    int[] indices = new int[labels.length];
    for (int i = 0; i < labels.length; i++) {
      indices[i] = (int) labels[i];
      if (indices[i] != labels[i]) {
        throw new IllegalArgumentException(
            "labels[%d] is %s, which is no index".formatted(i, labels[i]));
      }
    }
    return indices;
  }

  /** As rows of logits: the only example, if there is but one axis. */
  private static SDVariable rows(String name, SDVariable variable) {
    long[] shape = variable.getShape();
    if (shape == null || shape.length == 0) {
      return variable;
    }
    requireRows(name, shape);
    return shape.length == 1 ? variable.reshape(1, -1) : variable;
  }

  private static void requireRows(String name, long[] shape) {
    if (shape.length == 0 || shape.length > 2) {
      throw new IllegalArgumentException(
          "%s has shape %s: wanted [N, K]; a token of a sequence is an example, so reshape to [N T, K]"
              .formatted(name, Arrays.toString(shape)));
    }
  }

  private static void requireRate(double smoothing) {
    if (!(smoothing >= 0 && smoothing < 1)) {
      throw new IllegalArgumentException("smoothing must be in [0, 1), got " + smoothing);
    }
  }
}

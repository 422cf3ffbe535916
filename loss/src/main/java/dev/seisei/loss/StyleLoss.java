package dev.seisei.loss;

import java.util.List;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * How far two images are apart in style, which is what a layer of a network sees together, wherever
 * it is: the squared distance of their Gram matrices, 1/(4C²) Σᵢⱼ (Gᵢⱼ − Aᵢⱼ)².
 *
 * <p>The Gram matrix of C feature maps F with M positions each is G = F Fᵀ/M, [C, C]. It holds the
 * paper's 1/M, which the paper has in the loss, so that images of different sizes can be compared;
 * for those of one size the loss is the paper's, 1/(4C²M²) Σᵢⱼ (MGᵢⱼ − MAᵢⱼ)².
 *
 * <p>Source: Gatys, Ecker and Bethge, 2015, arXiv 1508.06576, equations 3 and 4.
 */
public final class StyleLoss {
  private static final Forms FORMS = new Forms(StyleLoss::loss, "gram", "target");

  private StyleLoss() {}

  /**
   * Gram matrices in a graph.
   *
   * @param features {@code [N, C, ...]}, of rank 3 or more
   * @return {@code [N, C, C]}
   */
  public static SDVariable gram(SDVariable features) {
    SameDiff graph = features.getSameDiff();
    SDVariable maps =
        graph.gather(features.shape(), graph.constant(Nd4j.createFromArray(0L, 1L)), 0);
    SDVariable rest = graph.constant(Nd4j.createFromArray(-1L));
    SDVariable flat = graph.reshape(features, graph.concat(0, maps, rest));
    SDVariable positions =
        graph.stridedSlice(
            flat.shape(), new long[] {2}, new long[] {3}, new long[] {1}, 0, 0, 0, 0, 1);
    return graph.mmul(flat, flat, false, true, false).div(positions.castTo(features.dataType()));
  }

  /**
   * The Gram matrix of one example.
   *
   * @param features of each feature map its M values
   * @return C·C numbers, row after row
   * @throws IllegalArgumentException if the maps differ in size, there is no value or one is NaN
   */
  public static double[] gram(double[][] features) {
    Numbers maps = Numbers.examples("features", features);
    return Numbers.values(grams(1, maps.rows(), maps.values()));
  }

  /**
   * The Gram matrix of each example along the first axis.
   *
   * @param features {@code [N, C, ...]}, of rank 3 or more
   * @return {@code [N, C, C]}, in double precision
   * @throws IllegalArgumentException if the rank is lower, there is no value or one is NaN
   */
  public static INDArray gram(INDArray features) {
    if (features.rank() < 3) {
      throw new IllegalArgumentException(
          "features must be [N, C, ...], of rank 3 or more, got rank " + features.rank());
    }
    Numbers numbers = Numbers.array("features", features);
    return grams(numbers.rows(), Math.toIntExact(features.size(1)), numbers.values());
  }

  private static INDArray grams(int examples, int channels, double[] values) {
    int positions = values.length / examples / channels;
    INDArray grams = Nd4j.zeros(DataType.DOUBLE, examples, channels, channels);
    for (int n = 0; n < examples; n++) {
      for (int i = 0; i < channels; i++) {
        for (int j = 0; j < channels; j++) {
          int row = (n * channels + i) * positions;
          int other = (n * channels + j) * positions;
          double sum = 0;
          for (int at = 0; at < positions; at++) {
            sum += values[row + at] * values[other + at];
          }
          grams.putScalar(n, i, j, sum / positions);
        }
      }
    }
    return grams;
  }

  /**
   * The loss in a graph.
   *
   * @param gram of what is to take on the style, {@code [N, C, C]}
   * @param target of what has it, of the same shape and type
   * @return {@code [N]}
   * @throws IllegalArgumentException if the shapes are known and differ
   */
  public static SDVariable loss(SDVariable gram, SDVariable target) {
    return FORMS.graph(gram, target);
  }

  /**
   * The loss of one example.
   *
   * @param gram C·C numbers, as {@link #gram(double[][])} gives them
   * @throws IllegalArgumentException if the shapes differ, there is no element or one is NaN
   */
  public static double loss(double[] gram, double[] target) {
    return FORMS.example(gram, target);
  }

  /**
   * The loss of each row.
   *
   * @throws IllegalArgumentException if the shapes differ, there is no element or one is NaN
   */
  public static double[] loss(double[][] gram, double[][] target) {
    return FORMS.examples(gram, target);
  }

  /**
   * The loss of each example along the first axis.
   *
   * @throws IllegalArgumentException if the shapes differ, there is no element or one is NaN
   */
  public static double[] loss(INDArray gram, INDArray target) {
    return FORMS.arrays(gram, target);
  }

  /** The mean over C² elements has the formula's 1/C². */
  private static <T extends Expression<T>> T loss(List<T> inputs) {
    return inputs.get(0).minus(inputs.get(1)).square().mean().times(0.25);
  }
}

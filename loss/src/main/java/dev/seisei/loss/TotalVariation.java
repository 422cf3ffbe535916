package dev.seisei.loss;

import java.util.Arrays;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.INDArrayIndex;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * How rough images are: the squared differences of neighbouring pixels, Σ (xᵢ₊₁,ⱼ − xᵢⱼ)² + (xᵢ,ⱼ₊₁
 * − xᵢⱼ)² over all rows i, columns j and channels. It is 0 for an image of one colour.
 *
 * <p>This is the squared total variation; the square makes it the same in all directions and smooth
 * where an image is flat. Differences reach over no edge.
 *
 * <p>Source: Mahendran and Vedaldi, 2015, arXiv 1412.0035, section 2.2, with β = 2.
 */
public final class TotalVariation {
  private TotalVariation() {}

  /**
   * The loss in a graph.
   *
   * @param images {@code [N, C, H, W]}, with H and W at least 2
   * @return {@code [N]}
   */
  public static SDVariable loss(SDVariable images) {
    return ofNeighbours(images, 2).add(ofNeighbours(images, 3));
  }

  private static SDVariable ofNeighbours(SDVariable images, int axis) {
    return SumOfSquaredErrors.loss(part(images, axis, 1, 0), part(images, axis, 0, -1));
  }

  /** Everything along the other axes; an end of 0 is the end of the axis. */
  private static SDVariable part(SDVariable images, int axis, long from, long to) {
    long[] begin = new long[4];
    long[] end = new long[4];
    begin[axis] = from;
    end[axis] = to;
    int openEnds = to == 0 ? 0b1111 : 0b1111 & ~(1 << axis);
    return images
        .getSameDiff()
        .stridedSlice(images, begin, end, new long[] {1, 1, 1, 1}, 0, openEnds, 0, 0, 0);
  }

  /**
   * The loss of each image along the first axis.
   *
   * @param images {@code [N, C, H, W]}
   * @throws IllegalArgumentException if the rank is another, H or W is below 2, or an element is
   *     NaN
   */
  public static double[] loss(INDArray images) {
    if (images.rank() != 4 || images.size(2) < 2 || images.size(3) < 2) {
      throw new IllegalArgumentException(
          "images must be [N, C, H, W] with H and W at least 2, got "
              + Arrays.toString(images.shape()));
    }
    double[] down = ofNeighbours(images, 2);
    double[] across = ofNeighbours(images, 3);
    Arrays.setAll(down, i -> down[i] + across[i]);
    return down;
  }

  private static double[] ofNeighbours(INDArray images, int axis) {
    long last = images.size(axis) - 1;
    return SumOfSquaredErrors.loss(part(images, axis, 1, last + 1), part(images, axis, 0, last));
  }

  private static INDArray part(INDArray images, int axis, long from, long to) {
    INDArrayIndex[] indices = new INDArrayIndex[4];
    Arrays.fill(indices, NDArrayIndex.all());
    indices[axis] = NDArrayIndex.interval(from, to);
    return images.get(indices);
  }
}

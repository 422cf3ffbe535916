package dev.seisei.transformer.bert;

import dev.seisei.core.settings.Names;
import java.util.Arrays;

/** How the features of a text's tokens become one vector. */
public enum Pooling {
  /** Their mean. */
  MEAN,
  /** Those of the first token, which stands for the whole text. */
  CLS;

  /**
   * The vector.
   *
   * @param features [T, d], of the tokens of the text and of no others
   * @param normalize whether it is divided by its length, so that products of two are cosines
   * @return [d]
   */
  float[] pool(float[] features, int width, boolean normalize) {
    double[] sum = new double[width];
    int rows = this == CLS ? 1 : features.length / width;
    for (int i = 0; i < rows * width; i++) {
      sum[i % width] += features[i];
    }
    double length = normalize ? Math.sqrt(Arrays.stream(sum).map(x -> x * x).sum()) : rows;
    float[] vector = new float[width];
    for (int i = 0; i < width; i++) {
      // A vector of zeros has no direction and stays what it is.
      vector[i] = (float) (sum[i] / (length > 0 ? length : 1));
    }
    return vector;
  }

  @Override
  public String toString() {
    return Names.outside(this);
  }
}

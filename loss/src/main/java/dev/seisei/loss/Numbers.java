package dev.seisei.loss;

import java.util.Arrays;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Numbers as a person gives them, one example a row, with what messages say of them.
 *
 * @param name as the loss calls them
 * @param shape as they were given
 * @param rows how many examples
 * @param values in row-major order
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Numbers(String name, long[] shape, int rows, double[] values) {

  /** One example. */
  static Numbers example(String name, double[] values) {
    return new Numbers(name, new long[] {values.length}, 1, values).checked();
  }

  /** One number an example. */
  static Numbers perExample(String name, double[] values) {
    return new Numbers(name, new long[] {values.length}, values.length, values).checked();
  }

  /** One example a row. */
  static Numbers examples(String name, double[][] rows) {
    int width = rows.length == 0 ? 0 : rows[0].length;
    for (int i = 0; i < rows.length; i++) {
      if (rows[i].length != width) {
        throw new IllegalArgumentException(
            "%s[%d] has %d elements, but %s[0] has %d"
                .formatted(name, i, rows[i].length, name, width));
      }
    }
    double[] values = Arrays.stream(rows).flatMapToDouble(Arrays::stream).toArray();
    return new Numbers(name, new long[] {rows.length, width}, rows.length, values).checked();
  }

  /** Examples along the first axis; an array of rank 1 is one example. */
  static Numbers array(String name, INDArray array) {
    int rows = array.rank() < 2 ? 1 : Math.toIntExact(array.size(0));
    return new Numbers(name, array.shape(), rows, values(array)).checked();
  }

  /** The elements of an array in row-major order, whatever its type and strides are. */
  static double[] values(INDArray array) {
    INDArray copy = Nd4j.createUninitialized(DataType.DOUBLE, array.shape(), 'c').assign(array);
    double[] values = copy.data().asDouble();
    if (copy.closeable()) {
      copy.close();
    }
    return values;
  }

  private Numbers checked() {
    if (values.length == 0) {
      throw new IllegalArgumentException(
          "%s has shape %s: there is no element in it".formatted(name, Arrays.toString(shape)));
    }
    for (int i = 0; i < values.length; i++) {
      if (Double.isNaN(values[i])) {
        throw new IllegalArgumentException(name + Shapes.place(i, shape) + " is NaN");
      }
    }
    return this;
  }

  /**
   * Refuses numbers of another shape.
   *
   * @throws IllegalArgumentException if the shapes differ
   */
  void requireShapeOf(Numbers other) {
    if (!Arrays.equals(shape, other.shape)) {
      throw Shapes.differ(other.name, other.shape, name, shape);
    }
  }

  RowsExpression expression() {
    return RowsExpression.constant(rows, values);
  }
}

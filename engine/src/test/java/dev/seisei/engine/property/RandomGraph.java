package dev.seisei.engine.property;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A SameDiff graph made at random from operations whose gradients SameDiff has right: matrices of
 * odd sizes, joined, cut, permuted, multiplied and squashed, down to a scalar. No axis has an
 * extent of 1, because SameDiff's session fails when it reduces one.
 */
public final class RandomGraph {
  private record Matrix(SDVariable variable, int rows, int columns) {}

  private final Random random;
  private final SameDiff graph = SameDiff.create();
  private final List<Matrix> matrices = new ArrayList<>();
  private final Map<String, INDArray> placeholders = new LinkedHashMap<>();

  public RandomGraph(long seed, int operations) {
    random = new Random(seed);
    for (int i = 0; i < 2; i++) {
      int rows = size();
      int columns = size();
      SDVariable x = graph.placeHolder("x" + i, DataType.FLOAT, rows, columns);
      placeholders.put(x.name(), array(rows, columns));
      matrices.add(new Matrix(x, rows, columns));
      matrices.add(new Matrix(graph.var("w" + i, array(columns, rows)), columns, rows));
    }
    for (int i = 0; i < operations; i++) {
      matrices.add(next());
    }
    SDVariable total = graph.constant(0f);
    for (Matrix matrix : matrices.subList(matrices.size() - 3, matrices.size())) {
      SDVariable part = graph.math().square(graph.math().tanh(matrix.variable())).sum(0, 1);
      total = total.add(part);
    }
    // Every parameter is to matter.
    for (int i = 0; i < 2; i++) {
      SDVariable weights = graph.getVariable("w" + i);
      total = total.add(weights.mul(weights).sum(0, 1).mul(0.1));
    }
    total.rename("loss");
    graph.setLossVariables("loss");
  }

  public SameDiff graph() {
    return graph;
  }

  public Map<String, INDArray> placeholders() {
    return placeholders;
  }

  private int size() {
    return 2 + random.nextInt(6);
  }

  private INDArray array(int rows, int columns) {
    float[] values = new float[rows * columns];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (0.5 * random.nextGaussian());
    }
    return Nd4j.create(values, new long[] {rows, columns}, 'c');
  }

  private Matrix pick() {
    return matrices.get(random.nextInt(matrices.size()));
  }

  private Matrix next() {
    Matrix a = pick();
    return switch (random.nextInt(14)) {
      case 0 -> same(a, graph.math().tanh(a.variable()));
      case 1 -> same(a, graph.nn().sigmoid(a.variable()));
      case 2 -> same(a, graph.nn().softmax(a.variable(), 1));
      case 3 -> same(a, a.variable().mul(0.5).add(random.nextGaussian()));
      case 4 -> transposed(a);
      case 5 -> reshape(a);
      case 6 -> slice(a);
      case 7 -> concat(a);
      case 8, 9, 10 -> product(a);
      case 11 -> same(a, a.variable().sub(graph.expandDims(a.variable().mean(1), 1)));
      case 12 -> same(a, a.variable().mul(graph.expandDims(a.variable().sum(0), 0)).mul(0.3));
      default -> elementwise(a);
    };
  }

  private static Matrix same(Matrix like, SDVariable variable) {
    return new Matrix(variable, like.rows(), like.columns());
  }

  private Matrix transposed(Matrix a) {
    int rows = a.columns();
    int columns = a.rows();
    return new Matrix(graph.permute(a.variable(), 1, 0), rows, columns);
  }

  private Matrix reshape(Matrix a) {
    int elements = a.rows() * a.columns();
    int rows = 1 + random.nextInt(elements);
    while (elements % rows != 0) {
      rows--;
    }
    if (rows == 1 || rows == elements) {
      return same(a, graph.math().sin(a.variable()));
    }
    return new Matrix(graph.reshape(a.variable(), rows, elements / rows), rows, elements / rows);
  }

  private Matrix slice(Matrix a) {
    int begin = random.nextInt(a.columns() - 1);
    int count = 2 + random.nextInt(a.columns() - begin - 1);
    SDVariable cut = graph.slice(a.variable(), new int[] {0, begin}, new int[] {a.rows(), count});
    return new Matrix(cut, a.rows(), count);
  }

  private Matrix concat(Matrix a) {
    Matrix b = pick();
    if (b.rows() != a.rows() || a.columns() + b.columns() > 24) {
      return same(a, graph.math().sin(a.variable()));
    }
    return new Matrix(
        graph.concat(1, a.variable(), b.variable()), a.rows(), a.columns() + b.columns());
  }

  private Matrix product(Matrix a) {
    for (int attempt = 0; attempt < 8; attempt++) {
      Matrix b = pick();
      if (b.rows() == a.columns()) {
        SDVariable product = a.variable().mmul(b.variable());
        return new Matrix(product.mul(1 / Math.sqrt(a.columns())), a.rows(), b.columns());
      }
    }
    SDVariable gram = graph.mmul(a.variable(), a.variable(), false, true, false);
    return new Matrix(gram.mul(1.0 / a.columns()), a.rows(), a.rows());
  }

  private Matrix elementwise(Matrix a) {
    for (int attempt = 0; attempt < 8; attempt++) {
      Matrix b = pick();
      if (b.rows() == a.rows() && b.columns() == a.columns()) {
        return same(
            a,
            random.nextBoolean() ? a.variable().add(b.variable()) : a.variable().mul(b.variable()));
      }
    }
    return same(a, graph.math().cos(a.variable()));
  }
}

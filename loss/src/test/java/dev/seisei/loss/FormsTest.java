package dev.seisei.loss;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.seisei.loss.Cases.Case;
import dev.seisei.loss.Cases.Range;
import dev.seisei.loss.Graphs.Known;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.ndarray.INDArray;

/** What every loss must hold, in each of its forms. */
class FormsTest {
  private static final double EXACT = 1e-12;

  static Stream<Case> losses() {
    return Cases.all();
  }

  @ParameterizedTest
  @MethodSource("losses")
  void graphAndNumbersAgree(Case loss) {
    Random random = new Random(1);
    // SameDiff's session cannot reduce the one column of a matrix.
    int narrowest = loss.name().equals("SoftmaxCrossEntropy") ? 2 : 1;
    for (int columns : new int[] {narrowest, 4}) {
      INDArray[] inputs = loss.random(random, 1 + random.nextInt(5), columns);
      double[][][] rows = rows(inputs);
      double[] expected = loss.ofRows().apply(rows);
      assertEquals(inputs[0].size(0), expected.length);
      for (Known known : Known.values()) {
        assertArrayEquals(expected, Graphs.run(known, loss.graph(), inputs), EXACT);
      }
      assertArrayEquals(expected, loss.ofArrays().apply(inputs), EXACT);
      for (int row = 0; row < expected.length; row++) {
        assertEquals(expected[row], loss.ofOne().apply(example(rows, row)), EXACT);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("losses")
  void everythingBehindTheFirstAxisIsOneExample(Case loss) {
    assumeFalse(loss.name().equals("SoftmaxCrossEntropy"), "its second axis is the classes");
    INDArray[] images = loss.random(new Random(2), 3, 2, 4, 5);
    INDArray[] flat =
        Arrays.stream(images).map(image -> image.reshape(3, 40)).toArray(INDArray[]::new);
    double[] expected = loss.ofArrays().apply(flat);
    assertArrayEquals(expected, loss.ofArrays().apply(images), EXACT);
    for (Known known : Known.values()) {
      assertArrayEquals(expected, Graphs.run(known, loss.graph(), images), EXACT);
    }
  }

  @ParameterizedTest
  @MethodSource("losses")
  void anArrayOfRankOneIsOneExample(Case loss) {
    INDArray[] inputs = loss.random(new Random(3), 4);
    double expected =
        loss.ofOne().apply(Arrays.stream(inputs).map(Graphs::values).toArray(double[][]::new));
    assertArrayEquals(new double[] {expected}, loss.ofArrays().apply(inputs), EXACT);
    INDArray result = Graphs.output(Known.SHAPE, loss.graph(), inputs);
    assertArrayEquals(new long[] {1}, result.shape());
    assertEquals(expected, result.getDouble(0), EXACT);
  }

  @ParameterizedTest
  @MethodSource("losses")
  void stridesDoNotMatter(Case loss) {
    INDArray[] inputs = loss.random(new Random(4), 3, 5);
    INDArray[] columnMajor =
        Arrays.stream(inputs).map(array -> array.dup('f')).toArray(INDArray[]::new);
    assertArrayEquals(loss.ofArrays().apply(inputs), loss.ofArrays().apply(columnMajor), EXACT);
  }

  @ParameterizedTest
  @MethodSource("losses")
  void rowsDoNotKnowOfEachOther(Case loss) {
    double[][][] rows = rows(loss.random(new Random(5), 5, 3));
    double[] losses = loss.ofRows().apply(rows);
    int[] order = {3, 0, 4, 1, 2};
    double[][][] permuted =
        Arrays.stream(rows)
            .map(input -> Arrays.stream(order).mapToObj(i -> input[i]).toArray(double[][]::new))
            .toArray(double[][][]::new);
    assertArrayEquals(
        Arrays.stream(order).mapToDouble(i -> losses[i]).toArray(),
        loss.ofRows().apply(permuted),
        0);
  }

  @ParameterizedTest
  @MethodSource("losses")
  void gradientsOfTheGraphAreThoseOfTheNumbers(Case loss) {
    for (Known known : Known.values()) {
      INDArray[] inputs = loss.random(new Random(6), 3, 4);
      double[][][] rows = rows(inputs);
      List<double[]> gradients = Graphs.gradients(known, loss.graph(), inputs);
      for (int input = 0; input < inputs.length; input++) {
        double[] gradient = gradients.get(input);
        for (int i = 0; i < gradient.length; i++) {
          double slope = slope(loss, rows, rows[input][i / 4], i % 4);
          assertEquals(slope, gradient[i], 1e-6, "input " + input + ", element " + i);
        }
      }
    }
  }

  private static double slope(Case loss, double[][][] rows, double[] row, int column) {
    double step = 1e-6;
    double before = row[column];
    row[column] = before + step;
    double above = Arrays.stream(loss.ofRows().apply(rows)).sum();
    row[column] = before - step;
    double below = Arrays.stream(loss.ofRows().apply(rows)).sum();
    row[column] = before;
    return (above - below) / (2 * step);
  }

  @ParameterizedTest
  @MethodSource("losses")
  void nanIsRefusedAndItsPlaceNamed(Case loss) {
    INDArray[] arrays = loss.random(new Random(7), 2, 3, 4);
    for (INDArray array : arrays) {
      double before = array.getDouble(1, 0, 2);
      array.putScalar(1, 0, 2, Double.NaN);
      if (!loss.name().equals("SoftmaxCrossEntropy")) {
        refused("[1, 0, 2] is NaN", () -> loss.ofArrays().apply(arrays));
      }
      array.putScalar(1, 0, 2, before);
    }
    double[][][] rows = rows(loss.random(new Random(7), 2, 3));
    for (double[][] input : rows) {
      double before = input[1][2];
      input[1][2] = Double.NaN;
      refused("[1, 2] is NaN", () -> loss.ofRows().apply(rows));
      refused("[2] is NaN", () -> loss.ofOne().apply(example(rows, 1)));
      input[1][2] = before;
    }
  }

  @ParameterizedTest
  @MethodSource("losses")
  void graphsLetNanThroughToItsOwnRow(Case loss) {
    INDArray[] inputs = loss.random(new Random(8), 3, 2);
    double[] expected = loss.ofArrays().apply(inputs);
    inputs[0].putScalar(1, 0, Double.NaN);
    expected[1] = Double.NaN;
    assertArrayEquals(expected, Graphs.run(Known.SHAPE, loss.graph(), inputs), EXACT);
  }

  @ParameterizedTest
  @MethodSource("losses")
  void shapesThatDifferAreBothNamed(Case loss) {
    assumeFalse(loss.inputs().size() == 1, "it has but one input");
    INDArray[] arrays = loss.random(new Random(9), 2, 3);
    for (int i = 1; i < arrays.length; i++) {
      INDArray[] mixed = arrays.clone();
      mixed[i] = Cases.array(new Random(9), Range.UNIT, 2, 4);
      refused("has shape [2, 3]", () -> loss.ofArrays().apply(mixed));
      refused("has shape [2, 4]", () -> loss.ofArrays().apply(mixed));
      refused("has shape [2, 3]", () -> loss.ofRows().apply(rows(mixed)));
      refused("has shape [2, 4]", () -> loss.ofRows().apply(rows(mixed)));
      refused("has shape [3]", () -> loss.ofOne().apply(example(rows(mixed), 1)));
      refused("has shape [4]", () -> loss.ofOne().apply(example(rows(mixed), 1)));
      refused("has shape [-1, 3]", () -> Graphs.run(Known.SHAPE, loss.graph(), mixed));
      refused("has shape [-1, 4]", () -> Graphs.run(Known.SHAPE, loss.graph(), mixed));
      mixed[i] = Cases.array(new Random(9), Range.UNIT, 3);
      refused("has shape [-1, 3]", () -> Graphs.run(Known.SHAPE, loss.graph(), mixed));
      refused("has shape [3]", () -> Graphs.run(Known.SHAPE, loss.graph(), mixed));
    }
  }

  @ParameterizedTest
  @MethodSource("losses")
  void raggedAndEmptyRowsAreRefused(Case loss) {
    double[][][] ragged =
        loss.inputs().stream()
            .map(range -> new double[][] {{0.5, 0.5}, {0.5}})
            .toArray(double[][][]::new);
    refused("[1] has 1 elements", () -> loss.ofRows().apply(ragged));
    double[][][] empty =
        loss.inputs().stream().map(range -> new double[2][0]).toArray(double[][][]::new);
    refused("has shape [2, 0]", () -> loss.ofRows().apply(empty));
    refused("has shape [0]", () -> loss.ofOne().apply(example(empty, 0)));
  }

  private static void refused(String expected, Executable attempt) {
    String message =
        String.valueOf(assertThrows(IllegalArgumentException.class, attempt).getMessage());
    assertEquals(expected, message.contains(expected) ? expected : message);
  }

  private static double[][][] rows(INDArray... inputs) {
    return Arrays.stream(inputs).map(INDArray::toDoubleMatrix).toArray(double[][][]::new);
  }

  private static double[][] example(double[][][] rows, int row) {
    return IntStream.range(0, rows.length).mapToObj(i -> rows[i][row]).toArray(double[][]::new);
  }
}

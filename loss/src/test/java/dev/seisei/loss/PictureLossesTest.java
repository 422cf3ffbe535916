package dev.seisei.loss;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seisei.engine.gradient.Gradients;
import dev.seisei.engine.graph.Graph;
import dev.seisei.engine.graph.Node;
import dev.seisei.engine.graph.Shape;
import dev.seisei.engine.graph.Value;
import dev.seisei.engine.memory.Tensor;
import dev.seisei.engine.op.Leaf;
import dev.seisei.engine.op.Ops;
import dev.seisei.engine.plan.Plan;
import dev.seisei.engine.samediff.GraphImport;
import dev.seisei.loss.Cases.Range;
import dev.seisei.loss.Graphs.Known;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.ToDoubleFunction;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** What looks at an image as an image: Gram matrices and total variation. */
class PictureLossesTest {
  private static final double EXACT = 1e-12;

  private static INDArray random(long seed, long... shape) {
    return Cases.array(new Random(seed), Range.REAL, shape);
  }

  @Test
  void aGramMatrixWorkedOut() {
    double[] gram = StyleLoss.gram(new double[][] {{1, 2}, {3, -1}});
    assertArrayEquals(new double[] {2.5, 0.5, 0.5, 5}, gram, EXACT);
    // (2.5² + 2·0.5² + 5²) / (4·2²)
    assertEquals(31.75 / 16, StyleLoss.loss(gram, new double[4]), EXACT);
  }

  /** Equation 4, with Gram matrices that are sums and M outside. */
  @Test
  void forImagesOfOneSizeTheStyleLossIsThePapers() {
    int channels = 3;
    int positions = 20;
    INDArray x = random(1, 1, channels, 4, 5);
    INDArray y = random(2, 1, channels, 4, 5);
    double[] f = Graphs.values(x);
    double[] g = Graphs.values(y);
    double sum = 0;
    for (int i = 0; i < channels; i++) {
      for (int j = 0; j < channels; j++) {
        double difference = 0;
        for (int k = 0; k < positions; k++) {
          difference += f[i * positions + k] * f[j * positions + k];
          difference -= g[i * positions + k] * g[j * positions + k];
        }
        sum += difference * difference;
      }
    }
    double expected = sum / (4.0 * channels * channels * positions * positions);
    assertEquals(expected, StyleLoss.loss(StyleLoss.gram(x), StyleLoss.gram(y))[0], EXACT);
  }

  @Test
  void styleDoesNotSayWhere() {
    double[][] maps = {{1, -2, 0.5, 3}, {0, 4, 1, -1}};
    double[][] moved = {{3, 0.5, 1, -2}, {-1, 1, 0, 4}};
    double[][] twice = {{1, -2, 0.5, 3, 1, -2, 0.5, 3}, {0, 4, 1, -1, 0, 4, 1, -1}};
    double[] gram = StyleLoss.gram(maps);
    assertEquals(0, StyleLoss.loss(gram, StyleLoss.gram(moved)), EXACT);
    assertEquals(0, StyleLoss.loss(gram, StyleLoss.gram(twice)), EXACT);
    double[][] apart = {{1, -2, 0.5, 3}, {4, 0, 1, -1}};
    assertTrue(StyleLoss.loss(gram, StyleLoss.gram(apart)) > 1);
  }

  @Test
  void gramMatricesOfGraphsAreThoseOfNumbers() {
    for (long[] shape : new long[][] {{2, 3, 4, 5}, {1, 3, 1, 1}, {3, 2, 7}}) {
      INDArray features = random(3, shape);
      INDArray grams = StyleLoss.gram(features);
      assertArrayEquals(new long[] {shape[0], shape[1], shape[1]}, grams.shape());
      for (Known known : Known.values()) {
        INDArray inGraph = Graphs.output(known, in -> StyleLoss.gram(in[0]), features);
        assertArrayEquals(grams.shape(), inGraph.shape());
        assertArrayEquals(Graphs.values(grams), Graphs.values(inGraph), EXACT);
      }
    }
    INDArray one = random(4, 1, 2, 6);
    double[][] maps = one.reshape(2, 6).toDoubleMatrix();
    assertArrayEquals(StyleLoss.gram(maps), Graphs.values(StyleLoss.gram(one)), EXACT);
  }

  @Test
  void totalVariationWorkedOut() {
    INDArray image =
        Nd4j.createFromArray(new double[][] {{1, 2, 4}, {0, 2, 1}}).reshape(1, 1, 2, 3);
    // Down: 1 + 0 + 9; across: 1 + 4 and 4 + 1.
    assertArrayEquals(new double[] {20}, TotalVariation.loss(image), EXACT);
    assertArrayEquals(new double[2], TotalVariation.loss(Nd4j.ones(2, 3, 4, 5)), EXACT);
  }

  @Test
  void totalVariationOfGraphsIsThatOfNumbers() {
    INDArray images = random(5, 3, 2, 4, 5);
    double[] expected = TotalVariation.loss(images);
    assertEquals(3, expected.length);
    for (Known known : Known.values()) {
      assertArrayEquals(
          expected, Graphs.run(known, in -> TotalVariation.loss(in[0]), images), EXACT);
    }
    INDArray second = images.get(NDArrayIndex.interval(1, 2));
    assertEquals(expected[1], TotalVariation.loss(second)[0], EXACT);
  }

  @Test
  void whatIsNoImageIsRefused() {
    for (long[] shape : new long[][] {{2, 3, 4}, {1, 3, 1, 5}, {1, 3, 5, 1}}) {
      IllegalArgumentException e =
          assertThrows(IllegalArgumentException.class, () -> TotalVariation.loss(Nd4j.ones(shape)));
      assertTrue(e.toString().contains(Arrays.toString(shape)), e.toString());
    }
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> StyleLoss.gram(Nd4j.ones(2, 3)));
    assertTrue(e.toString().contains("rank 2"), e.toString());
  }

  @Test
  void theEnginesGradientsAreFiniteDifferences() {
    INDArray target = StyleLoss.gram(random(6, 1, 3, 2, 2));
    double[] aim = Graphs.values(target);
    INDArray x = random(7, 2, 3, 4, 3);
    assertGradient(x, TotalVariation::loss, images -> sum(TotalVariation.loss(images)));
    assertGradient(
        x,
        features -> {
          SameDiff graph = features.getSameDiff();
          SDVariable both = graph.constant(Nd4j.concat(0, target, target));
          return StyleLoss.loss(StyleLoss.gram(features), both);
        },
        features -> {
          double[] grams = Graphs.values(StyleLoss.gram(features));
          return StyleLoss.loss(Arrays.copyOf(grams, 9), aim)
              + StyleLoss.loss(Arrays.copyOfRange(grams, 9, 18), aim);
        });
  }

  private static double sum(double[] losses) {
    return Arrays.stream(losses).sum();
  }

  /** Height and width are symbolic in the graph. */
  private static void assertGradient(
      INDArray x, UnaryOperator<SDVariable> loss, ToDoubleFunction<INDArray> ofNumbers) {
    SameDiff sameDiff = SameDiff.create();
    SDVariable input = sameDiff.placeHolder("x", x.dataType(), x.size(0), x.size(1), -1, -1);
    String name = loss.apply(input).name();
    Graph graph = GraphImport.of(sameDiff).graph(name);
    Value losses = requireNonNull(graph.outputs().get(name));
    List<Value> leaves =
        graph.nodes().stream()
            .filter(node -> node.op() instanceof Leaf.Input)
            .map(Node::output)
            .toList();
    Value gradient = Gradients.of(Ops.sumTo(losses, Shape.of(new long[0])), leaves).get(0);
    Map<String, Value> outputs = Map.of("losses", losses, "gradient", gradient);
    try (Plan plan =
        Plan.of(Graph.of(outputs)).bind("x.2", x.size(2)).bind("x.3", x.size(3)).compile()) {
      plan.run(Map.of("x", Tensor.of(Graphs.values(x), x.shape())));
      assertEquals(ofNumbers.applyAsDouble(x), sum(plan.output("losses").toDoubles()), 1e-10);
      double[] found = plan.output("gradient").toDoubles();
      assertSlopes(x, found, ofNumbers);
    }
  }

  private static void assertSlopes(
      INDArray x, double[] gradient, ToDoubleFunction<INDArray> ofNumbers) {
    double step = 1e-5;
    for (int i = 0; i < gradient.length; i++) {
      INDArray above = x.dup('c');
      INDArray below = x.dup('c');
      above.putScalar(i, x.getDouble(i) + step);
      below.putScalar(i, x.getDouble(i) - step);
      double slope = (ofNumbers.applyAsDouble(above) - ofNumbers.applyAsDouble(below)) / (2 * step);
      assertEquals(slope, gradient[i], 1e-6, "element " + i);
    }
  }
}

package dev.seisei.engine.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.api.buffer.DataType;

class SpectralNormParamsTest {
  private static final Initializer WEIGHT = Initializers.normal(1);

  private static Params params(Sketch s) {
    return new GraphParams(s.graph, 7, DataType.DOUBLE);
  }

  @Test
  void everyProjectionIsDividedByItsSingularValue() {
    Sketch s = new Sketch();
    Params params = new SpectralNormParams(params(s), false);
    SDVariable x = s.input("x", 1, 3, 4);
    SDVariable image = s.input("image", 1, 2, 3, 5, 4);
    SDVariable series = s.input("series", 1, 2, 3, 7);
    SDVariable ids = s.integers("ids", new int[] {2, 0}, 1, 2);
    Kernel kernel = Kernel.of(3);

    SDVariable linear = params.linear("q", x, 4, 5, WEIGHT, Initializers.ones());
    assertEqual(
        s, Projections.linear(x, divided(params, "q", 5), params.existing("q.bias")), linear);
    SDVariable conv = params.conv2d("c", image, 3, 6, kernel, WEIGHT, null);
    assertEqual(s, Convolutions.conv2d(image, divided(params, "c", 6), null, kernel), conv);
    SDVariable up = params.transposed2d("t", image, 3, 2, kernel, 0, WEIGHT, null);
    assertEqual(s, Convolutions.transposed2d(image, divided(params, "t", 3), null, kernel, 0), up);
    SDVariable filtered = params.conv1d("f", series, 3, 4, kernel, WEIGHT, null);
    assertEqual(s, Convolutions.conv1d(series, divided(params, "f", 4), null, kernel), filtered);
    SDVariable rows = params.embedding("e", ids, 6, 4, WEIGHT);
    assertEqual(s, Projections.embedding(divided(params, "e", 4), ids), rows);
    SDVariable back = params.unembedding("e", x);
    assertEqual(s, Projections.linearTransposed(x, divided(params, "e", 4)), back);
    assertThrows(IllegalArgumentException.class, () -> params.unembedding("none", x));
  }

  private static SDVariable divided(Params params, String name, int out) {
    return SpectralNorm.inference(
        params.existing(name + ".weight"), params.existing(name + ".singular"), out);
  }

  private static void assertEqual(Sketch s, SDVariable expected, SDVariable actual) {
    assertArrayEquals(s.output(expected).shape(), s.output(actual).shape());
    assertArrayEquals(s.run(expected), s.run(actual), 1e-12);
  }

  @Test
  void inTrainingTheVectorIsIteratedOnceHoweverOftenTheNetworkIsCalled() {
    Sketch s = new Sketch();
    Params params = new SpectralNormParams(new SharedParams(params(s)), true);
    SDVariable x = s.input("x", 1, 3, 4);
    SDVariable y = s.input("y", 1, 3, 4);
    SDVariable ofX = params.scope("net").linear("q", x, 4, 5, WEIGHT, null);
    SDVariable ofY = params.scope("net").linear("q", y, 4, 5, WEIGHT, null);
    SDVariable both = s.graph.concat(0, ofX, ofY);
    SDVariable together =
        Projections.linear(
            s.graph.concat(0, x, y),
            SpectralNorm.divide(
                    params.existing("net.q.weight"), params.existing("net.q.singular"), 5, 1)
                .get(0));
    assertArrayEquals(s.run(together), s.run(both), 1e-12);
  }

  @Test
  void sharedParametersAreMadeOnce() {
    Sketch s = new Sketch();
    Params shared = new SharedParams(params(s));
    SDVariable first = shared.scope("a").parameter("w", WEIGHT, 2, 3);
    assertSame(first, shared.scope("a").parameter("w", WEIGHT, 2, 3));
    assertSame(first, shared.scope("a").existing("w"));
    SDVariable other = shared.scope("b").parameter("w", WEIGHT, 2, 3);
    assertEquals("b.w", other.name());
    SDVariable state = shared.state("s", Initializers.zeros(), 2);
    assertSame(state, shared.state("s", Initializers.zeros(), 2));
  }
}

package dev.seisei.engine.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import org.junit.jupiter.api.Test;
import org.nd4j.autodiff.samediff.SDVariable;

class FunctionsTest {
  @Test
  void logSoftmaxSurvivesFarApartLogits() {
    Sketch s = new Sketch();
    SDVariable x = s.input("x", new double[] {1e4, 0, 3, -1e4, -1e4, -1e4}, 1, 2, 3);
    double third = -Math.log(3);
    assertArrayEquals(
        new double[] {0, -1e4, 3 - 1e4, third, third, third},
        s.run(Functions.logSoftmax(x)),
        1e-12);
  }

  @Test
  void straightThroughHasTheHardValue() {
    Sketch s = new Sketch();
    SDVariable y = Functions.straightThrough(s.variable("hard", 3), s.variable("soft", 3));
    assertArrayEquals(Sketch.wave("hard", 3), s.run(y), 1e-15);
  }
}

package dev.seisei.gan.adversarial;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seisei.core.dataset.ImageShape;
import dev.seisei.engine.memory.Tensor;
import dev.seisei.engine.param.State;
import dev.seisei.engine.plan.Plan;
import dev.seisei.engine.samediff.GraphImport;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;

class DiffAugmentTest {
  private static final int N = 40;
  private static final ImageShape SHAPE = new ImageShape(3, 16, 8);

  /** Every image is another one, none of whose pixels is 0. */
  private static float[] images() {
    float[] images = new float[N * SHAPE.features()];
    for (int i = 0; i < images.length; i++) {
      images[i] = (float) (0.5 + 0.4 * Math.sin(0.37 * i));
    }
    return images;
  }

  private static float[] run(DiffAugment augment, float[] images, long seed) {
    SameDiff graph = SameDiff.create();
    SDVariable x = graph.placeHolder("x", DataType.FLOAT, -1, SHAPE.features());
    augment.apply(x, SHAPE).mul(1).rename("y");
    try (State state = new State()) {
      state.set(GraphImport.RANDOM_KEY, Tensor.of(new long[] {seed, 0}, 2));
      try (Plan plan =
          Plan.of(GraphImport.of(graph).graph("y")).state(state).bind("batch", N).compile()) {
        plan.run(Map.of("x", Tensor.of(images, N, SHAPE.features())));
        return plan.output("y").toFloats();
      }
    }
  }

  private static float at(float[] images, int n, int c, int y, int x) {
    boolean inside = y >= 0 && y < SHAPE.height() && x >= 0 && x < SHAPE.width();
    return inside
        ? images[((n * SHAPE.channels() + c) * SHAPE.height() + y) * SHAPE.width() + x]
        : 0;
  }

  @Test
  void withoutAnyNothingChanges() {
    assertArrayEquals(images(), run(new DiffAugment(), images(), 1));
  }

  @Test
  void translationsMoveWholeImagesByWholePixels() {
    float[] before = images();
    float[] after = run(new DiffAugment(false, true, false), before, 1);
    Set<Integer> shifts = new HashSet<>();
    for (int n = 0; n < N; n++) {
      shifts.add(shift(before, after, n));
    }
    // Up to 2 pixels up and down and 1 to the sides: 15 shifts, most of which come up.
    assertTrue(shifts.size() >= 9, shifts.toString());
  }

  /** By how much an image was moved, as one number. */
  private static int shift(float[] before, float[] after, int n) {
    for (int down = -2; down <= 2; down++) {
      for (int right = -1; right <= 1; right++) {
        if (isMoved(before, after, n, down, right)) {
          return 10 * down + right;
        }
      }
    }
    throw new AssertionError("image " + n + " is no shifted one");
  }

  private static boolean isMoved(float[] before, float[] after, int n, int down, int right) {
    for (int c = 0; c < SHAPE.channels(); c++) {
      for (int y = 0; y < SHAPE.height(); y++) {
        for (int x = 0; x < SHAPE.width(); x++) {
          float expected = at(before, n, c, y - down, x - right);
          if (Math.abs(expected - at(after, n, c, y, x)) > 1e-6) {
            return false;
          }
        }
      }
    }
    return true;
  }

  @Test
  void cutoutsAreRectanglesOfZeros() {
    float[] before = images();
    float[] after = run(new DiffAugment(false, false, true), before, 1);
    Set<String> places = new HashSet<>();
    for (int n = 0; n < N; n++) {
      int top = SHAPE.height();
      int left = SHAPE.width();
      int bottom = -1;
      int right = -1;
      int cut = 0;
      for (int y = 0; y < SHAPE.height(); y++) {
        for (int x = 0; x < SHAPE.width(); x++) {
          boolean zero = at(after, n, 0, y, x) == 0;
          for (int c = 0; c < SHAPE.channels(); c++) {
            assertEquals(zero ? 0 : at(before, n, c, y, x), at(after, n, c, y, x), 1e-6);
          }
          if (zero) {
            cut++;
            top = Math.min(top, y);
            left = Math.min(left, x);
            bottom = Math.max(bottom, y);
            right = Math.max(right, x);
          }
        }
      }
      assertTrue(cut > 0 && cut <= SHAPE.height() * SHAPE.width() / 4, "cut: " + cut);
      assertEquals((bottom - top + 1) * (right - left + 1), cut, "no rectangle");
      places.add(top + "/" + left);
    }
    assertTrue(places.size() > 10, places.toString());
  }

  /** Mean over the channels of a pixel. */
  private static double grey(float[] images, int n, int y, int x) {
    double sum = 0;
    for (int c = 0; c < SHAPE.channels(); c++) {
      sum += at(images, n, c, y, x);
    }
    return sum / SHAPE.channels();
  }

  private static double mean(float[] images, int n) {
    double sum = 0;
    for (int i = 0; i < SHAPE.features(); i++) {
      sum += images[n * SHAPE.features() + i];
    }
    return sum / SHAPE.features();
  }

  /**
   * Brightness moves the mean, contrast what is grey from the mean, saturation what is not grey.
   */
  @Test
  void coloursChangeAlikeInAllOfAnImageAndOtherwiseInOthers() {
    float[] before = images();
    float[] after = run(new DiffAugment(true, false, false), before, 1);
    double[][] found = new double[3][N];
    for (int n = 0; n < N; n++) {
      double from = mean(before, n);
      double to = mean(after, n);
      double contrast = (grey(after, n, 0, 0) - to) / (grey(before, n, 0, 0) - from);
      double saturation =
          (at(after, n, 0, 0, 0) - grey(after, n, 0, 0))
              / (at(before, n, 0, 0, 0) - grey(before, n, 0, 0))
              / contrast;
      for (int y = 0; y < SHAPE.height(); y++) {
        for (int x = 0; x < SHAPE.width(); x++) {
          double grey = grey(before, n, y, x);
          for (int c = 0; c < SHAPE.channels(); c++) {
            double colour = (at(before, n, c, y, x) - grey) * saturation;
            double expected = to + contrast * (grey - from + colour);
            assertEquals(expected, at(after, n, c, y, x), 1e-3);
          }
        }
      }
      found[0][n] = to - from;
      found[1][n] = contrast;
      found[2][n] = saturation;
    }
    assertSpread(found[0], -0.5, 0.5);
    assertSpread(found[1], 0.5, 1.5);
    assertSpread(found[2], 0, 2);
  }

  /** Within a range, most of which is used. */
  private static void assertSpread(double[] values, double least, double most) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    double slack = 0.02 * (most - least);
    assertTrue(sorted[0] >= least - slack, "least " + sorted[0]);
    assertTrue(sorted[N - 1] <= most + slack, "most " + sorted[N - 1]);
    assertTrue(sorted[N - 1] - sorted[0] > 0.7 * (most - least), Arrays.toString(sorted));
  }
}

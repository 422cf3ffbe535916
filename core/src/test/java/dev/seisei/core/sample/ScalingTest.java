package dev.seisei.core.sample;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class ScalingTest {
  @Test
  void atTheSameSizePlanesAreCopied() {
    float[] planes = {1, -2, 3.5f, 0, 7, -9, 2, 2, 1, 0, 5, 4};
    assertArrayEquals(planes, Scaling.scale(planes, 2, 2, 3, 2, 3));
  }

  @Test
  void aPlaneGrowsByLinesBetweenItsPixels() {
    // Pixels lie at 0.5 and 1.5; the four at 0.25, 0.75, 1.25 and 1.75, the outermost held.
    assertArrayEquals(
        new float[] {-2, -0.5f, 2.5f, 4}, Scaling.scale(new float[] {-2, 4}, 1, 1, 2, 1, 4), 1e-6f);
    assertArrayEquals(
        new float[] {-2, -0.5f, 2.5f, 4}, Scaling.scale(new float[] {-2, 4}, 1, 2, 1, 4, 1), 1e-6f);
  }

  @Test
  void aPlaneShrinksWithoutAliasing() {
    float[] stripes = new float[64];
    for (int i = 0; i < stripes.length; i++) {
      stripes[i] = i % 2;
    }
    for (float each : Scaling.scale(stripes, 1, 1, 64, 1, 8)) {
      assertEquals(0.5f, each, 0.05f);
    }
  }

  @Test
  void planesStayApart() {
    float[] scaled = Scaling.scale(new float[] {1, 1, 5, 5}, 2, 1, 2, 3, 3);
    assertEquals(18, scaled.length);
    assertTrue(Arrays.equals(scaled, 0, 9, new float[] {1, 1, 1, 1, 1, 1, 1, 1, 1}, 0, 9));
    assertEquals(5, scaled[9]);
  }

  @Property(tries = 200)
  void whatIsEqualEverywhereStaysWhatItIs(
      @ForAll @IntRange(min = 1, max = 40) int height,
      @ForAll @IntRange(min = 1, max = 40) int width,
      @ForAll @IntRange(min = 1, max = 40) int toHeight,
      @ForAll @IntRange(min = 1, max = 40) int toWidth) {
    float[] plane = new float[height * width];
    Arrays.fill(plane, -0.75f);
    for (float each : Scaling.scale(plane, 1, height, width, toHeight, toWidth)) {
      assertEquals(-0.75f, each, 1e-5f);
    }
  }

  @Test
  void whatIsNoPlaneIsRefused() {
    float[] planes = new float[6];
    for (int[] extents : new int[][] {{1, 2, 2, 4, 4}, {1, 2, 3, 0, 4}, {0, 2, 3, 4, 4}}) {
      IllegalArgumentException e =
          assertThrows(
              IllegalArgumentException.class,
              () ->
                  Scaling.scale(
                      planes, extents[0], extents[1], extents[2], extents[3], extents[4]));
      assertTrue(e.toString().contains("got 6 numbers"), e.toString());
    }
  }
}

package dev.seisei.evaluate.anomaly;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class AurocTest {
  @Test
  void workedOutByHand() {
    boolean[] anomalous = {false, false, true, true};
    assertEquals(1, Auroc.of(new double[] {1, 2, 3, 4}, anomalous));
    assertEquals(0, Auroc.of(new double[] {3, 4, 1, 2}, anomalous));
    assertEquals(0.75, Auroc.of(new double[] {1, 3, 2, 4}, anomalous));
    assertEquals(0.5, Auroc.of(new double[] {7, 7, 7, 7}, anomalous));
    assertEquals(0.875, Auroc.of(new double[] {1, 2, 2, 4}, anomalous));
  }

  /** Against the definition: all pairs, ties counting half. */
  @Property(tries = 200)
  void equalsTheShareOfPairsInOrder(
      @ForAll @IntRange(min = 2, max = 40) int count, @ForAll long seed) {
    Random random = new Random(seed);
    double[] scores = new double[count];
    boolean[] anomalous = new boolean[count];
    for (int i = 0; i < count; i++) {
      scores[i] = random.nextInt(8);
      anomalous[i] = i == 0 || (i > 1 && random.nextBoolean());
    }
    double ordered = 0;
    double pairs = 0;
    for (int i = 0; i < count; i++) {
      for (int j = 0; j < count; j++) {
        if (anomalous[i] && !anomalous[j]) {
          pairs++;
          ordered += scores[i] > scores[j] ? 1 : scores[i] == scores[j] ? 0.5 : 0;
        }
      }
    }
    assertEquals(ordered / pairs, Auroc.of(scores, anomalous), 1e-12);
  }

  @Test
  void oneKindAloneAndNanAreRefused() {
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class,
            () -> Auroc.of(new double[] {1, 2}, new boolean[] {true, true}));
    assertTrue(e.toString().contains("got 2 and 0"), e.toString());
    assertThrows(
        IllegalArgumentException.class,
        () -> Auroc.of(new double[] {1, Double.NaN}, new boolean[] {true, false}));
  }
}

package dev.seisei.vae.vq;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seisei.engine.random.RandomNumbers;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CodeRestartsTest {
  private static float[] placed(float[] codes, long seed, float... features) {
    float[] copy = codes.clone();
    CodeRestarts.place(copy, features, 1, new RandomNumbers(seed, 0, 1));
    return copy;
  }

  @Test
  void codesInUseStayWhereTheyAre() {
    float[] codes = {0, 10, 20};
    assertArrayEquals(codes, placed(codes, 1, 1, 9, 19, 2));
  }

  @Test
  void anUnusedCodeGoesToAFeatureThatIsFarFromTheOthers() {
    int far = 0;
    for (long seed = 0; seed < 1000; seed++) {
      float[] after = placed(new float[] {0, 1000}, seed, 1, 1, 1, 1, 6);
      assertEquals(0, after[0]);
      assertTrue(after[1] == 1 || after[1] == 6, "placed at " + after[1]);
      far += after[1] == 6 ? 1 : 0;
    }
    // 6² of 4·1² + 6².
    assertEquals(0.9, far / 1000.0, 0.03);
  }

  @Test
  void unusedCodesSpreadOverTheFeatures() {
    float[] clusters = new float[400];
    for (int i = 0; i < clusters.length; i++) {
      clusters[i] = 100 * (i % 8) + 0.01f * i / clusters.length;
    }
    float[] codes = new float[8];
    Arrays.fill(codes, -50);
    Set<Long> found = new HashSet<>();
    for (float code : placed(codes, 3, clusters)) {
      found.add((long) Math.floor(code / 100));
    }
    // One code stays at -50, the nearest of all; the others each take a cluster of their own.
    assertEquals(8, found.size(), found.toString());
  }

  @Test
  void equalFeaturesAreNoReasonToFail() {
    assertArrayEquals(new float[] {5, 5, 5}, placed(new float[] {5, 7, 9}, 1, 5, 5, 5));
  }

  @Test
  void theSeedDecidesAlone() {
    float[] codes = {0, 1000, 1001};
    float[] features = {1, 2, 3, 4, 5, 6};
    assertArrayEquals(placed(codes, 4, features), placed(codes, 4, features));
    Set<String> outcomes = new HashSet<>();
    for (long seed = 0; seed < 20; seed++) {
      outcomes.add(Arrays.toString(placed(codes, seed, features)));
    }
    assertTrue(outcomes.size() > 3, outcomes.toString());
  }
}

package dev.seisei.evaluate.fidelity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class InceptionScoreTest {
  private static double score(int classes, float... probabilities) {
    InceptionScore score = new InceptionScore(classes);
    score.add(probabilities);
    return score.score();
  }

  @Test
  void ofCertainAndEquallyFrequentClassesItIsTheirNumber() {
    assertEquals(3, score(3, 1, 0, 0, 0, 1, 0, 0, 0, 1), 1e-12);
  }

  @Test
  void ofImagesThatLookAlikeItIsOne() {
    assertEquals(1, score(3, 0.5f, 0.25f, 0.25f, 0.5f, 0.25f, 0.25f), 1e-12);
    assertEquals(1, score(2, 1, 0, 1, 0), 1e-12);
  }

  /** With shares ¾ and ¼ of two certain classes it is the exponential of their entropy. */
  @Test
  void ofCertainClassesItIsTheExponentialOfTheirEntropy() {
    double entropy = -0.75 * Math.log(0.75) - 0.25 * Math.log(0.25);
    assertEquals(Math.exp(entropy), score(2, 1, 0, 1, 0, 1, 0, 0, 1), 1e-12);
  }

  @Property(tries = 50)
  void itIsBetweenOneAndTheNumberOfClasses(
      @ForAll @IntRange(max = 10_000) int seed, @ForAll @IntRange(min = 1, max = 6) int classes) {
    Points weights = Sets.lattice(20, classes, 9, seed);
    float[] probabilities = new float[20 * classes];
    for (int i = 0; i < 20; i++) {
      double sum = 0;
      for (int c = 0; c < classes; c++) {
        sum += 0.125 + weights.values()[i * classes + c];
      }
      for (int c = 0; c < classes; c++) {
        int at = i * classes + c;
        probabilities[at] = (float) ((0.125 + weights.values()[at]) / sum);
      }
    }
    double score = score(classes, probabilities);
    assertTrue(score >= 1 - 1e-6 && score <= classes + 1e-6, "" + score);
    InceptionScore pieces = new InceptionScore(classes);
    for (int i = 0; i < 20; i += 5) {
      float[] piece = new float[5 * classes];
      System.arraycopy(probabilities, i * classes, piece, 0, piece.length);
      pieces.add(piece);
    }
    assertEquals(score, pieces.score(), 1e-12);
  }
}

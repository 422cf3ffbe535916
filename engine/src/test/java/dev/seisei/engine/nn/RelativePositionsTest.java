package dev.seisei.engine.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.autodiff.samediff.SDVariable;

class RelativePositionsTest {
  @ParameterizedTest
  @CsvSource({"1, 1", "1, 5", "3, 3", "3, 7", "4, 2"})
  void shiftMovesScoresOfDistancesToTheirPairs(int queries, int columns) {
    Sketch s = new Sketch();
    SDVariable y = RelativePositions.shift(s.input("x", 1, 2, 3, queries, columns));
    double[] x = Sketch.wave("x", 6 * queries * columns);
    double[] found = s.run(y);
    assertArrayEquals(new long[] {2, 3, queries, columns}, s.output(y).shape());
    for (int head = 0; head < 6; head++) {
      for (int i = 0; i < queries; i++) {
        for (int j = 0; j < columns && j - i + queries - 1 < columns; j++) {
          int row = (head * queries + i) * columns;
          assertEquals(x[row + j - i + queries - 1], found[row + j], i + " " + j);
        }
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"4, 4, 2", "3, 7, 2", "1, 5, 9", "5, 5, 1"})
  void shawsScoresAreThoseOfTheNearestDistance(int queries, int keys, int k) {
    int size = 3;
    Sketch s = new Sketch();
    SDVariable y =
        RelativePositions.shaw(
            s.input("q", 1, 2, 2, queries, size),
            s.variable("table", 2L * k + 1, size),
            k,
            queries,
            keys);
    double[] q = Sketch.wave("q", 4 * queries * size);
    double[] table = Sketch.wave("table", (2 * k + 1) * size);
    double[] expected = new double[4 * queries * keys];
    for (int head = 0; head < 4; head++) {
      for (int i = 0; i < queries; i++) {
        for (int j = 0; j < keys; j++) {
          int distance = j - (i + keys - queries);
          int row = Math.max(-k, Math.min(k, distance)) + k;
          for (int f = 0; f < size; f++) {
            expected[(head * queries + i) * keys + j] +=
                q[(head * queries + i) * size + f] * table[row * size + f];
          }
        }
      }
    }
    assertArrayEquals(expected, s.run(y), 1e-12);
    assertArrayEquals(new long[] {2, 2, queries, keys}, s.output(y).shape());
  }

  /** What the paper's code gives for 32 buckets up to 128, by hand from its formula. */
  @Test
  void bucketsAreThoseOfT5() {
    // One way: 0 to 15 exactly, then 16·8^(n/16) is where bucket 16 + n begins.
    for (int behind = 0; behind < 16; behind++) {
      assertEquals(behind, RelativePositions.bucket(behind, false, 32, 128));
    }
    int bucket = 16;
    for (int behind = 16; behind < 300; behind++) {
      while (bucket < 31
          && Math.pow(behind / 16.0, 16) >= Math.pow(8, bucket + 1 - 16) * 0.999999) {
        bucket++;
      }
      assertEquals(bucket, RelativePositions.bucket(behind, false, 32, 128), "" + behind);
    }
    assertEquals(0, RelativePositions.bucket(-7, false, 32, 128));
    // Both ways: 8 exactly, 8 up to 128, and the keys after the query 16 higher.
    int[] behind = {0, 7, 8, 11, 12, 15, 16, 32, 64, 90, 91, 128, 1000};
    int[] expected = {0, 7, 8, 8, 9, 9, 10, 12, 14, 14, 15, 15, 15};
    for (int i = 0; i < behind.length; i++) {
      assertEquals(expected[i], RelativePositions.bucket(behind[i], true, 32, 128), "" + behind[i]);
      int after = behind[i] == 0 ? 0 : 16 + expected[i];
      assertEquals(after, RelativePositions.bucket(-behind[i], true, 32, 128), "-" + behind[i]);
    }
  }

  @Test
  void biasIsOfBucketAndHead() {
    Sketch s = new Sketch();
    int[][] buckets = RelativePositions.buckets(2, 3, 1, false, 4, 8);
    assertArrayEquals(new int[][] {{1, 0, 0}, {2, 1, 0}}, buckets);
    SDVariable y =
        RelativePositions.bias(
            s.variable("table", 4, 2),
            s.integers("buckets", new int[] {1, 0, 0, 2, 1, 0}, 0, 2, 3));
    double[] table = Sketch.wave("table", 8);
    assertArrayEquals(
        new double[] {
          table[2], table[0], table[0], table[4], table[2], table[0],
          table[3], table[1], table[1], table[5], table[3], table[1]
        },
        s.run(y),
        1e-12);
    assertArrayEquals(new long[] {2, 2, 3}, s.output(y).shape());
  }

  @Test
  void refusesBadArguments() {
    assertThrows(IllegalArgumentException.class, () -> RelativePositions.bucket(0, true, 3, 128));
    assertThrows(IllegalArgumentException.class, () -> RelativePositions.bucket(0, false, 32, 16));
    Sketch s = new Sketch();
    SDVariable q = s.input("q", 1, 1, 1, 2, 3);
    SDVariable table = s.variable("table", 3, 3);
    assertThrows(IllegalArgumentException.class, () -> RelativePositions.shaw(q, table, 0, 2, 2));
  }
}

package dev.seisei.engine.random;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class RandomNumbersTest {
  private static final int MANY = 1 << 18;

  /** Draws numbers of one kind, as doubles. */
  private enum Kind {
    UNIFORM_FLOAT {
      @Override
      double[] draw(RandomNumbers numbers, int count, long position) {
        float[] array = new float[count];
        numbers.uniform(array, count, position);
        return widened(array);
      }
    },
    UNIFORM_DOUBLE {
      @Override
      double[] draw(RandomNumbers numbers, int count, long position) {
        double[] array = new double[count];
        numbers.uniform(array, count, position);
        return array;
      }
    },
    NORMAL_FLOAT {
      @Override
      double[] draw(RandomNumbers numbers, int count, long position) {
        float[] array = new float[count];
        numbers.normal(array, count, position);
        return widened(array);
      }
    },
    NORMAL_DOUBLE {
      @Override
      double[] draw(RandomNumbers numbers, int count, long position) {
        double[] array = new double[count];
        numbers.normal(array, count, position);
        return array;
      }
    };

    abstract double[] draw(RandomNumbers numbers, int count, long position);

    private static double[] widened(float[] array) {
      double[] result = new double[array.length];
      Arrays.setAll(result, i -> array[i]);
      return result;
    }
  }

  /** Whoever changes these numbers changes what every seed means. */
  @Test
  void numbersAreAsTheyWere() {
    RandomNumbers numbers = new RandomNumbers(0x0123456789ABCDEFL, 77, 3);
    float[] uniform = new float[3];
    numbers.uniform(uniform);
    float[] normal = new float[3];
    numbers.normal(normal);
    double[] wideUniform = new double[3];
    numbers.uniform(wideUniform);
    double[] wideNormal = new double[3];
    numbers.normal(wideNormal);
    int[] words = Arrays.copyOf(Philox.block(0x89ABCDEF, 0x01234567, 0, 3, 77, 0), 8);
    System.arraycopy(Philox.block(0x89ABCDEF, 0x01234567, 1, 3, 77, 0), 0, words, 4, 4);
    assertArrayEquals(
        new float[] {
          (words[0] >>> 8) * 0x1p-24f, (words[1] >>> 8) * 0x1p-24f, (words[2] >>> 8) * 0x1p-24f
        },
        uniform);
    assertArrayEquals(
        new double[] {uniform53(words, 0), uniform53(words, 2), uniform53(words, 4)}, wideUniform);
    double radius = Math.sqrt(-2 * Math.log((Integer.toUnsignedLong(words[0]) + 1) * 0x1p-32));
    double angle = 2 * Math.PI * Integer.toUnsignedLong(words[1]) * 0x1p-32;
    assertEquals(radius * Math.cos(angle), normal[0], 1e-6);
    assertEquals(radius * Math.sin(angle), normal[1], 1e-6);
    double wideRadius = Math.sqrt(-2 * Math.log(uniform53(words, 0) + 0x1p-53));
    double wideAngle = 2 * Math.PI * uniform53(words, 2);
    assertEquals(wideRadius * Math.cos(wideAngle), wideNormal[0], 1e-14);
    assertEquals(wideRadius * Math.sin(wideAngle), wideNormal[1], 1e-14);
    assertArrayEquals(new float[] {0x1.c2faap-1f, 0x1.3e9e4ap-1f, 0x1.d17538p-3f}, uniform);
    assertArrayEquals(new float[] {-0x1.72eaeap-2f, -0x1.668c46p-2f, 0x1.89bb04p-1f}, normal);
    assertArrayEquals(
        new double[] {0x1.c2faa1a7d3c96p-1, 0x1.d1753e2d21924p-3, 0x1.7539dacef8b18p-2},
        wideUniform);
    assertArrayEquals(
        new double[] {0x1.25a6803caddccp-4, 0x1.fea25015919a6p-2, -0x1.15ea244b992b7p-2},
        wideNormal);
  }

  private static double uniform53(int[] words, int at) {
    return ((long) (words[at] >>> 5) * (1L << 26) + (words[at + 1] >>> 6)) * 0x1p-53;
  }

  @Property(tries = 300)
  void aNumberDependsOnItsPositionOnly(
      @ForAll Kind kind,
      @ForAll @IntRange(min = 1, max = 5000) int count,
      @ForAll @LongRange(min = 0, max = (1L << 33) - 5000) long position,
      @ForAll @IntRange(min = 0, max = 4999) int at) {
    RandomNumbers numbers = new RandomNumbers(5, 6, 7);
    int index = at % count;
    double[] all = kind.draw(numbers, count, position);
    assertEquals(all[index], kind.draw(numbers, 1, position + index)[0]);
    assertArrayEquals(Arrays.copyOf(all, index), kind.draw(numbers, index, position));
  }

  @Test
  void seedStepAndStreamEachGiveOtherNumbers() {
    for (Kind kind : Kind.values()) {
      double[] some = kind.draw(new RandomNumbers(1, 2, 3), 1000, 0);
      assertTrue(correlation(some, kind.draw(new RandomNumbers(9, 2, 3), 1000, 0)) < 0.15);
      assertTrue(correlation(some, kind.draw(new RandomNumbers(1L << 32, 2, 3), 1000, 0)) < 0.15);
      assertTrue(correlation(some, kind.draw(new RandomNumbers(1, 3, 3), 1000, 0)) < 0.15);
      assertTrue(correlation(some, kind.draw(new RandomNumbers(1, 1L << 32, 3), 1000, 0)) < 0.15);
      assertTrue(correlation(some, kind.draw(new RandomNumbers(1, 2, 4), 1000, 0)) < 0.15);
      assertTrue(correlation(some, kind.draw(new RandomNumbers(1, 2, 3), 1000, 1)) < 0.15);
    }
  }

  private static double correlation(double[] a, double[] b) {
    double meanA = Arrays.stream(a).average().orElseThrow();
    double meanB = Arrays.stream(b).average().orElseThrow();
    double ab = 0;
    double aa = 0;
    double bb = 0;
    for (int i = 0; i < a.length; i++) {
      ab += (a[i] - meanA) * (b[i] - meanB);
      aa += (a[i] - meanA) * (a[i] - meanA);
      bb += (b[i] - meanB) * (b[i] - meanB);
    }
    return Math.abs(ab / Math.sqrt(aa * bb));
  }

  @Test
  void uniformNumbersAreUniform() {
    for (Kind kind : new Kind[] {Kind.UNIFORM_FLOAT, Kind.UNIFORM_DOUBLE}) {
      double[] x = kind.draw(new RandomNumbers(11, 0, 0), MANY, 0);
      assertTrue(Arrays.stream(x).allMatch(v -> v >= 0 && v < 1));
      assertEquals(0.5, Arrays.stream(x).average().orElseThrow(), 5 * Math.sqrt(1.0 / 12 / MANY));
      double square = Arrays.stream(x).map(v -> v * v).average().orElseThrow();
      assertEquals(1.0 / 3, square, 5 * Math.sqrt(4.0 / 45 / MANY));
      assertChiSquare(x, v -> v);
    }
  }

  @Test
  void normalNumbersAreNormal() {
    for (Kind kind : new Kind[] {Kind.NORMAL_FLOAT, Kind.NORMAL_DOUBLE}) {
      double[] x = kind.draw(new RandomNumbers(12, 0, 0), MANY, 0);
      assertEquals(0, Arrays.stream(x).average().orElseThrow(), 5 / Math.sqrt(MANY));
      double second = Arrays.stream(x).map(v -> v * v).average().orElseThrow();
      assertEquals(1, second, 5 * Math.sqrt(2.0 / MANY));
      double third = Arrays.stream(x).map(v -> v * v * v).average().orElseThrow();
      assertEquals(0, third, 5 * Math.sqrt(15.0 / MANY));
      double fourth = Arrays.stream(x).map(v -> v * v * v * v).average().orElseThrow();
      assertEquals(3, fourth, 5 * Math.sqrt(96.0 / MANY));
      assertChiSquare(x, RandomNumbersTest::normalDistribution);
    }
  }

  /** By the midpoint rule from 0. */
  private static double normalDistribution(double x) {
    int steps = 200;
    double sum = 0;
    for (int i = 0; i < steps; i++) {
      double t = x * (i + 0.5) / steps;
      sum += Math.exp(-t * t / 2);
    }
    return 0.5 + sum * x / steps / Math.sqrt(2 * Math.PI);
  }

  /** Within 5 standard deviations of what 256 equally likely cells give. */
  private static void assertChiSquare(double[] x, DoubleUnaryOperator distribution) {
    int cells = 256;
    int[] counts = new int[cells];
    for (double v : x) {
      counts[Math.min(cells - 1, (int) (distribution.applyAsDouble(v) * cells))]++;
    }
    double expected = x.length / (double) cells;
    double chi =
        Arrays.stream(counts).mapToDouble(c -> (c - expected) * (c - expected)).sum() / expected;
    assertEquals(cells - 1, chi, 5 * Math.sqrt(2.0 * (cells - 1)));
  }

  @Test
  void neighboursAreNotCorrelated() {
    for (Kind kind : Kind.values()) {
      double[] x = kind.draw(new RandomNumbers(13, 0, 0), MANY, 0);
      for (int lag = 1; lag <= 4; lag++) {
        double r = correlation(Arrays.copyOf(x, MANY - lag), Arrays.copyOfRange(x, lag, MANY));
        assertTrue(r < 5 / Math.sqrt(MANY), kind + " lag " + lag + ": " + r);
      }
    }
  }

  @Test
  void aSequenceEnds() {
    RandomNumbers numbers = new RandomNumbers(1, 2, 3);
    numbers.uniform(new float[4], 4, (1L << 34) - 4);
    assertThrows(
        IndexOutOfBoundsException.class, () -> numbers.uniform(new float[4], 4, (1L << 34) - 3));
    assertThrows(IndexOutOfBoundsException.class, () -> numbers.uniform(new float[4], 4, -4));
  }
}

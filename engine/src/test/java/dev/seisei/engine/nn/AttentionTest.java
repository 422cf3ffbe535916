package dev.seisei.engine.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.nd4j.autodiff.samediff.SDVariable;

class AttentionTest {
  private static final int BATCH = 2;
  private static final int SIZE = 5;
  private static final int VALUE_SIZE = 3;

  /** One configuration, computed by the graph and by loops. */
  private static void check(Attention.Settings settings, int queries, int keys, boolean masked) {
    int heads = settings.heads();
    int keyHeads = settings.keyHeads();
    Sketch s = new Sketch();
    SDVariable q = s.input("q", 3, BATCH, heads, queries, SIZE);
    SDVariable k = s.input("k", 3, BATCH, keyHeads, keys, SIZE);
    SDVariable v = s.input("v", 3, BATCH, keyHeads, keys, VALUE_SIZE);
    double[] mask = masked ? Sketch.wave("mask", BATCH * keys) : null;
    SDVariable y =
        mask == null
            ? Attention.attention(q, k, v, settings)
            : Attention.attention(q, k, v, s.input("mask", 1, BATCH, 1, 1, keys), settings);
    double[] noise = settings.dropout() > 0 ? s.noise(0, BATCH, heads, queries, keys) : null;
    assertArrayEquals(
        loops(settings, queries, keys, mask, noise),
        s.run(y),
        1e-12,
        settings + ", masked " + masked);
  }

  private static double[] loops(
      Attention.Settings settings,
      int queries,
      int keys,
      double @Nullable [] mask,
      double @Nullable [] noise) {
    int heads = settings.heads();
    int keyHeads = settings.keyHeads();
    double[] q = Sketch.wave("q", BATCH * heads * queries * SIZE);
    double[] k = Sketch.wave("k", BATCH * keyHeads * keys * SIZE);
    double[] v = Sketch.wave("v", BATCH * keyHeads * keys * VALUE_SIZE);
    double[] y = new double[BATCH * heads * queries * VALUE_SIZE];
    for (int b = 0; b < BATCH; b++) {
      for (int h = 0; h < heads; h++) {
        int kv = b * keyHeads + h / (heads / keyHeads);
        for (int i = 0; i < queries; i++) {
          int row = (b * heads + h) * queries + i;
          int visible = settings.causal() ? keys - queries + i + 1 : keys;
          double[] weight = new double[keys];
          double total = 0;
          for (int j = 0; j < visible; j++) {
            double score = 0;
            for (int d = 0; d < SIZE; d++) {
              score += q[row * SIZE + d] * k[(kv * keys + j) * SIZE + d];
            }
            score *= settings.scale();
            weight[j] = Math.exp(mask == null ? score : score + mask[b * keys + j]);
            total += weight[j];
          }
          for (int j = 0; j < visible; j++) {
            double p = weight[j] / total;
            if (noise != null) {
              p = noise[row * keys + j] < settings.dropout() ? 0 : p / (1 - settings.dropout());
            }
            for (int d = 0; d < VALUE_SIZE; d++) {
              y[row * VALUE_SIZE + d] += p * v[(kv * keys + j) * VALUE_SIZE + d];
            }
          }
        }
      }
    }
    return y;
  }

  @Test
  void isTheSoftmaxOfScaledScoresTimesTheValues() {
    check(Attention.Settings.of(3, SIZE), 4, 7, false);
    check(Attention.Settings.of(1, SIZE).withScale(2), 1, 3, false);
  }

  @Test
  void addsTheMask() {
    check(Attention.Settings.of(3, SIZE), 4, 7, true);
  }

  @Test
  void causalQueriesSeeNoLaterKey() {
    check(Attention.Settings.of(3, SIZE).withCausal(), 4, 4, false);
    check(Attention.Settings.of(3, SIZE).withCausal(), 3, 7, true);
    check(Attention.Settings.of(3, SIZE).withCausal(), 1, 7, false);
  }

  @Test
  void keyHeadsServeNeighbouringHeads() {
    check(Attention.Settings.of(6, SIZE).withKeyHeads(2), 4, 7, false);
    check(Attention.Settings.of(3, SIZE).withKeyHeads(1).withCausal(), 4, 5, true);
  }

  @Test
  void dropsProbabilities() {
    check(Attention.Settings.of(2, SIZE).withDropout(0.4), 4, 7, false);
    check(Attention.Settings.of(4, SIZE).withKeyHeads(2).withCausal().withDropout(0.4), 3, 5, true);
  }

  @Test
  void refusesBadSettings() {
    assertEquals(
        "keyHeads must divide heads, got 3 and 4",
        assertThrows(
                IllegalArgumentException.class, () -> Attention.Settings.of(4, 8).withKeyHeads(3))
            .getMessage());
    assertEquals(
        "dropout must be in [0, 1), got 1.0; 0 turns it off",
        assertThrows(
                IllegalArgumentException.class, () -> Attention.Settings.of(4, 8).withDropout(1))
            .getMessage());
    assertThrows(IllegalArgumentException.class, () -> Attention.Settings.of(0, 8));
    assertThrows(IllegalArgumentException.class, () -> Attention.Settings.of(4, 0));
    assertThrows(
        IllegalArgumentException.class, () -> Attention.Settings.of(4, 8).withScale(Double.NaN));
  }
}

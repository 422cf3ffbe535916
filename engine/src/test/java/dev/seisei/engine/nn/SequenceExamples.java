package dev.seisei.engine.nn;

import java.util.Arrays;
import org.nd4j.autodiff.samediff.SDVariable;

/** The examples of {@link CompositeExamples} that work on sequences. */
final class SequenceExamples {
  private static final double[] MASK = {1, 1, 1, 1, 1, 1, 0, 0, 0, 1, 0, 1};

  private SequenceExamples() {}

  static void addAll() {
    attention();
    cachedAttention();
    rotary();
    recurrent();
  }

  private static void attention() {
    CompositeExamples.add(
        Composites.ATTENTION, "plain", s -> attend(s, 2, 2, 3, 5, false, false, 0));
    CompositeExamples.add(
        Composites.ATTENTION, "causal", s -> attend(s, 2, 2, 4, 4, false, true, 0));
    CompositeExamples.add(
        Composites.ATTENTION,
        "causal, fewer queries than keys",
        s -> attend(s, 1, 1, 2, 5, false, true, 0));
    CompositeExamples.add(
        Composites.ATTENTION, "masked", s -> attend(s, 2, 2, 3, 5, true, false, 0));
    CompositeExamples.add(
        Composites.ATTENTION, "grouped, masked, causal", s -> attend(s, 4, 2, 3, 3, true, true, 0));
    CompositeExamples.add(
        Composites.ATTENTION, "one key head", s -> attend(s, 3, 1, 2, 3, false, false, 0));
    CompositeExamples.add(
        Composites.ATTENTION, "dropout", s -> attend(s, 2, 1, 3, 4, false, true, 0.4));
    CompositeExamples.add(
        Composites.ATTENTION,
        "open batch and time",
        s -> {
          SDVariable x = s.input("x", 2, 2, 3, 2, 5);
          SDVariable q = s.graph.permute(x.mul(s.variable("wq", 5)), 0, 2, 1, 3);
          SDVariable k = s.graph.permute(x.mul(s.variable("wk", 5)), 0, 2, 1, 3);
          SDVariable v = s.graph.permute(x.mul(s.variable("wv", 5)), 0, 2, 1, 3);
          return Attention.attention(q, k, v, Attention.Settings.of(2, 5).withCausal());
        });
  }

  private static SDVariable attend(
      Sketch s,
      int heads,
      int keyHeads,
      int queries,
      int keys,
      boolean masked,
      boolean causal,
      double dropout) {
    SDVariable q = s.variable("q", 2, heads, queries, 5);
    SDVariable k = s.variable("k", 2, keyHeads, keys, 5);
    SDVariable v = s.variable("v", 2, keyHeads, keys, 3);
    Attention.Settings settings = new Attention.Settings(heads, keyHeads, 0.7, causal, dropout);
    SDVariable y =
        masked
            ? Attention.attention(q, k, v, s.variable("mask", 2, 1, 1, keys), settings)
            : Attention.attention(q, k, v, settings);
    if (dropout > 0) {
      s.noise(0, 2, heads, queries, keys);
    }
    return y;
  }

  private static void cachedAttention() {
    CompositeExamples.add(
        Composites.CACHED_ATTENTION, "all tokens", s -> attendCached(s, 2, 2, 0).y());
    CompositeExamples.add(
        Composites.CACHED_ATTENTION, "grouped, a window", s -> attendCached(s, 4, 2, 3).y());
    CompositeExamples.add(
        Composites.CACHED_ATTENTION, "the new keys", s -> attendCached(s, 2, 1, 0).cache().keys());
    CompositeExamples.add(
        Composites.CACHED_ATTENTION,
        "the new values",
        s -> attendCached(s, 2, 1, 0).cache().values());
  }

  /** Two tokens that end a sequence of six, and the first one of another. */
  private static CachedAttention.Attended attendCached(
      Sketch s, int heads, int keyHeads, int window) {
    CachedAttention.Extents extents = new CachedAttention.Extents(keyHeads, 5, 4);
    return CachedAttention.attend(
        s.variable("q", 3, heads, 1, 5),
        s.variable("k", 3, keyHeads, 1, 5),
        s.variable("v", 3, keyHeads, 1, 5),
        new CachedAttention.Cache(
            s.variable("keys", extents.keys(4)), s.variable("values", extents.values(4))),
        new CachedAttention.Places(
            s.constant(new double[] {4, 5, 12}, 3),
            s.constant(new double[] {4, 5, 0}, 3),
            s.constant(new double[] {2, 1, 2, 1, 3, 0}, 3, 2)),
        extents,
        new Attention.Settings(heads, keyHeads, 0.7, false, 0),
        window);
  }

  private static void rotary() {
    for (Rotary.Pairing pairing : Rotary.Pairing.values()) {
      CompositeExamples.add(
          Composites.ROTARY,
          pairing.toString(),
          s ->
              Rotary.rotate(
                  s.variable("x", 2, 3, 4, 6),
                  new Rotary.Angles(s.variable("cos", 4, 3), s.variable("sin", 4, 3)),
                  pairing));
      CompositeExamples.add(
          Composites.ROTARY,
          pairing + ", angles from positions, open batch",
          s -> {
            SDVariable positions = s.input("positions", new double[] {3, 4, 5.5, 6}, 0, 4);
            SDVariable x = s.input("x", 1, 2, 3, 4, 6).mul(s.variable("w", 6));
            return Rotary.rotate(x, Rotary.angles(positions, Rotary.frequencies(6, 100)), pairing);
          });
    }
  }

  private static void recurrent() {
    CompositeExamples.add(
        Composites.LSTM, "from zeros", s -> lstm(s, s.variable("x", 2, 4, 3), 4, false, false));
    CompositeExamples.add(
        Composites.LSTM,
        "initial state and mask, open batch",
        s -> lstm(s, s.input("x", 1, 3, 4, 3), 4, true, true));
    CompositeExamples.add(
        Composites.LSTM,
        "one step from zeros",
        s -> lstm(s, s.variable("x", 2, 1, 3), 1, false, true));
    for (Recurrent.Reset reset : Recurrent.Reset.values()) {
      CompositeExamples.add(
          Composites.GRU,
          "reset " + reset + ", from zeros",
          s -> gru(s, s.variable("x", 2, 4, 3), 4, reset, false, false));
      CompositeExamples.add(
          Composites.GRU,
          "reset " + reset + ", initial state and mask, open batch",
          s -> gru(s, s.input("x", 1, 3, 4, 3), 4, reset, true, true));
      CompositeExamples.add(
          Composites.GRU,
          "reset " + reset + ", one step from zeros",
          s -> gru(s, s.variable("x", 2, 1, 3), 1, reset, false, true));
    }
  }

  private static SDVariable mask(Sketch s, int open, int batch, int steps) {
    return s.input("mask", Arrays.copyOf(MASK, batch * steps), open, batch, steps);
  }

  /** All results of a layer of 5 units, in one; the batch is open if an initial state is given. */
  private static SDVariable lstm(
      Sketch s, SDVariable x, int steps, boolean initial, boolean masked) {
    int batch = initial ? 3 : 2;
    Recurrent.LstmResult result =
        Recurrent.lstm(
            x,
            steps,
            new Recurrent.LstmWeights(
                s.variable("wx", 3, 20), s.variable("wh", 5, 20), s.variable("b", 20)),
            initial
                ? new Recurrent.LstmState(s.input("h0", 1, batch, 5), s.input("c0", 1, batch, 5))
                : null,
            masked ? mask(s, initial ? 1 : 0, batch, steps) : null);
    return s.graph.concat(
        0, result.outputs().reshape(-1, 5), result.last().hidden(), result.last().cell());
  }

  private static SDVariable gru(
      Sketch s, SDVariable x, int steps, Recurrent.Reset reset, boolean initial, boolean masked) {
    int batch = initial ? 3 : 2;
    Recurrent.GruResult result =
        Recurrent.gru(
            x,
            steps,
            new Recurrent.GruWeights(
                s.variable("wx", 3, 15),
                s.variable("wh", 5, 15),
                s.variable("bx", 15),
                s.variable("bh", 15)),
            reset,
            initial ? s.input("h0", 1, batch, 5) : null,
            masked ? mask(s, initial ? 1 : 0, batch, steps) : null);
    return s.graph.concat(0, result.outputs().reshape(-1, 5), result.last());
  }
}

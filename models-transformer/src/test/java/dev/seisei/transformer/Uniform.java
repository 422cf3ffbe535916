package dev.seisei.transformer;

import dev.seisei.engine.memory.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/** Weights by the formula of {@code tools/parity}. */
public final class Uniform {
  private Uniform() {}

  /**
   * Values for parameters, each of a stream that is its place in the order of names.
   *
   * @param like what has the shapes
   * @param gain which lie about 1
   */
  public static Map<String, Tensor> weights(Map<String, Tensor> like, Predicate<String> gain) {
    Map<String, Tensor> weights = new LinkedHashMap<>();
    int stream = 0;
    for (Map.Entry<String, Tensor> each : new TreeMap<>(like).entrySet()) {
      float[] values = new float[Math.toIntExact(each.getValue().elements())];
      for (int i = 0; i < values.length; i++) {
        double u = value(stream, i);
        values[i] = (float) (gain.test(each.getKey()) ? 1 + u / 2 : u / 4);
      }
      weights.put(each.getKey(), Tensor.of(values, each.getValue().shape()));
      stream++;
    }
    return weights;
  }

  /** In [-1, 1) in steps of 2⁻¹⁵: a hash of index and stream. */
  private static double value(long stream, int index) {
    int x = (int) (index + stream * 2654435761L);
    x ^= x >>> 16;
    x *= 0x85EBCA6B;
    x ^= x >>> 13;
    x *= 0xC2B2AE35;
    x ^= x >>> 16;
    return (x >>> 16) / 32768.0 - 1;
  }
}

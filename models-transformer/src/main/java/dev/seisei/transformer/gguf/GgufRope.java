package dev.seisei.transformer.gguf;

import dev.seisei.core.gguf.Gguf;
import dev.seisei.core.gguf.GgufMetadata;
import dev.seisei.core.gguf.GgufTensor;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * How a file says by what rule rotary angles are scaled: by metadata, but for Llama 3.1's rule,
 * whose factors are a tensor.
 */
final class GgufRope {
  /** Divisors of the frequencies, one for each pair. */
  static final String FACTORS = "rope_freqs.weight";

  /** Between the bounds that all of these models have, 1 and 4: one pair between tells no width. */
  private static final int USUAL_WIDTH = 3;

  private final Gguf file;
  private final String prefix;

  GgufRope(Gguf file, String architecture) {
    this.file = file;
    this.prefix = architecture + ".rope.";
  }

  double base() {
    return file.metadata().number(prefix + "freq_base").orElse(10_000);
  }

  /**
   * The values of {@code rope_scaling}.
   *
   * @param positions how many tokens the model reads
   * @throws IllegalArgumentException if it is a rule that is not known
   */
  Map<String, Object> scaling(int headSize, long positions) {
    GgufMetadata metadata = file.metadata();
    Map<String, Object> scaling = new LinkedHashMap<>();
    String type = metadata.text(prefix + "scaling.type").orElse("none");
    if (file.tensors().containsKey(FACTORS)) {
      if (!type.equals("none")) {
        throw wrong(prefix + "scaling.type must be none beside " + FACTORS + ", got " + type);
      }
      return factors(headSize);
    }
    double factor =
        metadata
            .number(prefix + "scaling.factor")
            .orElse(metadata.number(prefix + "scale_linear").orElse(1));
    switch (type) {
      case "none", "linear" -> {
        scaling.put("rope_type", factor == 1 ? "default" : "linear");
        scaling.put("factor", factor);
      }
      case "yarn" -> {
        scaling.put("rope_type", "yarn");
        scaling.put("factor", factor);
        scaling.put(
            "original_max_position_embeddings",
            metadata.integer(prefix + "scaling.original_context_length").orElse(positions));
        scaling.put("beta_fast", metadata.number(prefix + "scaling.yarn_beta_fast").orElse(32));
        scaling.put("beta_slow", metadata.number(prefix + "scaling.yarn_beta_slow").orElse(1));
        double attention = metadata.number(prefix + "scaling.attn_factor").orElse(1);
        scaling.put("attention_factor", attention * (1 + 0.1 * Math.log(factor)));
      }
      default ->
          throw wrong(
              prefix + "scaling.type must be one of none, linear, yarn, got \"" + type + "\"");
    }
    return scaling;
  }

  /**
   * Llama 3.1's rule from its factors: slow pairs are divided by the factor, quick ones by 1, and
   * between the share that is kept is a straight line over the frequency, which two pairs give.
   * Only ratios matter, so the lower bound is 1.
   */
  private Map<String, Object> factors(int headSize) {
    GgufTensor tensor = file.tensor(FACTORS);
    int pairs = headSize / 2;
    if (tensor.elements() != pairs || tensor.rows() != 1) {
      throw wrong(FACTORS + " must have a factor for each of the " + pairs + " pairs");
    }
    float[] divisors = new float[pairs];
    tensor.dequantise(0, 1, divisors, 0);
    double most = 1;
    for (float each : divisors) {
      if (!(each >= 1)) {
        throw wrong(FACTORS + " must have factors of at least 1, got " + each);
      }
      most = Math.max(most, each);
    }
    if (most == 1) {
      return Map.of("rope_type", "default");
    }
    return line(divisors, most)
        .orElseThrow(
            () -> wrong(FACTORS + " has factors that are not of Llama 3.1's rule, the one known"));
  }

  private Optional<Map<String, Object>> line(float[] divisors, double factor) {
    int first = -1;
    int last = -1;
    for (int i = 0; i < divisors.length; i++) {
      if (divisors[i] > 1.0001 && divisors[i] < factor * 0.9999) {
        first = first < 0 ? i : first;
        last = i;
      }
    }
    if (first < 0) {
      return Optional.empty();
    }
    double share0 = kept(divisors[first], factor);
    double frequency0 = frequency(first, divisors);
    double slope =
        first == last
            ? (share0 + 1.0 / USUAL_WIDTH) / frequency0
            : (share0 - kept(divisors[last], factor)) / (frequency0 - frequency(last, divisors));
    double offset = share0 - slope * frequency0;
    for (int i = 0; i < divisors.length; i++) {
      double share = Math.max(0, Math.min(1, offset + slope * frequency(i, divisors)));
      double expected = 1 / (share + (1 - share) / factor);
      if (!(Math.abs(expected - divisors[i]) < 1e-2 * expected)) {
        return Optional.empty();
      }
    }
    double width = -1 / offset;
    Map<String, Object> scaling = new LinkedHashMap<>();
    scaling.put("rope_type", "llama3");
    scaling.put("factor", factor);
    scaling.put("low_freq_factor", 1.0);
    scaling.put("high_freq_factor", 1 + width);
    scaling.put("original_max_position_embeddings", (int) Math.round(slope * width * 2 * Math.PI));
    return Optional.of(scaling);
  }

  /** The share of a frequency that is not divided. */
  private static double kept(double divisor, double factor) {
    return (1 / divisor - 1 / factor) / (1 - 1 / factor);
  }

  private double frequency(int pair, float[] divisors) {
    return Math.pow(base(), -(double) pair / divisors.length);
  }

  private IllegalArgumentException wrong(String what) {
    return new IllegalArgumentException(file.file() + ": " + what);
  }
}

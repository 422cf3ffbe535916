package dev.seisei.transformer.llama;

import dev.seisei.core.settings.Description;
import dev.seisei.core.settings.Require;
import dev.seisei.engine.nn.Rotary;

/**
 * How rotary angles are changed so that a model reads longer texts than it was trained on first,
 * with Hugging Face's keys.
 *
 * @param ropeType the rule
 * @param factor how many times longer the texts are
 * @param originalMaxPositionEmbeddings tokens of the texts before
 * @param lowFreqFactor of llama3
 * @param highFreqFactor of llama3
 * @param betaFast of yarn
 * @param betaSlow of yarn
 * @param attentionFactor of yarn: what queries and keys are multiplied by; 0 follows from factor
 */
public record RopeScaling(
    @Description("the rule") Type ropeType,
    @Description("how many times longer texts are") double factor,
    @Description("tokens of the texts before") int originalMaxPositionEmbeddings,
    @Description("llama3: wavelengths above original/this are stretched") double lowFreqFactor,
    @Description("llama3: wavelengths below original/this stay") double highFreqFactor,
    @Description("yarn: turns from which a pair stays") double betaFast,
    @Description("yarn: turns below which a pair is stretched") double betaSlow,
    @Description("yarn: multiplies queries and keys; 0: 1 + ln(factor)/10")
        double attentionFactor) {

  /** A rule. */
  public enum Type {
    /** Angles as they are. */
    DEFAULT,
    /** Positions divided by the factor: Chen et al., 2023, arXiv 2306.15595, equation 4. */
    LINEAR,
    /** Slow pairs are slowed further, quick ones stay: Llama 3.1's own code. */
    LLAMA3,
    /** The same by the number of turns: Peng et al., 2023, arXiv 2309.00071, section 3.2. */
    YARN
  }

  public RopeScaling {
    Require.inRange("factor", factor, 1, 1e6);
    Require.inRange("original_max_position_embeddings", originalMaxPositionEmbeddings, 0, 1 << 24);
    Require.positive("low_freq_factor", lowFreqFactor);
    Require.positive("high_freq_factor", highFreqFactor);
    Require.positive("beta_fast", betaFast);
    Require.positive("beta_slow", betaSlow);
    Require.inRange("attention_factor", attentionFactor, 0, 100);
    boolean needsOriginal = ropeType == Type.LLAMA3 || ropeType == Type.YARN;
    Require.that(
        !needsOriginal || originalMaxPositionEmbeddings > 0,
        "original_max_position_embeddings",
        "original_max_position_embeddings must be > 0 with this rope_type, got "
            + originalMaxPositionEmbeddings);
  }

  /** Angles as they are. */
  public RopeScaling() {
    this(Type.DEFAULT, 1, 0, 1, 4, 32, 1, 0);
  }

  /** Radians a position by which each pair turns: [size / 2]. */
  public double[] frequencies(int size, double base) {
    double[] frequencies = Rotary.frequencies(size, base);
    for (int i = 0; i < frequencies.length; i++) {
      frequencies[i] = scaled(frequencies[i], i, size, base);
    }
    return frequencies;
  }

  private double scaled(double frequency, int pair, int size, double base) {
    return switch (ropeType) {
      case DEFAULT -> frequency;
      case LINEAR -> frequency / factor;
      case LLAMA3 -> {
        double turns = originalMaxPositionEmbeddings * frequency / (2 * Math.PI);
        double kept = (turns - lowFreqFactor) / (highFreqFactor - lowFreqFactor);
        yield blend(frequency, kept);
      }
      case YARN -> {
        double low = Math.max(0, Math.floor(pairTurning(betaFast, size, base)));
        double high = Math.min(size - 1.0, Math.ceil(pairTurning(betaSlow, size, base)));
        double width = high == low ? 0.001 : high - low;
        yield blend(frequency, 1 - (pair - low) / width);
      }
    };
  }

  /** The pair, a fraction, that turns so often over the original length. */
  private double pairTurning(double turns, int size, double base) {
    return size
        * Math.log(originalMaxPositionEmbeddings / (turns * 2 * Math.PI))
        / (2 * Math.log(base));
  }

  private double blend(double frequency, double kept) {
    double share = Math.max(0, Math.min(1, kept));
    return share * frequency + (1 - share) * frequency / factor;
  }

  /** What queries and keys are multiplied by. */
  public double magnitude() {
    if (ropeType != Type.YARN) {
      return 1;
    }
    return attentionFactor > 0 ? attentionFactor : factor <= 1 ? 1 : 0.1 * Math.log(factor) + 1;
  }
}

package dev.seisei.benchmarks.gpt;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * The GPT whose training step is measured: what every side computes, from which weights.
 *
 * <p>With B = {@code batch}, T = {@code context}, d = {@code width}, V = {@code vocabulary}, and
 * {@code tokens: [B, T]}:
 *
 * <pre>
 * x = token.table[tokens] + position.table                                    [B, T, d]
 * for each block:
 *   x = x + attention(layerNorm(x))      causal, scaled by 1 / sqrt(d / heads)
 *   x = x + mlp(layerNorm(x))            d → 4d, GELU, 4d → d
 * logits = layerNorm(x) · head.weight                                         [B, T, V]
 * loss = mean over all B·T tokens of −log softmax(logits)[target]             in nats
 * </pre>
 *
 * <p>Layer norm divides by √(variance + {@value #LAYER_NORM_EPSILON}), the variance being that of
 * the population. GELU is ½x(1 + tanh(√(2/π)(x + 0.044715x³))), which equals x·σ(2√(2/π)(x +
 * 0.044715x³)). There is no dropout.
 *
 * <p>The update is Adam with the constants below and bias correction, without weight decay, on all
 * parameters. Where ε stands (beside √v, or beside √v corrected for bias) is left to each side: it
 * moves the losses by less than rounding does.
 *
 * <p>A weight is stored {@code [in, out]} and used as {@code x · W + b}. The columns of {@code
 * attention.qkv} are the queries, the keys and the values of all heads, in this order, each {@code
 * [heads, d / heads]}. A side may transpose, split or join them when it starts, since Adam works
 * element by element.
 *
 * @param layers number of blocks
 * @param width d, the width of the residual stream
 * @param heads attention heads; divides {@code width}
 * @param context T, the tokens of one sequence
 * @param batch B, the sequences of one step
 * @param vocabulary V, the number of distinct tokens
 * @param seed where the weights and the batches come from
 */
public record GptWorkload(
    int layers, int width, int heads, int context, int batch, int vocabulary, long seed) {

  /** The one that is published: 4 layers, d 128, 4 heads, 64 tokens, batch 16, 65 characters. */
  public static final GptWorkload STANDARD = new GptWorkload(4, 128, 4, 64, 16, 65, 1851);

  /** What layer norm adds to the variance. */
  public static final float LAYER_NORM_EPSILON = 1e-5f;

  /** Adam's step size. */
  public static final float LEARNING_RATE = 1e-3f;

  /** Adam's decay of the mean of the gradients. */
  public static final float BETA1 = 0.9f;

  /** Adam's decay of the mean of the squared gradients. */
  public static final float BETA2 = 0.999f;

  /** What Adam adds to the divisor. */
  public static final float ADAM_EPSILON = 1e-8f;

  private static final double WEIGHT_DEVIATION = 0.02;

  /** What a parameter starts as. */
  public enum Initial {
    /** Normal with mean 0 and deviation 0.02. */
    NORMAL,
    /** All one. */
    ONES,
    /** All zero. */
    ZEROS
  }

  /**
   * A parameter of the network.
   *
   * @param name unique, such as {@code block0.mlp.up.weight}
   * @param shape one or two dimensions
   * @param initial what it starts as
   */
  public record Parameter(String name, List<Integer> shape, Initial initial) {

    /** Returns the number of elements. */
    public int length() {
      return shape.stream().reduce(1, Math::multiplyExact);
    }

    /** Returns the shape in the form that array libraries ask for. */
    public long[] dimensions() {
      return shape.stream().mapToLong(Integer::longValue).toArray();
    }
  }

  /**
   * Checks the sizes.
   *
   * @throws IllegalArgumentException if one is not positive, or {@code heads} does not divide
   *     {@code width}
   */
  public GptWorkload {
    for (int size : new int[] {layers, width, heads, context, batch, vocabulary}) {
      if (size <= 0) {
        throw new IllegalArgumentException("sizes must be > 0, got " + size);
      }
    }
    if (width % heads != 0) {
      throw new IllegalArgumentException("heads must divide width " + width + ", got " + heads);
    }
  }

  /** Returns the number of tokens of one step, B·T. */
  public int tokensPerStep() {
    return batch * context;
  }

  /** Returns the prefix of the names of a block's parameters, such as {@code block0.}. */
  public static String block(int layer) {
    return "block" + layer + ".";
  }

  /** Returns all parameters, in the order in which the network uses them. */
  public List<Parameter> parameters() {
    List<Parameter> all = new ArrayList<>();
    all.add(new Parameter("token.table", List.of(vocabulary, width), Initial.NORMAL));
    all.add(new Parameter("position.table", List.of(context, width), Initial.NORMAL));
    for (int layer = 0; layer < layers; layer++) {
      String block = block(layer);
      addNorm(all, block + "norm1");
      addLinear(all, block + "attention.qkv", width, 3 * width);
      addLinear(all, block + "attention.out", width, width);
      addNorm(all, block + "norm2");
      addLinear(all, block + "mlp.up", width, 4 * width);
      addLinear(all, block + "mlp.down", 4 * width, width);
    }
    addNorm(all, "norm");
    all.add(new Parameter("head.weight", List.of(width, vocabulary), Initial.NORMAL));
    return List.copyOf(all);
  }

  private void addNorm(List<Parameter> all, String name) {
    all.add(new Parameter(name + ".gain", List.of(width), Initial.ONES));
    all.add(new Parameter(name + ".bias", List.of(width), Initial.ZEROS));
  }

  private static void addLinear(List<Parameter> all, String name, int in, int out) {
    all.add(new Parameter(name + ".weight", List.of(in, out), Initial.NORMAL));
    all.add(new Parameter(name + ".bias", List.of(out), Initial.ZEROS));
  }

  /**
   * Returns the weights before the first step, row-major, in the order of {@link #parameters()}:
   * the same on every call.
   */
  public Map<String, float[]> initialWeights() {
    RandomGenerator random = new SplittableRandom(seed);
    Map<String, float[]> weights = new LinkedHashMap<>();
    for (Parameter parameter : parameters()) {
      float[] values = new float[parameter.length()];
      switch (parameter.initial()) {
        case NORMAL -> {
          for (int i = 0; i < values.length; i++) {
            values[i] = (float) (WEIGHT_DEVIATION * random.nextGaussian());
          }
        }
        case ONES -> Arrays.fill(values, 1);
        case ZEROS -> {}
      }
      weights.put(parameter.name(), values);
    }
    return weights;
  }
}

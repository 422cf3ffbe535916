package dev.seisei.engine.nn;

import dev.seisei.engine.op.CompositeType;
import java.util.ArrayList;
import java.util.List;

/**
 * The composites of this package: what a kernel provider can claim whole, and what the tests
 * enumerate.
 *
 * <p>Each is documented where it is built. A type has a fused gradient where a kernel exists that
 * computes it in one pass; the others are better differentiated piece by piece.
 */
public final class Composites {
  private static final List<CompositeType> ALL = new ArrayList<>();

  /** {@link Projections#linear}: x, w, and b if there is one. */
  public static final CompositeType LINEAR = type("linear", false);

  /** {@link Projections#embedding}: table, ids. */
  public static final CompositeType EMBEDDING = type("embedding", false);

  /** {@link Norms#layerNorm}: x, then gain and shift if there are any. */
  public static final CompositeType LAYER_NORM = type("layer_norm", true);

  /** {@link Norms#rmsNorm}: x, then gain if there is one. */
  public static final CompositeType RMS_NORM = type("rms_norm", true);

  /** {@link Norms#groupNorm}: x, then gain and shift if there are any. */
  public static final CompositeType GROUP_NORM = type("group_norm", true);

  /** {@link BatchNorm#training}: (x, gain, shift) → y, mean, biased variance. */
  public static final CompositeType BATCH_NORM = type("batch_norm", true);

  /** {@link BatchNorm#inference}: x, gain, shift, mean, variance. */
  public static final CompositeType BATCH_NORM_INFERENCE = type("batch_norm_inference", false);

  /** {@link SpectralNorm}: (w, u) → w / σ, and in training the new u. */
  public static final CompositeType SPECTRAL_NORM = type("spectral_norm", false);

  /** {@link Activations#gelu}. */
  public static final CompositeType GELU = type("gelu", true);

  /** {@link Activations#geluTanh}. */
  public static final CompositeType GELU_TANH = type("gelu_tanh", true);

  /** {@link Activations#silu}. */
  public static final CompositeType SILU = type("silu", true);

  /** {@link Activations#mish}. */
  public static final CompositeType MISH = type("mish", true);

  /** {@link Activations#softplus}. */
  public static final CompositeType SOFTPLUS = type("softplus", true);

  /** {@link Activations#leakyRelu}. */
  public static final CompositeType LEAKY_RELU = type("leaky_relu", true);

  /** {@link Activations#elu}. */
  public static final CompositeType ELU = type("elu", true);

  /** {@link Activations#glu}: value, gate. */
  public static final CompositeType GLU = type("glu", false);

  /** {@link Activations#swiglu}: value, gate. */
  public static final CompositeType SWIGLU = type("swiglu", false);

  /** {@link Activations#geglu}: value, gate. */
  public static final CompositeType GEGLU = type("geglu", false);

  /** {@link Dropout#dropout}: x, noise. */
  public static final CompositeType DROPOUT = type("dropout", false);

  /** What {@link Dropout#dropout} multiplies by: noise. */
  public static final CompositeType DROPOUT_MASK = type("dropout_mask", false);

  /** {@link CrossEntropy#dense}: logits, labels. */
  public static final CompositeType SOFTMAX_CROSS_ENTROPY = type("softmax_cross_entropy", true);

  /** {@link CrossEntropy#sparse}: logits, labels. */
  public static final CompositeType SPARSE_SOFTMAX_CROSS_ENTROPY =
      type("sparse_softmax_cross_entropy", true);

  /** {@link Attention#attention}: q, k, v, then mask and noise if there are any. */
  public static final CompositeType ATTENTION = type("attention", true);

  /**
   * {@link CachedAttention#attend}: q, k, v, keys, values, cells, positions, pages → y, keys,
   * values.
   */
  public static final CompositeType CACHED_ATTENTION = type("cached_attention", false);

  /** {@link Rotary#rotate}: x, cos, sin. */
  public static final CompositeType ROTARY = type("rotary", false);

  /**
   * {@link Recurrent#lstm}: x, input weights, recurrent weights, bias, then initial hidden state
   * and cell, then mask, if there are any → outputs, last hidden state, last cell; and for the
   * gradient [4, T, N, H] input gates, forget gates, output gates and candidates, and [T, N, H] the
   * cell after every step.
   */
  public static final CompositeType LSTM = type("lstm", true);

  /**
   * {@link Recurrent#gru}: x, input weights, recurrent weights, input bias, recurrent bias, then
   * initial state, then mask, if there are any → outputs, last state; and where the reset gate acts
   * after the product, for the gradient [4, T, N, H] reset gates, update gates, candidates, and U·h
   * + b of the candidates.
   */
  public static final CompositeType GRU = type("gru", true);

  /** {@link Convolutions#transposed1d}: x, w, and b if there is one. */
  public static final CompositeType CONV_TRANSPOSE_1D = type("conv_transpose_1d", false);

  /** {@link Convolutions#transposed2d}: x, w, and b if there is one. */
  public static final CompositeType CONV_TRANSPOSE_2D = type("conv_transpose_2d", false);

  /** {@link Resampling#nearest}. */
  public static final CompositeType RESAMPLE_NEAREST = type("resample_nearest", true);

  /** {@link Resampling#bilinear}. */
  public static final CompositeType RESAMPLE_BILINEAR = type("resample_bilinear", false);

  private Composites() {}

  /** Every composite of this package. */
  public static List<CompositeType> all() {
    return List.copyOf(ALL);
  }

  private static CompositeType type(String name, boolean fusedGradient) {
    CompositeType type = new CompositeType(name, fusedGradient);
    ALL.add(type);
    return type;
  }
}

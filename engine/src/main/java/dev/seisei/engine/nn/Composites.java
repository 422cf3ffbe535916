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

  /** {@link Activations#geluTanh}. */
  public static final CompositeType GELU_TANH = type("gelu_tanh", true);

  /** {@link Dropout#dropout}: x, noise. */
  public static final CompositeType DROPOUT = type("dropout", false);

  /** {@link CrossEntropy#dense}: logits, labels. */
  public static final CompositeType SOFTMAX_CROSS_ENTROPY = type("softmax_cross_entropy", true);

  /** {@link CrossEntropy#sparse}: logits, labels. */
  public static final CompositeType SPARSE_SOFTMAX_CROSS_ENTROPY =
      type("sparse_softmax_cross_entropy", true);

  /** {@link Attention#attention}: q, k, v, then mask and noise if there are any. */
  public static final CompositeType ATTENTION = type("attention", false);

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

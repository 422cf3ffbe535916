package dev.seisei.engine.nn;

import dev.seisei.engine.op.CompositeType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Small graphs that use each composite, for every test that enumerates them: gradients by finite
 * differences, parity of kernels with the decomposition. In double precision, on odd shapes, smooth
 * around the values given. What to differentiate by: the graph's floating variables that are not
 * states.
 */
public final class CompositeExamples {
  private static final List<Example> ALL = new ArrayList<>();

  private CompositeExamples() {}

  /**
   * A graph that uses a composite.
   *
   * @param variant what sets it apart from the type's other examples
   */
  public record Example(CompositeType type, String variant, Supplier<Built> build) {
    @Override
    public String toString() {
      return type.name() + ", " + variant;
    }
  }

  /**
   * A graph, its result, and what to feed it.
   *
   * @param inputs for every placeholder, those for noise included
   */
  public record Built(SameDiff graph, SDVariable output, Map<String, INDArray> inputs) {}

  /** Every example; at least one of each type. */
  public static List<Example> all() {
    return List.copyOf(ALL);
  }

  private static void add(CompositeType type, String variant, Function<Sketch, SDVariable> output) {
    ALL.add(
        new Example(
            type,
            variant,
            () -> {
              Sketch sketch = new Sketch();
              return sketch.built(output.apply(sketch));
            }));
  }

  static {
    projections();
    norms();
    activations();
    training();
    attention();
  }

  private static void projections() {
    add(
        Composites.LINEAR,
        "matrix without bias",
        s -> Projections.linear(s.variable("x", 3, 5), s.variable("w", 5, 7)));
    add(
        Composites.LINEAR,
        "rank 3 with bias",
        s ->
            Projections.linear(
                s.variable("x", 2, 3, 5), s.variable("w", 5, 7), s.variable("b", 7)));
    add(
        Composites.LINEAR,
        "open batch and time",
        s ->
            Projections.linear(
                s.input("x", 2, 2, 3, 5), s.variable("w", 5, 7), s.variable("b", 7)));
    add(
        Composites.LINEAR,
        "transposed",
        s -> Projections.linearTransposed(s.variable("x", 2, 3, 5), s.variable("w", 7, 5)));
    add(
        Composites.EMBEDDING,
        "ids of rank 2",
        s ->
            Projections.embedding(
                s.variable("table", 5, 3), s.integers("ids", new int[] {4, 0, 1, 1, 3, 1}, 2, 3)));
  }

  private static void norms() {
    add(Composites.LAYER_NORM, "plain", s -> Norms.layerNorm(s.variable("x", 2, 3, 5), 1e-5));
    add(
        Composites.LAYER_NORM,
        "gain",
        s -> Norms.layerNorm(s.variable("x", 3, 5), s.variable("gain", 5), 1e-5));
    add(
        Composites.LAYER_NORM,
        "gain and shift",
        s ->
            Norms.layerNorm(
                s.variable("x", 2, 3, 5), s.variable("gain", 5), s.variable("shift", 5), 0.1));
    add(
        Composites.LAYER_NORM,
        "open batch and time",
        s ->
            Norms.layerNorm(
                s.input("x", 2, 2, 3, 5), s.variable("gain", 5), s.variable("shift", 5), 1e-5));
  }

  private static void activations() {
    add(Composites.GELU_TANH, "rank 2", s -> Activations.geluTanh(s.variable("x", 3, 5)));
  }

  private static void training() {
    add(
        Composites.DROPOUT,
        "open shape",
        s -> {
          SDVariable x = s.input("x", 2, 3, 5);
          SDVariable y = Dropout.dropout(x.mul(s.variable("w", 5)), 0.3);
          s.noise(0, 3, 5);
          return y;
        });
    add(
        Composites.SOFTMAX_CROSS_ENTROPY,
        "both differentiable",
        s -> CrossEntropy.dense(s.variable("logits", 3, 5), s.positive("labels", 3, 5)));
    add(
        Composites.SPARSE_SOFTMAX_CROSS_ENTROPY,
        "plain",
        s ->
            CrossEntropy.sparse(
                s.variable("logits", 3, 5), s.integers("labels", new int[] {4, 0, 2}, 3), 5));
    add(
        Composites.SPARSE_SOFTMAX_CROSS_ENTROPY,
        "ignored and smoothed",
        s ->
            CrossEntropy.sparse(
                s.variable("logits", 4, 5),
                s.integers("labels", new int[] {4, -100, 2, 0}, 4),
                5,
                -100,
                0.1));
  }

  private static void attention() {
    add(Composites.ATTENTION, "plain", s -> attend(s, 2, 2, 3, 5, false, false, 0));
    add(Composites.ATTENTION, "causal", s -> attend(s, 2, 2, 4, 4, false, true, 0));
    add(
        Composites.ATTENTION,
        "causal, fewer queries than keys",
        s -> attend(s, 1, 1, 2, 5, false, true, 0));
    add(Composites.ATTENTION, "masked", s -> attend(s, 2, 2, 3, 5, true, false, 0));
    add(Composites.ATTENTION, "grouped, masked, causal", s -> attend(s, 4, 2, 3, 3, true, true, 0));
    add(Composites.ATTENTION, "one key head", s -> attend(s, 3, 1, 2, 3, false, false, 0));
    add(Composites.ATTENTION, "dropout", s -> attend(s, 2, 1, 3, 4, false, true, 0.4));
    add(
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
}

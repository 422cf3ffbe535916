package dev.seisei.engine.nn;

import dev.seisei.engine.op.CompositeType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Small graphs that use each composite, for every test that enumerates them: gradients by finite
 * differences, parity of kernels with the decomposition. In single or double precision, on odd
 * shapes, smooth around the values given. What to differentiate by: the graph's floating variables
 * that are not states.
 */
public final class CompositeExamples {
  private static final List<Example> ALL = new ArrayList<>();

  private CompositeExamples() {}

  /**
   * A graph that uses a composite.
   *
   * @param variant what sets it apart from the type's other examples
   * @param build makes it in a floating-point type
   */
  public record Example(CompositeType type, String variant, Function<DataType, Built> build) {
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

  static void add(CompositeType type, String variant, Function<Sketch, SDVariable> output) {
    ALL.add(
        new Example(
            type,
            variant,
            precision -> {
              Sketch sketch = new Sketch(precision);
              return sketch.built(output.apply(sketch));
            }));
  }

  static {
    projections();
    norms();
    moreNorms();
    normsOverTheBatchAndOfWeights();
    activations();
    training();
    SequenceExamples.addAll();
    convolutions();
    resampling();
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
                s.variable("table", 5, 3),
                s.integers("ids", new int[] {4, 0, 1, 1, 3, 1}, 0, 2, 3)));
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

  private static void moreNorms() {
    add(Composites.RMS_NORM, "plain", s -> Norms.rmsNorm(s.variable("x", 2, 3, 5), 1e-5));
    add(
        Composites.RMS_NORM,
        "gain, open batch and time",
        s -> Norms.rmsNorm(s.input("x", 2, 2, 3, 5), s.variable("gain", 5), 0.1));
    add(
        Composites.RMS_NORM,
        "gain",
        s -> Norms.rmsNorm(s.variable("x", 3, 5), s.variable("gain", 5), 1e-5));
    add(Composites.GROUP_NORM, "plain", s -> Norms.groupNorm(s.variable("x", 2, 6, 3), 2, 1e-5));
    add(
        Composites.GROUP_NORM,
        "images, gain and shift",
        s ->
            Norms.groupNorm(
                s.variable("x", 2, 6, 3, 1),
                3,
                s.variable("gain", 6),
                s.variable("shift", 6),
                1e-5));
    add(
        Composites.GROUP_NORM,
        "one group a channel, open batch and time",
        s ->
            Norms.groupNorm(
                s.open("x", new long[] {-1, 3, -1}, 2, 3, 5).mul(s.variable("w", 3, 1)),
                3,
                s.variable("gain", 3),
                s.variable("shift", 3),
                1e-5));
  }

  private static void normsOverTheBatchAndOfWeights() {
    add(Composites.BATCH_NORM, "images", s -> trainBatchNorm(s, s.variable("x", 2, 3, 2, 3)));
    add(Composites.BATCH_NORM, "rows", s -> trainBatchNorm(s, s.variable("x", 5, 3)));
    add(
        Composites.BATCH_NORM,
        "open batch and time",
        s ->
            trainBatchNorm(
                s, s.open("x", new long[] {-1, 3, -1}, 2, 3, 5).mul(s.variable("w", 3, 1))));
    add(
        Composites.BATCH_NORM_INFERENCE,
        "images",
        s ->
            BatchNorm.inference(
                s.variable("x", 2, 3, 2, 3),
                s.variable("gain", 3),
                s.variable("shift", 3),
                s.variable("mean", 3),
                s.positive("variance", 3),
                1e-5));
    add(
        Composites.SPECTRAL_NORM,
        "training, converged",
        s ->
            SpectralNorm.training(
                s.variable("w", 2, 3, 5),
                s.state("u", SpectralNormTest.rightSingularVector(), 5),
                5,
                1));
    add(
        Composites.SPECTRAL_NORM,
        "inference, converged",
        s ->
            SpectralNorm.inference(
                s.variable("w", 2, 3, 5),
                s.state("u", SpectralNormTest.rightSingularVector(), 5),
                5));
  }

  private static SDVariable trainBatchNorm(Sketch s, SDVariable x) {
    return BatchNorm.training(
        x,
        s.variable("gain", 3),
        s.variable("shift", 3),
        s.state("mean", new double[] {0.1, -0.2, 0.3}, 3),
        s.state("variance", new double[] {1, 2, 0.5}, 3),
        0.1,
        1e-5);
  }

  private static void activations() {
    activation(Composites.GELU, "rank 2", Activations::gelu);
    activation(Composites.GELU_TANH, "rank 2", Activations::geluTanh);
    activation(Composites.SILU, "rank 2", Activations::silu);
    activation(Composites.MISH, "rank 2", Activations::mish);
    activation(Composites.SOFTPLUS, "rank 2", Activations::softplus);
    activation(Composites.LEAKY_RELU, "slope 0.2", x -> Activations.leakyRelu(x, 0.2));
    activation(Composites.ELU, "alpha 1", x -> Activations.elu(x, 1));
    activation(Composites.ELU, "scaled", Activations::selu);
    gate(Composites.GLU, Activations::glu);
    gate(Composites.SWIGLU, Activations::swiglu);
    gate(Composites.GEGLU, Activations::geglu);
  }

  private static void activation(
      CompositeType type, String variant, UnaryOperator<SDVariable> function) {
    add(type, variant, s -> function.apply(s.variable("x", 3, 5)));
  }

  private static void gate(CompositeType type, BinaryOperator<SDVariable> function) {
    add(
        type,
        "rank 3",
        s -> function.apply(s.variable("value", 2, 3, 5), s.variable("gate", 2, 3, 5)));
  }

  private static void training() {
    add(
        Composites.DROPOUT,
        "open batch",
        s -> {
          SDVariable x = s.input("x", 1, 3, 5);
          SDVariable y = Dropout.dropout(x.mul(s.variable("w", 5)), 0.3);
          s.noise(0, 3, 5);
          return y;
        });
    add(
        Composites.DROPOUT_MASK,
        "open batch",
        s -> Dropout.mask(s.input("noise", 1, 3, 5), 0.3).mul(s.variable("w", 5)));
    add(
        Composites.SOFTMAX_CROSS_ENTROPY,
        "both differentiable",
        s -> CrossEntropy.dense(s.variable("logits", 3, 5), s.positive("labels", 3, 5)));
    add(
        Composites.SPARSE_SOFTMAX_CROSS_ENTROPY,
        "plain",
        s ->
            CrossEntropy.sparse(
                s.variable("logits", 3, 5), s.integers("labels", new int[] {4, 0, 2}, 0, 3), 5));
    add(
        Composites.SPARSE_SOFTMAX_CROSS_ENTROPY,
        "ignored and smoothed, open batch",
        s ->
            CrossEntropy.sparse(
                s.input("x", 1, 4, 5).mul(s.variable("w", 5)),
                s.integers("labels", new int[] {4, -100, 2, 0}, 1, 4),
                5,
                -100,
                0.1));
  }

  private static void convolutions() {
    add(
        Composites.CONV_TRANSPOSE_1D,
        "stride 2",
        s ->
            Convolutions.transposed1d(
                s.variable("x", 2, 3, 4),
                s.variable("w", 3, 2, 3),
                s.variable("b", 2),
                Kernel.of(3).withStride(2).withPadding(1),
                1));
    add(
        Composites.CONV_TRANSPOSE_2D,
        "plain",
        s ->
            Convolutions.transposed2d(
                s.variable("x", 2, 3, 3, 2), s.variable("w", 3, 3, 2, 3), null, Kernel.of(3), 0));
    add(
        Composites.CONV_TRANSPOSE_2D,
        "stride 2, padding, output padding, open batch",
        s ->
            Convolutions.transposed2d(
                s.input("x", 1, 2, 3, 3, 2),
                s.variable("w", 3, 4, 2, 3),
                s.variable("b", 2),
                Kernel.of(3, 4).withStride(2).withPadding(1),
                1));
    add(
        Composites.CONV_TRANSPOSE_2D,
        "output padding beyond the padding",
        s ->
            Convolutions.transposed2d(
                s.variable("x", 2, 3, 3, 2),
                s.variable("w", 2, 2, 2, 3),
                s.variable("b", 2),
                Kernel.of(2).withStride(3),
                2));
  }

  private static void resampling() {
    add(
        Composites.RESAMPLE_NEAREST,
        "by 2",
        s -> Resampling.nearest(s.variable("x", 2, 3, 3, 2), 3, 3, 2, 2));
    add(
        Composites.RESAMPLE_NEAREST,
        "by 3, open batch",
        s -> Resampling.nearest(s.input("x", 1, 2, 1, 3, 2).mul(s.variable("w", 2)), 1, 3, 2, 3));
    add(
        Composites.RESAMPLE_BILINEAR,
        "by 2",
        s -> Resampling.bilinear(s.variable("x", 2, 3, 3, 2), 3, 3, 2, 2));
    add(
        Composites.RESAMPLE_BILINEAR,
        "by 3, open batch",
        s -> Resampling.bilinear(s.input("x", 1, 2, 1, 3, 2).mul(s.variable("w", 2)), 1, 3, 2, 3));
  }
}

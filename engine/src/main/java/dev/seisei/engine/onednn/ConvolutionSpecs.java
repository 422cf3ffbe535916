package dev.seisei.engine.onednn;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_WEIGHTS;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WEIGHTS;

import dev.seisei.engine.kernel.Strided;
import dev.seisei.engine.memory.DType;
import java.util.List;
import java.util.Map;
import org.bytedeco.dnnl.convolution_backward_data;
import org.bytedeco.dnnl.convolution_backward_weights;
import org.bytedeco.dnnl.convolution_forward;
import org.bytedeco.dnnl.global.dnnl.algorithm;
import org.bytedeco.dnnl.global.dnnl.prop_kind;
import org.bytedeco.dnnl.memory;
import org.jspecify.annotations.Nullable;

/**
 * Specifications of convolutions, which choose the layout of the weights, and of images where asked
 * to.
 */
final class ConvolutionSpecs {
  private ConvolutionSpecs() {}

  /**
   * What is convolved.
   *
   * @param x [N, C, D…]
   * @param weights [O, C, K…], or with groups [G, O/G, C/G, K…]
   * @param y [N, O, D′…]
   * @param gaps how many inputs lie between two taps of the kernel
   */
  record Geometry(
      Strided x,
      List<Long> weights,
      Strided y,
      List<Long> strides,
      List<Long> gaps,
      List<Long> before,
      List<Long> after) {
    private memory.desc anyWeights(DType dtype) {
      return Dnnl.anyhow(Dnnl.longs(weights), dtype);
    }

    private convolution_forward.primitive_desc forward(List<Post> posts) {
      return new convolution_forward.primitive_desc(
          Dnnl.ENGINE,
          prop_kind.forward_training,
          algorithm.convolution_direct,
          Dnnl.describe(x),
          anyWeights(x.dtype()),
          Post.bias(posts),
          Dnnl.describe(y),
          Dnnl.longs(strides),
          Dnnl.longs(gaps),
          Dnnl.longs(before),
          Dnnl.longs(after),
          Dnnl.attributes(posts),
          true);
    }

    /** The forward convolution that a gradient belongs to, all of it in one type. */
    private convolution_forward.primitive_desc hint(DType dtype) {
      return new Geometry(x.of(dtype), weights, y.of(dtype), strides, gaps, before, after)
          .forward(List.of());
    }

    private long work() {
      return weights.stream().reduce(y.elements(), (a, b) -> a * b);
    }
  }

  /** (x, w) → y. */
  record Forward(Geometry geometry, List<Post> posts) implements Spec {
    @Override
    public @Nullable Primitive create() {
      convolution_forward.primitive_desc description = geometry.forward(posts);
      return description.asBoolean()
          ? Primitive.of(
              description,
              new convolution_forward(description),
              ElementwiseSpecs.withOperands(
                  Map.of(
                      DNNL_ARG_SRC,
                      description.src_desc(),
                      DNNL_ARG_WEIGHTS,
                      description.weights_desc(),
                      DNNL_ARG_DST,
                      description.dst_desc()),
                  posts),
              geometry.work())
          : null;
    }
  }

  /** (dy, w) → dx. */
  record InputGradient(Geometry geometry) implements Spec {
    static Map<Integer, Place> arguments(Place dy, Place weights, Place dx) {
      return Map.of(DNNL_ARG_DIFF_DST, dy, DNNL_ARG_WEIGHTS, weights, DNNL_ARG_DIFF_SRC, dx);
    }

    @Override
    public @Nullable Primitive create() {
      convolution_forward.primitive_desc forward = geometry.hint(geometry.y().dtype());
      if (!forward.asBoolean()) {
        return null;
      }
      convolution_backward_data.primitive_desc description =
          new convolution_backward_data.primitive_desc(
              Dnnl.ENGINE,
              algorithm.convolution_direct,
              Dnnl.describe(geometry.x()),
              geometry.anyWeights(geometry.y().dtype()),
              Dnnl.describe(geometry.y()),
              Dnnl.longs(geometry.strides()),
              Dnnl.longs(geometry.gaps()),
              Dnnl.longs(geometry.before()),
              Dnnl.longs(geometry.after()),
              forward,
              Dnnl.attributes(List.of()),
              true);
      return description.asBoolean()
          ? Primitive.of(
              description,
              new convolution_backward_data(description),
              Map.of(
                  DNNL_ARG_DIFF_DST,
                  description.diff_dst_desc(),
                  DNNL_ARG_WEIGHTS,
                  description.weights_desc(),
                  DNNL_ARG_DIFF_SRC,
                  description.diff_src_desc()),
              geometry.work())
          : null;
    }
  }

  /**
   * (x, dy) → dw.
   *
   * @param blocked whether oneDNN chooses how x and dy lie
   */
  record WeightGradient(Geometry geometry, boolean blocked) implements Spec {
    @Override
    public @Nullable Primitive create() {
      convolution_forward.primitive_desc forward = geometry.hint(geometry.x().dtype());
      if (!forward.asBoolean()) {
        return null;
      }
      convolution_backward_weights.primitive_desc description =
          new convolution_backward_weights.primitive_desc(
              Dnnl.ENGINE,
              algorithm.convolution_direct,
              describe(geometry.x()),
              geometry.anyWeights(DType.F32),
              describe(geometry.y()),
              Dnnl.longs(geometry.strides()),
              Dnnl.longs(geometry.gaps()),
              Dnnl.longs(geometry.before()),
              Dnnl.longs(geometry.after()),
              forward,
              Dnnl.attributes(List.of()),
              true);
      return description.asBoolean()
          ? Primitive.of(
              description,
              new convolution_backward_weights(description),
              Map.of(
                  DNNL_ARG_SRC,
                  description.src_desc(),
                  DNNL_ARG_DIFF_DST,
                  description.diff_dst_desc(),
                  DNNL_ARG_DIFF_WEIGHTS,
                  description.diff_weights_desc()),
              geometry.work())
          : null;
    }

    private memory.desc describe(Strided image) {
      return blocked ? Dnnl.anyhow(image.shape(), image.dtype()) : Dnnl.describe(image);
    }
  }
}

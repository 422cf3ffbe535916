package dev.seisei.engine.onednn;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SCALE;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SHIFT;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_MEAN;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SCALE;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SHIFT;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_VARIANCE;

import dev.seisei.engine.kernel.Strided;
import dev.seisei.engine.memory.DType;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.dnnl.batch_normalization_backward;
import org.bytedeco.dnnl.batch_normalization_forward;
import org.bytedeco.dnnl.global.dnnl.normalization_flags;
import org.bytedeco.dnnl.global.dnnl.prop_kind;
import org.bytedeco.dnnl.memory;
import org.jspecify.annotations.Nullable;

/** Specifications of batch normalisation of images [N, C, points, 1]. */
final class ChannelNormSpecs {
  private static final int GAIN_AND_SHIFT =
      normalization_flags.use_scale.value | normalization_flags.use_shift.value;

  private ChannelNormSpecs() {}

  private static memory.desc channels(Strided image) {
    return Dnnl.describe(Strided.dense(DType.F32, image.extent(1)));
  }

  private static int flags(boolean given, boolean gainAndShift) {
    return (given ? normalization_flags.use_global_stats.value : 0)
        | (gainAndShift ? GAIN_AND_SHIFT : 0);
  }

  /**
   * (x, gain and shift if there are any, mean and variance if they are given) → y, and mean and
   * variance of each channel if they are not given.
   */
  record BatchForward(Strided image, float epsilon, boolean given, boolean gainAndShift)
      implements Spec {
    private batch_normalization_forward.primitive_desc describe() {
      memory.desc layout = Dnnl.describe(image);
      return new batch_normalization_forward.primitive_desc(
          Dnnl.ENGINE,
          prop_kind.forward_training.value,
          layout,
          layout,
          epsilon,
          flags(given, gainAndShift),
          Dnnl.attributes(List.of()),
          true);
    }

    @Override
    public @Nullable Primitive create() {
      batch_normalization_forward.primitive_desc description = describe();
      if (!description.asBoolean()) {
        return null;
      }
      memory.desc layout = Dnnl.describe(image);
      Map<Integer, memory.desc> arguments = new HashMap<>();
      arguments.put(DNNL_ARG_SRC, layout);
      arguments.put(DNNL_ARG_DST, layout);
      arguments.put(DNNL_ARG_MEAN, channels(image));
      arguments.put(DNNL_ARG_VARIANCE, channels(image));
      if (gainAndShift) {
        arguments.put(DNNL_ARG_SCALE, channels(image));
        arguments.put(DNNL_ARG_SHIFT, channels(image));
      }
      return Primitive.of(
          description, new batch_normalization_forward(description), arguments, image.elements());
    }
  }

  /**
   * (x, gain, mean, variance, dy) → gradients of x, gain and shift.
   *
   * @param given whether mean and variance do not depend on x
   */
  record BatchBackward(Strided image, float epsilon, boolean given) implements Spec {
    @Override
    public @Nullable Primitive create() {
      memory.desc layout = Dnnl.describe(image);
      batch_normalization_backward.primitive_desc description =
          new batch_normalization_backward.primitive_desc(
              Dnnl.ENGINE,
              prop_kind.backward.value,
              layout,
              layout,
              layout,
              epsilon,
              flags(given, true),
              new BatchForward(image, epsilon, given, true).describe(),
              Dnnl.attributes(List.of()),
              true);
      return description.asBoolean()
          ? Primitive.of(
              description,
              new batch_normalization_backward(description),
              Map.of(
                  DNNL_ARG_SRC,
                  layout,
                  DNNL_ARG_SCALE,
                  channels(image),
                  DNNL_ARG_MEAN,
                  channels(image),
                  DNNL_ARG_VARIANCE,
                  channels(image),
                  DNNL_ARG_DIFF_DST,
                  layout,
                  DNNL_ARG_DIFF_SRC,
                  layout,
                  DNNL_ARG_DIFF_SCALE,
                  channels(image),
                  DNNL_ARG_DIFF_SHIFT,
                  channels(image)),
              image.elements())
          : null;
    }
  }
}

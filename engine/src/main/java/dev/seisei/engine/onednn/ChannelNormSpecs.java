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
import org.bytedeco.dnnl.group_normalization_forward;
import org.bytedeco.dnnl.memory;
import org.jspecify.annotations.Nullable;

/** Specifications of batch and group normalisation of images [N, C, points, 1]. */
final class ChannelNormSpecs {
  private static final int GAIN_AND_SHIFT =
      normalization_flags.use_scale.value | normalization_flags.use_shift.value;

  private ChannelNormSpecs() {}

  private static memory.desc channels(Strided image) {
    return Dnnl.describe(Strided.dense(DType.F32, image.extent(1)));
  }

  private static batch_normalization_forward.primitive_desc describe(Strided image, float epsilon) {
    memory.desc layout = Dnnl.describe(image);
    return new batch_normalization_forward.primitive_desc(
        Dnnl.ENGINE,
        prop_kind.forward_training.value,
        layout,
        layout,
        epsilon,
        GAIN_AND_SHIFT,
        Dnnl.attributes(List.of()),
        true);
  }

  /** (x, gain, shift) → y, mean and variance of each channel. */
  record BatchForward(Strided image, float epsilon) implements Spec {
    @Override
    public @Nullable Primitive create() {
      batch_normalization_forward.primitive_desc description = describe(image, epsilon);
      memory.desc layout = Dnnl.describe(image);
      return description.asBoolean()
          ? Primitive.of(
              description,
              new batch_normalization_forward(description),
              Map.of(
                  DNNL_ARG_SRC,
                  layout,
                  DNNL_ARG_DST,
                  layout,
                  DNNL_ARG_SCALE,
                  channels(image),
                  DNNL_ARG_SHIFT,
                  channels(image),
                  DNNL_ARG_MEAN,
                  channels(image),
                  DNNL_ARG_VARIANCE,
                  channels(image)),
              image.elements())
          : null;
    }
  }

  /** (x, gain, mean, variance, dy) → gradients of x, gain and shift. */
  record BatchBackward(Strided image, float epsilon) implements Spec {
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
              GAIN_AND_SHIFT,
              describe(image, epsilon),
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

  /**
   * (x, gain and shift if there are any) → y; in training also mean and variance of each group of
   * each image.
   */
  record GroupForward(
      Strided image, long groups, float epsilon, boolean gainAndShift, boolean training)
      implements Spec {
    @Override
    public @Nullable Primitive create() {
      memory.desc layout = Dnnl.describe(image);
      prop_kind kind = training ? prop_kind.forward_training : prop_kind.forward_inference;
      group_normalization_forward.primitive_desc description =
          new group_normalization_forward.primitive_desc(
              Dnnl.ENGINE,
              kind.value,
              layout,
              layout,
              groups,
              epsilon,
              gainAndShift ? GAIN_AND_SHIFT : 0,
              Dnnl.attributes(List.of()),
              true);
      if (!description.asBoolean()) {
        return null;
      }
      Map<Integer, memory.desc> arguments = new HashMap<>();
      arguments.put(DNNL_ARG_SRC, layout);
      arguments.put(DNNL_ARG_DST, layout);
      if (gainAndShift) {
        arguments.put(DNNL_ARG_SCALE, channels(image));
        arguments.put(DNNL_ARG_SHIFT, channels(image));
      }
      if (training) {
        memory.desc statistics = Dnnl.describe(Strided.dense(DType.F32, image.extent(0), groups));
        arguments.put(DNNL_ARG_MEAN, statistics);
        arguments.put(DNNL_ARG_VARIANCE, statistics);
      }
      return Primitive.of(
          description, new group_normalization_forward(description), arguments, image.elements());
    }
  }
}

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

import dev.seisei.engine.gradient.CompositeGradient;
import dev.seisei.engine.graph.TensorType;
import dev.seisei.engine.kernel.Proposal;
import dev.seisei.engine.kernel.Request;
import dev.seisei.engine.kernel.Strided;
import dev.seisei.engine.memory.DType;
import dev.seisei.engine.op.Binary;
import dev.seisei.engine.op.Composite;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Group normalisation: (x, gain and shift if there are any) → y.
 *
 * <p>oneDNN's own takes many times as long as its batch normalisation, and its gradient is a plain
 * loop. So each image is normalised as a batch of one, which tells the mean and the variance of
 * every channel; those of the groups follow, and with them the image is normalised again while it
 * is in the cache. The gradient is linear in dy and x, with factors for each channel that follow
 * from the sums that the batch normalisation's gradient takes: dx is what that says for a mean and
 * a variance that are given, plus q·x + r.
 */
final class GroupNormKernels {
  private static final String NAME = "group_norm";

  private final Recipe recipe = new Recipe();
  private final Strided images;
  private final Strided one;
  private final GroupStatistics groups;
  private final float epsilon;
  private final boolean gainAndShift;
  private final Place mean;
  private final Place variance;

  private GroupNormKernels(Composite composite, Strided x, int inputs) {
    this.images = Images.channelsInnermost(x);
    long[] shape = Images.flat(images).shape();
    shape[0] = 1;
    this.one = images.with(shape, Images.flat(images).strides());
    this.epsilon = (float) composite.number("epsilon");
    this.groups = new GroupStatistics((int) x.extent(1), (int) composite.number("groups"), epsilon);
    this.gainAndShift = inputs == 3;
    this.mean = channels();
    this.variance = channels();
  }

  static boolean isGroupNorm(Composite composite) {
    return composite.opName().equals(NAME);
  }

  static boolean claims(Composite composite, TensorType x, int inputs) {
    if (!isGroupNorm(composite) || !x.shape().isConstant() || x.shape().elements().isZero()) {
      return false;
    }
    Strided dense = Strided.dense(DType.F32, x.shape().toLongs());
    return Primitives.findFast(new GroupNormKernels(composite, dense, inputs).statistics()) != null;
  }

  private ChannelNormSpecs.BatchForward statistics() {
    return new ChannelNormSpecs.BatchForward(one, epsilon, false, false);
  }

  static @Nullable Proposal forward(Request request, Composite composite) {
    int count = request.inputs().size();
    GroupNormKernels kernels = new GroupNormKernels(composite, request.in(0).strided(), count);
    return kernels.forward()
        ? kernels.recipe.proposal(
            kernels.inputs(request, count), List.of(Layouts.keepOwn(request.out(), kernels.images)))
        : null;
  }

  private boolean forward() {
    Primitive apply =
        Primitives.find(new ChannelNormSpecs.BatchForward(one, epsilon, true, gainAndShift));
    if (apply == null) {
      return false;
    }
    for (long image = 0; image < images.extent(0); image++) {
      Place x = image(Place.input(0), image);
      Place y = image(Place.output(0), image);
      if (!statistics(x, y)) {
        return false;
      }
      Map<Integer, Place> arguments = new HashMap<>(normalised(x, y));
      if (gainAndShift) {
        arguments.put(DNNL_ARG_SCALE, Place.input(1));
        arguments.put(DNNL_ARG_SHIFT, Place.input(2));
      }
      recipe.add(apply, arguments);
    }
    return true;
  }

  /** Mean and variance of each channel's group; what lies at {@code spare} is spoilt. */
  private boolean statistics(Place x, Place spare) {
    Primitive primitive = Primitives.find(statistics());
    if (primitive == null) {
      return false;
    }
    recipe.add(primitive, normalised(x, spare));
    recipe.add(groups::combine, List.of(mean, variance));
    return true;
  }

  private Map<Integer, Place> normalised(Place x, Place y) {
    return Map.of(
        DNNL_ARG_SRC, x, DNNL_ARG_DST, y, DNNL_ARG_MEAN, mean, DNNL_ARG_VARIANCE, variance);
  }

  private Place channels() {
    return recipe.temporary(Strided.dense(DType.F32, images.extent(1))).place();
  }

  private Place image(Place whole, long image) {
    return whole.after(image * one.elements() * images.dtype().bytes());
  }

  /** Layouts of x, gain and shift; then of y, which is not read, and dy. */
  private List<Strided> inputs(Request request, int count) {
    List<Strided> inputs = new ArrayList<>();
    for (int i = 0; i < request.inputs().size(); i++) {
      Strided own = request.in(i).strided();
      if (i == count) {
        inputs.add(own);
      } else {
        boolean vector = i > 0 && i < count;
        inputs.add(Layouts.keepOwn(request.in(i), vector ? own.dense() : images));
      }
    }
    return inputs;
  }

  /** (x, gain?, shift?, y, dy) → those gradients that are wanted. */
  static @Nullable Proposal gradient(Request request, CompositeGradient op) {
    int count = request.inputs().size() - 2;
    GroupNormKernels kernels = new GroupNormKernels(op.of(), request.in(0).strided(), count);
    if (!kernels.gradient(op, Place.input(count + 1))) {
      return null;
    }
    Strided channels = Strided.dense(DType.F32, kernels.images.extent(1));
    List<Strided> outputs = new ArrayList<>();
    op.wanted().forEach(input -> outputs.add(input == 0 ? kernels.images : channels));
    return kernels.recipe.proposal(kernels.inputs(request, count), outputs);
  }

  private boolean gradient(CompositeGradient op, Place dy) {
    Strided perChannel = Strided.dense(DType.F32, images.extent(1));
    Place dx = recipe.wanted(op, 0, images);
    Place gain = gainAndShift ? Place.input(1) : Place.ones(DType.F32, images.extent(1));
    Place gainGradient = recipe.wanted(op, 1, perChannel);
    Place shiftGradient = recipe.wanted(op, 2, perChannel);
    Place ofGain = channels();
    Place ofShift = channels();
    Place q = channels();
    Place r = channels();
    Primitive sums = Primitives.find(new ChannelNormSpecs.BatchBackward(one, epsilon, true));
    Primitive linear = Primitives.find(new ChannelNormSpecs.BatchForward(one, 0, true, true));
    if (sums == null || linear == null) {
      return false;
    }
    Arg rest = recipe.temporary(images.dense(Images.points(images), images.extent(1)));
    recipe.add(groups::clear, List.of(gainGradient, shiftGradient));
    for (long image = 0; image < images.extent(0); image++) {
      Place x = image(Place.input(0), image);
      Place given = image(dy, image);
      Place wanted = image(dx, image);
      if (!statistics(x, wanted)) {
        return false;
      }
      recipe.add(
          sums,
          Map.of(
              DNNL_ARG_SRC, x,
              DNNL_ARG_MEAN, mean,
              DNNL_ARG_VARIANCE, variance,
              DNNL_ARG_SCALE, gain,
              DNNL_ARG_DIFF_DST, given,
              DNNL_ARG_DIFF_SRC, wanted,
              DNNL_ARG_DIFF_SCALE, ofGain,
              DNNL_ARG_DIFF_SHIFT, ofShift));
      recipe.add(
          memory -> groups.factors(memory, Images.points(images)),
          List.of(mean, variance, gain, ofGain, ofShift, q, r, gainGradient, shiftGradient));
      recipe.add(
          linear,
          Map.of(
              DNNL_ARG_SRC,
              x,
              DNNL_ARG_MEAN,
              Place.zeros(images.extent(1)),
              DNNL_ARG_VARIANCE,
              Place.ones(DType.F32, images.extent(1)),
              DNNL_ARG_SCALE,
              q,
              DNNL_ARG_SHIFT,
              r,
              DNNL_ARG_DST,
              rest.place()));
      Arg result = rest.at(wanted);
      if (!new Elementwise(recipe).binary(Binary.ADD, result, rest, result, List.of())) {
        return false;
      }
    }
    return true;
  }
}

package dev.seisei.engine.onednn;

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
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Group normalisation: (x, gain and shift if there are any) → y.
 *
 * <p>oneDNN has its gradient as a plain loop only. It is linear in dy and x, with factors for each
 * channel of each image that follow from sums over the points: dx = P·dy + Q·x + R.
 */
final class GroupNormKernels {
  private static final String NAME = "group_norm";

  private GroupNormKernels() {}

  private record Norm(Strided x, long groups, float epsilon, boolean gainAndShift) {
    static Norm of(Composite composite, Strided x, int inputs) {
      return new Norm(
          Images.channelsInnermost(x),
          (long) composite.number("groups"),
          (float) composite.number("epsilon"),
          inputs == 3);
    }

    @Nullable Primitive primitive(boolean training) {
      return Primitives.findBearable(
          new ChannelNormSpecs.GroupForward(
              Images.flat(x), groups, epsilon, gainAndShift, training));
    }

    void put(Map<Integer, Place> arguments) {
      if (gainAndShift) {
        arguments.put(DNNL_ARG_SCALE, Place.input(1));
        arguments.put(DNNL_ARG_SHIFT, Place.input(2));
      }
    }
  }

  static boolean claims(Composite composite, TensorType x, int inputs) {
    return composite.opName().equals(NAME)
        && x.shape().isConstant()
        && !x.shape().elements().isZero()
        && Norm.of(composite, Strided.dense(DType.F32, x.shape().toLongs()), inputs).primitive(true)
            != null;
  }

  static boolean isGroupNorm(Composite composite) {
    return composite.opName().equals(NAME);
  }

  static @Nullable Proposal forward(Request request, Composite composite) {
    int count = request.inputs().size();
    Norm norm = Norm.of(composite, request.in(0).strided(), count);
    Primitive primitive = norm.primitive(false);
    if (primitive == null) {
      return null;
    }
    Map<Integer, Place> arguments = new HashMap<>();
    arguments.put(DNNL_ARG_SRC, Place.input(0));
    arguments.put(DNNL_ARG_DST, Place.output(0));
    norm.put(arguments);
    Recipe recipe = new Recipe();
    recipe.add(primitive, arguments);
    return recipe.proposal(
        inputs(request, norm, count), List.of(Layouts.keepOwn(request.out(), norm.x())));
  }

  /** Layouts of x, gain and shift; then of y, which is not read, and dy. */
  private static List<Strided> inputs(Request request, Norm norm, int count) {
    List<Strided> inputs = new ArrayList<>();
    for (int i = 0; i < request.inputs().size(); i++) {
      Strided own = request.in(i).strided();
      if (i == count) {
        inputs.add(own);
      } else {
        boolean vector = i > 0 && i < count;
        inputs.add(Layouts.keepOwn(request.in(i), vector ? own.dense() : norm.x()));
      }
    }
    return inputs;
  }

  /** (x, gain?, shift?, y, dy) → those gradients that are wanted. */
  static @Nullable Proposal gradient(Request request, CompositeGradient op) {
    int count = request.inputs().size() - 2;
    Norm norm = Norm.of(op.of(), request.in(0).strided(), count);
    Primitive statistics = norm.primitive(true);
    if (statistics == null) {
      return null;
    }
    Strided rows = Images.rows(norm.x());
    Strided perChannel = Strided.dense(DType.F32, rows.extent(0), 1, rows.extent(2));
    Strided channels = Strided.dense(DType.F32, rows.extent(2));
    Strided groups = Strided.dense(DType.F32, rows.extent(0), norm.groups());
    Recipe recipe = new Recipe();
    Arg x = new Arg(Place.input(0), rows);
    Arg dy = new Arg(Place.input(count + 1), rows);
    Arg dx = new Arg(recipe.wanted(op, 0, rows), rows);
    Arg product = recipe.temporary(rows.of(DType.F32));
    Arg mean = recipe.temporary(groups);
    Arg variance = recipe.temporary(groups);
    Map<Integer, Place> arguments = new HashMap<>();
    arguments.put(DNNL_ARG_SRC, x.place());
    arguments.put(DNNL_ARG_DST, dx.place());
    arguments.put(DNNL_ARG_MEAN, mean.place());
    arguments.put(DNNL_ARG_VARIANCE, variance.place());
    norm.put(arguments);
    recipe.add(statistics, arguments);
    Arg sumDy = recipe.temporary(perChannel);
    Arg sumDyX = recipe.temporary(perChannel);
    Arg p = recipe.temporary(perChannel);
    Arg q = recipe.temporary(perChannel);
    Arg r = recipe.temporary(perChannel);
    Elementwise steps = new Elementwise(recipe);
    if (!steps.binary(Binary.MUL, dy, x, product, List.of())
        || !sumOverPoints(recipe, dy, sumDy)
        || !sumOverPoints(recipe, product, sumDyX)) {
      return null;
    }
    Place gain = norm.gainAndShift() ? Place.input(1) : Place.ones(DType.F32, rows.extent(2));
    recipe.add(
        new Factors(rows, norm.groups(), norm.epsilon()),
        List.of(
            sumDy.place(),
            sumDyX.place(),
            mean.place(),
            variance.place(),
            gain,
            p.place(),
            q.place(),
            r.place(),
            recipe.wanted(op, 1, channels),
            recipe.wanted(op, 2, channels)));
    if (!steps.binary(Binary.MUL, dy, repeated(p, rows), dx, List.of())
        || !steps.binary(Binary.MUL, x, repeated(q, rows), product, List.of())
        || !steps.binary(
            Binary.ADD, dx, product, dx, List.of(new Applied(Binary.ADD, repeated(r, rows))))) {
      return null;
    }
    List<Strided> outputs = new ArrayList<>();
    op.wanted().forEach(input -> outputs.add(input == 0 ? norm.x() : channels));
    return recipe.proposal(inputs(request, norm, count), outputs);
  }

  private static Arg repeated(Arg perChannel, Strided rows) {
    return perChannel.with(perChannel.layout().broadcast(rows.shape()));
  }

  private static boolean sumOverPoints(Recipe recipe, Arg rows, Arg sums) {
    long points = rows.layout().extent(1);
    Arg ones =
        new Arg(
            Place.ones(rows.layout().dtype(), points),
            rows.layout().dense(1, 1, points).broadcast(rows.layout().extent(0), 1, points));
    return MatMulKernels.multiply(recipe, ones, rows, sums, List.of());
  }

  /** The factors P, Q and R and the gradients of gain and shift, from the sums over the points. */
  private record Factors(Strided rows, long groups, float epsilon) implements Recipe.Calculation {
    @Override
    public void run(FloatBuffer[] memory) {
      int images = (int) rows.extent(0);
      int channels = (int) rows.extent(2);
      int width = channels / (int) groups;
      FloatBuffer gainGradient = memory[8];
      FloatBuffer shiftGradient = memory[9];
      for (int c = 0; c < channels; c++) {
        gainGradient.put(c, 0);
        shiftGradient.put(c, 0);
      }
      for (int image = 0; image < images; image++) {
        for (int group = 0; group < groups; group++) {
          group(memory, image * (int) groups + group, image * channels, group * width, width);
        }
      }
    }

    /** One group of one image, whose sums begin at {@code at}, from the given channel on. */
    private void group(FloatBuffer[] memory, int statistic, int at, int channel, int width) {
      double mean = memory[2].get(statistic);
      double inverse = 1 / Math.sqrt(memory[3].get(statistic) + (double) epsilon);
      double sum = 0;
      double product = 0;
      for (int c = channel; c < channel + width; c++) {
        double dy = memory[0].get(at + c);
        double dyNormal = inverse * (memory[1].get(at + c) - mean * dy);
        double gain = memory[4].get(c);
        sum += gain * dy;
        product += gain * dyNormal;
        memory[8].put(c, (float) (memory[8].get(c) + dyNormal));
        memory[9].put(c, (float) (memory[9].get(c) + dy));
      }
      double elements = (double) width * rows.extent(1);
      double q = -inverse * inverse * product / elements;
      double r = -inverse * sum / elements - mean * q;
      for (int c = channel; c < channel + width; c++) {
        memory[5].put(at + c, (float) (inverse * memory[4].get(c)));
        memory[6].put(at + c, (float) q);
        memory[7].put(at + c, (float) r);
      }
    }
  }
}

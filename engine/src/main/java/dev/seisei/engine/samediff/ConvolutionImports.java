package dev.seisei.engine.samediff;

import dev.seisei.engine.graph.Dim;
import dev.seisei.engine.graph.Shape;
import dev.seisei.engine.graph.Value;
import dev.seisei.engine.op.Convolution;
import dev.seisei.engine.op.ConvolutionInputGradient;
import dev.seisei.engine.op.Ops;
import java.util.ArrayList;
import java.util.List;

/**
 * Convolutions in all of SameDiff's layouts, brought to channels first and weights [O, C, K…]: what
 * is in between is permutations, which cost nothing by themselves.
 *
 * <p>Arguments: those of {@link SpatialArguments}, then [whether channels are last, weight format].
 */
final class ConvolutionImports {
  private ConvolutionImports() {}

  static void register(OperationTable.Builder table) {
    table.put("conv1d", call -> convolution(call, 1));
    table.put("conv2d", call -> convolution(call, 2));
    table.put("conv3dnew", call -> convolution(call, 3));
    table.put("deconv2d", call -> transposed(call, 2));
    table.put("deconv3d", call -> transposed(call, 3));
    table.put("depthwise_conv2d", ConvolutionImports::depthwise);
    table.put("sconv2d", ConvolutionImports::separable);
  }

  private static boolean channelsLast(OperationCall call, int axes) {
    return call.integer(4 * axes + 1, 0) != 0;
  }

  /**
   * Weights as [O, C, K…], from one of SameDiff's formats: 0 is [K…, C, O], 1 is [O, C, K…], 2 is
   * [O, K…, C].
   */
  private static Value weights(OperationCall call, Value w, int axes) {
    List<Integer> order = new ArrayList<>();
    switch (call.index(4 * axes + 2)) {
      case 0 -> {
        order.addAll(List.of(axes + 1, axes));
        addAxes(order, 0, axes);
      }
      case 1 -> {
        return w;
      }
      case 2 -> {
        order.addAll(List.of(0, axes + 1));
        addAxes(order, 1, axes);
      }
      default -> throw call.refuse("has no weight format " + call.index(4 * axes + 2));
    }
    return Ops.permute(w, order);
  }

  private static void addAxes(List<Integer> order, int from, int count) {
    for (int axis = from; axis < from + count; axis++) {
      order.add(axis);
    }
  }

  private static List<Long> kernel(Value w) {
    return w.shape().range(2, w.shape().rank()).dims().stream().map(Dim::value).toList();
  }

  /** Adds a bias a channel, if there is one. */
  private static Value biased(OperationCall call, int input, Value y) {
    return call.inputs().size() > input
        ? Ops.add(y, ShapeImports.alongAxis(call.in(input), 1, y.shape().rank()))
        : y;
  }

  private static Value convolution(OperationCall call, int axes) {
    boolean last = channelsLast(call, axes);
    Value x = SpatialArguments.channelsFirst(call.in(0), last);
    Value w = weights(call, call.in(1), axes);
    Value y = convolve(SpatialArguments.of(call, axes), x, w, 1);
    return SpatialArguments.restored(biased(call, 2, y), last);
  }

  private static Value convolve(SpatialArguments arguments, Value x, Value w, long groups) {
    SpatialArguments sized = arguments.withKernel(kernel(w));
    return Ops.apply(new Convolution(sized.window(x.shape(), groups)), x, w);
  }

  /** The gradient of a convolution whose weights [K…, O, C] take O channels and give C. */
  private static Value transposed(OperationCall call, int axes) {
    boolean last = channelsLast(call, axes);
    Value x = SpatialArguments.channelsFirst(call.in(0), last);
    Value w = weights(call, call.in(1), axes);
    SpatialArguments arguments = SpatialArguments.of(call, axes).withKernel(kernel(w));
    Shape output = arguments.transposedOutput(x.shape(), w.shape().dim(1));
    Value y = Ops.apply(new ConvolutionInputGradient(arguments.window(output, 1), output), x, w);
    return SpatialArguments.restored(biased(call, 2, y), last);
  }

  /** (x [N, C, H, W], w [M, C, K, K]) → [N, C·M, H′, W′]: each channel by its own M kernels. */
  private static Value depthwise(OperationCall call, Value x) {
    Value w = weights(call, call.in(1), 2);
    Dim channels = w.shape().dim(1);
    Shape grouped =
        Shape.of(w.shape().dim(0).times(channels), Dim.ONE, w.shape().dim(2), w.shape().dim(3));
    Value kernels = Ops.reshape(Ops.permute(w, List.of(1, 0, 2, 3)), grouped);
    return convolve(SpatialArguments.of(call, 2), x, kernels, channels.value());
  }

  private static Value depthwise(OperationCall call) {
    boolean last = channelsLast(call, 2);
    Value x = SpatialArguments.channelsFirst(call.in(0), last);
    return SpatialArguments.restored(biased(call, 2, depthwise(call, x)), last);
  }

  /** Depthwise, then pointwise if there are weights for that, which have rank 4. */
  private static Value separable(OperationCall call) {
    boolean last = channelsLast(call, 2);
    Value y = depthwise(call, SpatialArguments.channelsFirst(call.in(0), last));
    boolean pointwise = call.inputs().size() > 2 && call.in(2).shape().rank() == 4;
    if (pointwise) {
      SpatialArguments single =
          new SpatialArguments(
              List.of(1L, 1L),
              List.of(1L, 1L),
              List.of(0L, 0L),
              List.of(1L, 1L),
              SpatialArguments.Mode.GIVEN);
      y = convolve(single, y, weights(call, call.in(2), 2), 1);
    }
    return SpatialArguments.restored(biased(call, pointwise ? 3 : 2, y), last);
  }
}

package dev.seisei.engine.reference;

import dev.seisei.engine.memory.DType;
import dev.seisei.engine.op.Window;
import java.util.ArrayList;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.INDArrayIndex;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * Convolutions by libnd4j, which knows neither groups nor padding that differs between two sides:
 * the input is padded in an array of its own, and groups are taken one by one. One spatial axis is
 * two, the first of extent 1.
 */
final class NativeConvolution {
  /** Weights are [O, C, K…]. */
  private static final long OUTPUTS_FIRST = 1;

  private final NativeKernel kernel;
  private final DType type;
  private final int groups;
  private final boolean flat;
  private final List<Long> strides;
  private final List<Long> before;
  private final List<Long> after;
  private final List<Long> dilations;

  NativeConvolution(NativeKernel kernel, Window window, DType type) {
    this.kernel = kernel;
    this.type = type;
    this.groups = (int) window.groups();
    this.flat = window.axes() == 1;
    this.strides = spread(window.strides(), 1);
    this.before = spread(window.before(), 0);
    this.after = spread(window.after(), 0);
    this.dilations = spread(window.dilations(), 1);
  }

  private List<Long> spread(List<Long> list, long first) {
    return flat ? List.of(first, list.get(0)) : list;
  }

  private INDArray spread(INDArray array) {
    return flat ? array.reshape('c', array.size(0), array.size(1), 1, array.size(2)) : array;
  }

  void forward(INDArray input, INDArray weights, INDArray output) {
    INDArray x = spread(input);
    INDArray w = spread(weights);
    INDArray y = spread(output);
    INDArray padded = padded(x);
    INDArray part = part(y);
    for (int g = 0; g < groups; g++) {
      kernel.copy(group(x, 1, g), inside(padded, x));
      operation("", w).in(padded, group(w, 0, g)).out(part);
      kernel.copy(part, group(y, 1, g));
    }
  }

  void inputGradient(INDArray outputGradient, INDArray weights, INDArray inputGradient) {
    INDArray dy = spread(outputGradient);
    INDArray w = spread(weights);
    INDArray dx = spread(inputGradient);
    INDArray padded = padded(dx);
    INDArray paddedGradient = padded(dx);
    INDArray part = part(dy);
    INDArray unused = kernel.scratch(type, group(w, 0, 0).shape());
    for (int g = 0; g < groups; g++) {
      kernel.copy(group(dy, 1, g), part);
      operation("_bp", w).in(padded, group(w, 0, g), part).out(paddedGradient, unused);
      kernel.copy(inside(paddedGradient, dx), group(dx, 1, g));
    }
  }

  void weightGradient(INDArray input, INDArray outputGradient, INDArray weightGradient) {
    INDArray x = spread(input);
    INDArray dy = spread(outputGradient);
    INDArray dw = spread(weightGradient);
    INDArray padded = padded(x);
    INDArray unused = padded(x);
    INDArray part = part(dy);
    for (int g = 0; g < groups; g++) {
      kernel.copy(group(x, 1, g), inside(padded, x));
      kernel.copy(group(dy, 1, g), part);
      operation("_bp", dw).in(padded, group(dw, 0, g), part).out(unused, group(dw, 0, g));
    }
  }

  private NativeKernel.Arguments operation(String suffix, INDArray w) {
    int axes = strides.size();
    List<Long> integers = new ArrayList<>();
    for (int i = 0; i < axes; i++) {
      integers.add(w.size(i + 2));
    }
    integers.addAll(strides);
    for (int i = 0; i < axes; i++) {
      integers.add(0L); // the padding is there already
    }
    integers.addAll(dilations);
    integers.addAll(List.of(0L, 0L, OUTPUTS_FIRST)); // padding as given, channels first
    return kernel
        .custom((axes == 2 ? "conv2d" : "conv3dnew") + suffix)
        .integers(integers.stream().mapToLong(i -> i).toArray());
  }

  /** Zeros for one group of an input with its padding. */
  private INDArray padded(INDArray x) {
    long[] shape = x.shape().clone(); // ND4J gives its own array
    shape[1] /= groups;
    for (int i = 0; i < strides.size(); i++) {
      shape[i + 2] += before.get(i) + after.get(i);
    }
    return kernel.scratch(type, shape);
  }

  private INDArray part(INDArray y) {
    long[] shape = y.shape().clone();
    shape[1] /= groups;
    return kernel.scratch(type, shape);
  }

  /** The place of the input within its padding. */
  private INDArray inside(INDArray padded, INDArray x) {
    INDArrayIndex[] box = new INDArrayIndex[x.rank()];
    box[0] = NDArrayIndex.all();
    box[1] = NDArrayIndex.all();
    for (int i = 0; i < strides.size(); i++) {
      box[i + 2] = NDArrayIndex.interval(before.get(i), before.get(i) + x.size(i + 2));
    }
    return padded.get(box);
  }

  private INDArray group(INDArray array, int axis, int g) {
    long extent = array.size(axis) / groups;
    INDArrayIndex[] box = new INDArrayIndex[array.rank()];
    for (int i = 0; i < box.length; i++) {
      box[i] = i == axis ? NDArrayIndex.interval(g * extent, (g + 1) * extent) : NDArrayIndex.all();
    }
    return array.get(box);
  }
}

package dev.seisei.engine.op;

import dev.seisei.engine.graph.Dim;
import dev.seisei.engine.graph.Shape;
import java.util.ArrayList;
import java.util.List;

/**
 * How a convolution's kernel moves over the spatial axes; one entry an axis.
 *
 * @param strides steps between outputs
 * @param before zeros put before the input
 * @param after zeros put after it
 * @param dilations steps between the kernel's taps
 * @param groups into how many independent groups the channels are divided
 */
public record Window(
    List<Long> strides, List<Long> before, List<Long> after, List<Long> dilations, long groups) {
  public Window {
    strides = List.copyOf(strides);
    before = List.copyOf(before);
    after = List.copyOf(after);
    dilations = List.copyOf(dilations);
    int axes = strides.size();
    Check.that(
        axes >= 1
            && axes <= 3
            && before.size() == axes
            && after.size() == axes
            && dilations.size() == axes,
        "a window needs one stride, padding and dilation for each of 1 to 3 axes");
    Check.that(
        strides.stream().allMatch(s -> s >= 1) && dilations.stream().allMatch(d -> d >= 1),
        "strides and dilations must be >= 1, got " + strides + " and " + dilations);
    Check.that(
        before.stream().allMatch(p -> p >= 0) && after.stream().allMatch(p -> p >= 0),
        "padding must be >= 0, got " + before + " and " + after);
    Check.that(groups >= 1, "groups must be >= 1, got " + groups);
  }

  /** Number of spatial axes. */
  public int axes() {
    return strides.size();
  }

  Shape output(Shape x, Shape w) {
    Check.that(
        x.rank() == axes() + 2 && w.rank() == axes() + 2,
        "a window over " + axes() + " axes does not fit " + x + " and " + w);
    Check.that(
        x.dim(1).equals(w.dim(1).times(groups)),
        "the input has " + x.dim(1) + " channels, the weights take " + w.dim(1).times(groups));
    Check.that(
        !w.dim(0).isConstant() || w.dim(0).value() % groups == 0,
        w.dim(0) + " output channels do not divide into " + groups + " groups");
    List<Dim> dims = new ArrayList<>(List.of(x.dim(0), w.dim(0)));
    for (int i = 0; i < axes(); i++) {
      Dim reach = w.dim(i + 2).minus(Dim.ONE).times(dilations.get(i)).plus(1);
      Dim room = x.dim(i + 2).plus(before.get(i) + after.get(i)).minus(reach);
      Dim outputs = room.floorDiv(Dim.of(strides.get(i))).plus(1);
      Check.that(
          !outputs.isConstant() || outputs.value() >= 1,
          "the kernel " + w + " is larger than the padded input " + x);
      dims.add(outputs);
    }
    return new Shape(dims);
  }
}

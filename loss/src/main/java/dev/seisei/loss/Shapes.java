package dev.seisei.loss;

import java.util.Arrays;

/** What is said of shapes. */
final class Shapes {
  private Shapes() {}

  static IllegalArgumentException differ(String nameA, long[] a, String nameB, long[] b) {
    return new IllegalArgumentException(
        "%s has shape %s, but %s has shape %s"
            .formatted(nameA, Arrays.toString(a), nameB, Arrays.toString(b)));
  }

  /** The place of an element, such as {@code [1, 0]}, from its offset in row-major order. */
  static String place(int offset, long[] shape) {
    long[] place = new long[shape.length];
    long rest = offset;
    for (int axis = shape.length - 1; axis >= 0; axis--) {
      place[axis] = rest % shape[axis];
      rest /= shape[axis];
    }
    return Arrays.toString(place);
  }
}

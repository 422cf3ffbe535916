package dev.seisei.engine.onednn;

import dev.seisei.engine.kernel.Strided;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Values [N, C, D…] that are taken with the channels of each point together. */
final class Images {
  private Images() {}

  /** The images one after another, the channels innermost. */
  static Strided channelsInnermost(Strided image) {
    List<Integer> order = new ArrayList<>(List.of(0));
    IntStream.range(2, image.rank()).forEach(order::add);
    order.add(1);
    return Layouts.packed(image, order);
  }

  /** The number of points of an image. */
  static long points(Strided image) {
    return image.elements() / (image.extent(0) * image.extent(1));
  }

  /** [N, C, points, 1], channels innermost. */
  static Strided flat(Strided image) {
    long channels = image.extent(1);
    long points = points(image);
    return image.with(
        new long[] {image.extent(0), channels, points, 1},
        new long[] {points * channels, 1, channels, channels});
  }

  /** [N, points, C], as the same elements lie in memory. */
  static Strided rows(Strided image) {
    return image.dense(image.extent(0), points(image), image.extent(1));
  }
}

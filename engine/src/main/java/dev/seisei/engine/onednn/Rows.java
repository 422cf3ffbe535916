package dev.seisei.engine.onednn;

import dev.seisei.engine.kernel.Strided;
import java.util.ArrayList;
import java.util.List;

/** Values taken row by row, where a row runs along the last axis. */
final class Rows {
  private Rows() {}

  /** The first of some layouts whose rows lie one after another without gaps; else a dense one. */
  static Strided layout(Strided... candidates) {
    for (Strided layout : candidates) {
      List<Integer> order = Layouts.order(layout);
      int last = layout.rank() - 1;
      if (Layouts.isPacked(layout) && (layout.extent(last) == 1 || order.get(last) == last)) {
        return layout.extent(last) == 1 ? Layouts.packed(layout, lastInner(order)) : layout;
      }
    }
    return candidates[0].dense();
  }

  private static List<Integer> lastInner(List<Integer> order) {
    List<Integer> result = new ArrayList<>(order);
    Integer last = order.size() - 1;
    result.remove(last);
    result.add(last);
    return result;
  }

  /** [rows, length]. */
  static Strided matrix(Strided layout) {
    long length = layout.rank() == 0 ? 1 : layout.extent(layout.rank() - 1);
    return layout.dense(layout.elements() / length, length);
  }
}

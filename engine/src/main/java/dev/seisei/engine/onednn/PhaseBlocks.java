package dev.seisei.engine.onednn;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_FROM;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_TO;

import dev.seisei.engine.kernel.Strided;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * Weights of a convolution, [O, C, K…], of which each of some phases takes every stride-th tap.
 *
 * @param blocks [O, phases·C, K′…]
 * @param strides steps between the taps of a phase
 * @param kernel the extents K′…
 * @param phases the taps of each phase; where it has none, there are zeros
 */
record PhaseBlocks(Blocked blocks, List<Long> strides, List<Long> kernel, List<Taps> phases)
    implements PackedWeights.Part {
  /**
   * Taps of a phase, for each axis.
   *
   * @param first the first of them
   * @param count how many
   * @param lead where they begin in the kernel of all phases
   */
  record Taps(List<Long> first, List<Long> count, List<Long> lead) {
    /** One tap along an axis. */
    Taps only(int axis, long tap, long stride) {
      return new Taps(
          with(first, axis, first.get(axis) + tap * stride),
          with(count, axis, 1),
          with(lead, axis, lead.get(axis) + tap));
    }

    private static List<Long> with(List<Long> numbers, int index, long number) {
      List<Long> changed = new ArrayList<>(numbers);
      changed.set(index, number);
      return changed;
    }
  }

  @Override
  public boolean pack(Recipe recipe, Strided weights, Place to) {
    boolean alone = phases.size() == 1 && isEven(weights, strides);
    Arg taps = alone ? seen(weights, phases.get(0)) : gathered(recipe, weights);
    if (taps == null) {
      return false;
    }
    Primitive primitive =
        Primitives.findBearable(new ReorderSpec(taps.layout(), blocks.layout(weights.dtype())));
    if (primitive == null) {
      return false;
    }
    recipe.add(primitive, Map.of(DNNL_ARG_FROM, taps.place(), DNNL_ARG_TO, to));
    return true;
  }

  /** The taps of all phases, [O, phases·C, K′…], without gaps; null if there is no good way. */
  private @Nullable Arg gathered(Recipe recipe, Strided weights) {
    long channels = weights.extent(1);
    Strided layout =
        Layouts.packed(
            weights.dense(extents(weights.extent(0), phases.size() * channels, kernel)),
            Layouts.order(weights));
    Arg all = recipe.temporary(layout);
    Elementwise steps = new Elementwise(recipe);
    boolean done = !hasGaps() || steps.clear(all);
    for (int i = 0; i < phases.size() && done; i++) {
      for (Taps taps : isEven(weights, strides) ? List.of(phases.get(i)) : single(phases.get(i))) {
        Arg seen = seen(weights, taps);
        long offset = layout.offset(extents(0, i * channels, taps.lead()));
        Arg room =
            new Arg(
                all.place().after(offset * layout.dtype().bytes()),
                layout.with(seen.layout().shape(), layout.strides()));
        done = done && steps.copy(seen, room);
      }
    }
    return done ? all : null;
  }

  /** Whether some phase has fewer taps than there is room for. */
  private boolean hasGaps() {
    return phases.stream().anyMatch(taps -> !taps.count().equals(kernel));
  }

  /**
   * Whether the kernel holds whole strides. Where it does not, oneDNN takes a view of every
   * stride-th tap for one that overlaps itself.
   */
  static boolean isEven(Strided weights, List<Long> strides) {
    return IntStream.range(0, strides.size())
        .allMatch(axis -> weights.extent(axis + 2) % strides.get(axis) == 0);
  }

  /** Each tap by itself. */
  private List<Taps> single(Taps taps) {
    List<Taps> single = List.of(taps);
    for (int axis = 0; axis < strides.size(); axis++) {
      List<Taps> longer = new ArrayList<>();
      for (Taps some : single) {
        for (long tap = 0; tap < taps.count().get(axis); tap++) {
          longer.add(some.only(axis, tap, strides.get(axis)));
        }
      }
      single = longer;
    }
    return single;
  }

  /** The taps of a phase, among the weights. */
  private Arg seen(Strided weights, Taps taps) {
    long offset = weights.offset(extents(0, 0, taps.first()));
    return new Arg(
        Place.input(0).after(offset * weights.dtype().bytes()),
        weights.slice(
            extents(weights.extent(0), weights.extent(1), taps.count()), extents(1, 1, strides)));
  }

  private static long[] extents(long first, long second, List<Long> others) {
    return LongStream.concat(LongStream.of(first, second), LongStream.of(Dnnl.longs(others)))
        .toArray();
  }
}

package dev.seisei.engine.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seisei.engine.memory.DType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class StridedTest {
  /** Offsets of all elements in row-major order. */
  private static long[] offsets(Strided layout) {
    List<Long> result = new ArrayList<>();
    collect(layout, 0, 0, result);
    return result.stream().mapToLong(Long::longValue).toArray();
  }

  private static void collect(Strided layout, int axis, long offset, List<Long> result) {
    if (axis == layout.rank()) {
      result.add(offset);
      return;
    }
    for (long i = 0; i < layout.extent(axis); i++) {
      collect(layout, axis + 1, offset + i * layout.stride(axis), result);
    }
  }

  @Test
  void aPermutedLayoutRegroupsOnlyItsOwnAxes() {
    Strided heads = Strided.dense(DType.F32, 2, 5, 3, 4).permute(List.of(0, 2, 1, 3));
    assertNull(heads.reshape(2, 3, 20));
    assertNotNull(heads.reshape(2, 3, 5, 2, 2));
    assertArrayEquals(
        offsets(heads), offsets(Objects.requireNonNull(heads.reshape(1, 2, 3, 5, 4))));
  }

  @Test
  void aBroadcastRepeatsAndSpansOnlyWhatItReads() {
    Strided row = Strided.dense(DType.F32, 1, 4).broadcast(3, 4);
    assertTrue(row.repeats());
    assertEquals(16, row.span());
    assertArrayEquals(new long[] {0, 1, 2, 3, 0, 1, 2, 3, 0, 1, 2, 3}, offsets(row));
  }

  @Property(tries = 500)
  void reshapingKeepsTheOrderOfElements(@ForAll long seed) {
    Random random = new Random(seed);
    int rank = 1 + random.nextInt(4);
    long[] shape = new long[rank];
    long[] step = new long[rank];
    for (int i = 0; i < rank; i++) {
      shape[i] = 1L + random.nextInt(4);
      step[i] = 1;
    }
    List<Integer> order = new ArrayList<>(IntStream.range(0, rank).boxed().toList());
    Collections.shuffle(order, random);
    Strided layout = Strided.dense(DType.F32, shape).permute(order);
    long[] size = layout.shape();
    size[0] = 1L + random.nextInt((int) size[0]);
    layout = layout.slice(size, step);
    long[] target = factors(layout.elements(), random);
    Strided reshaped = layout.reshape(target);
    if (reshaped != null) {
      assertArrayEquals(offsets(layout), offsets(reshaped));
    }
    assertNotNull(Strided.dense(DType.F32, layout.shape()).reshape(target));
  }

  private static long[] factors(long elements, Random random) {
    List<Long> result = new ArrayList<>();
    long left = elements;
    for (long factor = 2; left > 1; factor++) {
      while (left % factor == 0) {
        if (result.isEmpty() || random.nextBoolean()) {
          result.add(factor);
        } else {
          result.set(result.size() - 1, result.get(result.size() - 1) * factor);
        }
        left /= factor;
      }
    }
    if (random.nextBoolean()) {
      result.add(random.nextInt(result.size() + 1), 1L);
    }
    return result.stream().mapToLong(Long::longValue).toArray();
  }
}

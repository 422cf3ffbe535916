package dev.seisei.engine.jvm;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import dev.seisei.engine.jvm.Copy.Place;
import dev.seisei.engine.kernel.Strided;
import dev.seisei.engine.memory.DType;
import dev.seisei.engine.memory.Device;
import dev.seisei.engine.memory.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is done for operands beyond 2 GiB, with limits that small ones reach. */
class LargeOperandsTest {
  private static Tensor counting(int count) {
    float[] numbers = new float[count];
    for (int i = 0; i < count; i++) {
      numbers[i] = i;
    }
    return Tensor.of(numbers, count);
  }

  @Test
  void copiesAreSplit() {
    Tensor source = counting(6 * 50 * 40);
    Tensor target = Tensor.zeros(Device.CPU, DType.F32, 6 * 40 * 50);
    Strided from = Strided.dense(DType.F32, 6, 50, 40).permute(List.of(0, 2, 1));
    Strided to = Strided.dense(DType.F32, 6, 40, 50);
    Copy.of(new Place(source.buffer(), 0, from), new Place(target.buffer(), 0, to), 4, 4000).run();
    float[] expected = new float[6 * 40 * 50];
    for (int i = 0; i < expected.length; i++) {
      int page = i / 2000;
      expected[i] = page * 2000 + i % 50 * 40 + i % 2000 / 50;
    }
    assertArrayEquals(expected, target.toFloats());
  }

  @Test
  void rowsAreReachedThroughSeveralViews() {
    Tensor table = counting(10 * 7);
    Tensor result = Tensor.zeros(Device.CPU, DType.F32, 10, 5);
    Rows from = new Rows(table.buffer(), 10, 7 * 4, 5 * 4, 3 * 7 * 4);
    Rows to = new Rows(result.buffer(), 10, 5 * 4, 5 * 4, 4 * 5 * 4);
    float[] expected = new float[50];
    for (int row = 0; row < 10; row++) {
      to.copy(row, from, 9 - row);
      for (int i = 0; i < 5; i++) {
        expected[row * 5 + i] = (9 - row) * 7 + i;
      }
    }
    assertArrayEquals(expected, result.toFloats());
  }
}

package dev.seisei.engine.jvm;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.seisei.engine.kernel.Kernel;
import dev.seisei.engine.kernel.Move;
import dev.seisei.engine.kernel.Operand;
import dev.seisei.engine.kernel.Proposal;
import dev.seisei.engine.kernel.Request;
import dev.seisei.engine.kernel.Rig;
import dev.seisei.engine.kernel.Rig.Lay;
import dev.seisei.engine.kernel.Strided;
import dev.seisei.engine.memory.DType;
import dev.seisei.engine.memory.Device;
import dev.seisei.engine.memory.Tensor;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MovesTest {
  private static final JvmProvider JVM = new JvmProvider();

  private static Tensor counting(DType type, long... shape) {
    Tensor tensor = Tensor.zeros(Device.CPU, type, shape);
    for (long i = 0; i < tensor.elements(); i++) {
      tensor.setDouble(i, (double) (type == DType.BOOL ? i % 3 % 2 : i % 120));
    }
    return tensor;
  }

  @ParameterizedTest
  @EnumSource(DType.class)
  void convertsBetweenAllLayouts(DType type) {
    long[][] shapes = {{}, {1}, {5}, {3, 1}, {70, 33}, {2, 3, 40}, {3, 36, 5, 2}, {0, 3}};
    for (long[] shape : shapes) {
      Tensor x = counting(type, shape);
      for (Lay in : Lay.values()) {
        for (Lay out : Lay.values()) {
          Tensor y = Rig.run(JVM, Move.CONVERT, in, out, x);
          assertArrayEquals(x.toDoubles(), y.toDoubles(), () -> in + " to " + out + " of " + x);
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource(DType.class)
  void clearsElementsOnly(DType type) {
    for (Lay lay : Lay.values()) {
      Tensor x = counting(type, 3, 4, 5);
      assertArrayEquals(new double[60], Rig.run(JVM, Move.CLEAR, lay, x).toDoubles());
    }
  }

  @Test
  void repeatedElementsAreCopiedOut() {
    Tensor row = Tensor.of(new float[] {1, 2, 3}, 3);
    Tensor result = Tensor.zeros(Device.CPU, DType.F32, 2, 3, 40);
    Strided repeated = Strided.of(DType.F32, new long[] {2, 3, 40}, new long[] {0, 1, 0});
    Request request =
        new Request(
            Move.CONVERT,
            List.of(new Operand(repeated, false)),
            List.of(new Operand(Strided.dense(DType.F32, 2, 3, 40), false)),
            List.of());
    Proposal proposal = Objects.requireNonNull(JVM.propose(request));
    try (Kernel kernel =
        proposal
            .binder()
            .bind(List.of(row.buffer()), List.of(result.buffer()), Device.CPU.allocate(0))) {
      kernel.run();
    }
    for (int i = 0; i < 240; i++) {
      assertEquals(1 + i / 40 % 3, result.getDouble(i));
    }
  }

  @Test
  void nothingIsConvertedBetweenTypes() {
    Request request =
        new Request(
            Move.CONVERT,
            List.of(new Operand(Strided.dense(DType.F32, 3), false)),
            List.of(new Operand(Strided.dense(DType.BF16, 3), false)),
            List.of());
    assertEquals(null, JVM.propose(request));
  }
}

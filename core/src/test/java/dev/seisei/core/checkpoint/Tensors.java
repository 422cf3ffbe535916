package dev.seisei.core.checkpoint;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.seisei.engine.memory.DType;
import dev.seisei.engine.memory.Device;
import dev.seisei.engine.memory.Tensor;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** Tensors for the tests of this package. */
final class Tensors {
  private Tensors() {}

  /** Any bits that the type allows. */
  static Tensor random(long seed, DType dtype, long... shape) {
    SplittableRandom random = new SplittableRandom(seed);
    Tensor tensor = Tensor.zeros(Device.CPU, dtype, shape);
    for (int i = 0; i < tensor.buffer().bytes(); i++) {
      tensor.bytes().put(i, (byte) random.nextInt(dtype == DType.BOOL ? 2 : 256));
    }
    return tensor;
  }

  static byte[] bytes(Tensor tensor) {
    byte[] bytes = new byte[(int) tensor.buffer().bytes()];
    tensor.bytes().get(0, bytes);
    return bytes;
  }

  static void assertSame(Map<String, Tensor> expected, Map<String, Tensor> actual) {
    assertEquals(expected.keySet(), actual.keySet());
    expected.forEach((name, tensor) -> assertSame(tensor, actual.get(name)));
  }

  static void assertSame(Tensor expected, @Nullable Tensor actual) {
    assertEquals(String.valueOf(expected), String.valueOf(actual));
    assertArrayEquals(bytes(expected), actual == null ? new byte[0] : bytes(actual));
  }
}

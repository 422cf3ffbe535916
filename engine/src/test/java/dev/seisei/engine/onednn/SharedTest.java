package dev.seisei.engine.onednn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.seisei.engine.memory.Buffer;
import dev.seisei.engine.memory.DType;
import dev.seisei.engine.memory.Device;
import dev.seisei.engine.memory.MemoryLimitException;
import dev.seisei.engine.memory.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Masks and fills, which kernels of all plans share. */
class SharedTest {
  private static final long GIB = 1L << 30;

  @Test
  void whatIsNamedIsMadeWhenAKernelIsBound() {
    // As long as no machine has them: a draft may name them, before anybody compares its need.
    CausalMasks.Key mask = new CausalMasks.Key(1 << 25, 1 << 25, 0, 1);
    for (Place place :
        List.of(
            Place.ones(DType.F32, 1L << 50),
            Place.ones(DType.BF16, 1L << 50),
            Place.zeros(1L << 50),
            Place.constant(mask))) {
      Shared shared = Objects.requireNonNull(place.shared());
      MemoryLimitException refused = assertThrows(MemoryLimitException.class, shared::memory);
      assertEquals(Device.CPU, refused.device());
      assertThrows(MemoryLimitException.class, shared::memory);
    }
    assertEquals(1, values(new Fills.Ones(DType.F32, 3).memory(), DType.F32).getDouble(2));
    assertEquals(7, values(new Fills.Single(7).memory(), DType.F32).getDouble(0));
  }

  private static Tensor values(Buffer buffer, DType dtype) {
    return Tensor.view(buffer, dtype, buffer.bytes() / dtype.bytes());
  }

  @Test
  void aRefusalDoesNotLast() {
    Device device = Device.cpu(1000);
    Fills ones = new Fills(device, DType.F32, 1);
    assertThrows(MemoryLimitException.class, () -> ones.atLeast(1));
    device.setMemoryLimit(1 << 20);
    Buffer few = ones.atLeast(1);
    assertThrows(MemoryLimitException.class, () -> ones.atLeast(1 << 20));
    assertSame(few, ones.atLeast(1000));
  }

  @ParameterizedTest
  @EnumSource(names = {"F32", "BF16"})
  void aFillIsFullOfItsNumber(DType dtype) {
    Fills twos = new Fills(Device.CPU, dtype, 2);
    for (long count : new long[] {1, 1024, 2050, 10_001}) {
      Tensor filled = values(twos.atLeast(count), dtype);
      for (long i = 0; i < filled.elements(); i++) {
        assertEquals(2, filled.getDouble(i));
      }
    }
  }

  @Test
  void aFillMayBeLongerThanAViewOfMemory() {
    // Zeroed memory that nobody touches takes none of the machine's.
    try (Buffer zeros = new Fills(Device.cpu(3 * GIB), DType.F32, 0).atLeast(GIB / 2 + 1)) {
      assertEquals(2 * GIB + 4, zeros.bytes());
    }
  }

  @Test
  void aMaskMayBeLargerThanAViewOfMemory() {
    long keys = GIB / 4 + 1;
    CausalMasks.Key key = new CausalMasks.Key(2, keys, keys - 3, 1);
    try (Buffer mask = CausalMasks.make(key, Device.cpu(3 * GIB))) {
      assertEquals(8 * keys, mask.bytes());
      double[] ends = new double[6];
      for (int i = 0; i < 6; i++) {
        long at = (i / 3) * keys + keys - 3 + i % 3;
        ends[i] = mask.slice(4 * at, 4).asByteBuffer().getFloat();
      }
      double hidden = -1e9f;
      assertEquals(
          "[0.0, " + hidden + ", " + hidden + ", 0.0, 0.0, " + hidden + "]", Arrays.toString(ends));
    }
  }
}

package dev.seisei.engine.onednn;

import dev.seisei.engine.memory.Buffer;
import dev.seisei.engine.memory.DType;
import dev.seisei.engine.memory.Device;
import dev.seisei.engine.memory.Tensor;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Numbers that all kernels share, and vectors of one; each grows to the longest asked for. */
final class Fills {
  static final Fills ONES = new Fills(DType.F32, 1);
  static final Fills NARROW_ONES = new Fills(DType.BF16, 1);
  static final Fills ZEROS = new Fills(DType.F32, 0);

  private static final Map<Float, Buffer> NUMBERS = new ConcurrentHashMap<>();

  private final DType dtype;
  private final double number;
  private Buffer longest;

  private Fills(DType dtype, double number) {
    this.dtype = dtype;
    this.number = number;
    this.longest = make(1024);
  }

  /** A number alone. */
  static Buffer of(float number) {
    return NUMBERS.computeIfAbsent(number, n -> Tensor.of(new float[] {n}, 1).buffer());
  }

  /** At least so many of the number. */
  synchronized Buffer atLeast(long count) {
    if (longest.bytes() < count * dtype.bytes()) {
      // Kernels still hold the old one, so it is left to whoever lets go of it last.
      longest = make(Math.max(count, 2 * longest.bytes() / dtype.bytes()));
    }
    return longest;
  }

  private Buffer make(long count) {
    Tensor tensor = Tensor.zeros(Device.CPU, dtype, count);
    for (long i = 0; number != 0 && i < count; i++) {
      tensor.setDouble(i, number);
    }
    return tensor.buffer();
  }
}

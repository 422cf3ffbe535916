package dev.seisei.engine.onednn;

import dev.seisei.engine.memory.Buffer;
import dev.seisei.engine.memory.DType;
import dev.seisei.engine.memory.Device;
import dev.seisei.engine.memory.Tensor;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Vectors of one number, each of which grows to the longest asked for, and numbers alone. Nothing
 * is allocated before it is asked for, least of all when this class is initialised: a refusal there
 * would break the class for as long as the process lives.
 */
final class Fills {
  private static final int SHORTEST = 1024;

  private static final Fills ONES = new Fills(Device.CPU, DType.F32, 1);
  private static final Fills NARROW_ONES = new Fills(Device.CPU, DType.BF16, 1);
  private static final Fills ZEROS = new Fills(Device.CPU, DType.F32, 0);

  private static final Map<Float, Buffer> NUMBERS = new ConcurrentHashMap<>();

  private final Device device;
  private final DType dtype;
  private final double number;
  private @Nullable Buffer longest;

  Fills(Device device, DType dtype, double number) {
    this.device = device;
    this.dtype = dtype;
    this.number = number;
  }

  /** A number alone. */
  record Single(float value) implements Shared {
    @Override
    public Buffer memory() {
      return NUMBERS.computeIfAbsent(value, n -> Tensor.of(new float[] {n}, 1).buffer());
    }
  }

  /** At least so many ones, in float32 or bfloat16. */
  record Ones(DType dtype, long count) implements Shared {
    @Override
    public Buffer memory() {
      return (dtype == DType.BF16 ? NARROW_ONES : ONES).atLeast(count);
    }
  }

  /** At least so many zeros, in float32. */
  record Zeros(long count) implements Shared {
    @Override
    public Buffer memory() {
      return ZEROS.atLeast(count);
    }
  }

  /** At least so many of the number. */
  synchronized Buffer atLeast(long count) {
    Buffer known = longest;
    long there = known == null ? 0 : known.bytes() / dtype.bytes();
    if (known == null || there < count) {
      // Kernels still hold the old one, so it is left to whoever lets go of it last.
      known = make(Math.max(count, Math.max(SHORTEST, 2 * there)));
      longest = known;
    }
    return known;
  }

  /** More than an array or a view of memory can hold, if need be. */
  private Buffer make(long count) {
    Buffer made = device.allocate(Math.multiplyExact(count, dtype.bytes()));
    if (number != 0) {
      long first = Math.min(count, SHORTEST);
      Tensor begin = Tensor.view(made.slice(0, first * dtype.bytes()), dtype, first);
      for (long i = 0; i < first; i++) {
        begin.setDouble(i, number);
      }
      for (long done = begin.buffer().bytes(); done < made.bytes(); ) {
        long more = Math.min(done, made.bytes() - done);
        made.slice(done, more).copyFrom(made.slice(0, more));
        done += more;
      }
    }
    return made;
  }
}

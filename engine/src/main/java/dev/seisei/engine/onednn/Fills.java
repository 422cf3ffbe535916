package dev.seisei.engine.onednn;

import dev.seisei.engine.memory.Buffer;
import dev.seisei.engine.memory.Device;
import java.nio.FloatBuffer;

/** Vectors of one number that all kernels share; each grows to the longest asked for. */
final class Fills {
  static final Fills ONES = new Fills(1);
  static final Fills ZEROS = new Fills(0);

  private final float number;
  private Buffer longest;

  private Fills(float number) {
    this.number = number;
    this.longest = make(1024);
  }

  /** At least so many of the number. */
  synchronized Buffer atLeast(long count) {
    if (longest.bytes() < count * Float.BYTES) {
      // Kernels still hold the old one, so it is left to whoever lets go of it last.
      longest = make(Math.max(count, 2 * longest.bytes() / Float.BYTES));
    }
    return longest;
  }

  private Buffer make(long count) {
    Buffer buffer = Device.CPU.allocate(count * Float.BYTES);
    FloatBuffer floats = buffer.asByteBuffer().asFloatBuffer();
    while (floats.hasRemaining()) {
      floats.put(number);
    }
    return buffer;
  }
}

package dev.seisei.engine.onednn;

import dev.seisei.engine.memory.Buffer;
import dev.seisei.engine.memory.Device;
import java.nio.FloatBuffer;

/** A vector of ones that all kernels share; it grows to the longest asked for. */
final class Ones {
  private static Buffer longest = make(1024);

  private Ones() {}

  static synchronized Buffer atLeast(long count) {
    if (longest.bytes() < count * Float.BYTES) {
      // Kernels still hold the old one, so it is left to whoever lets go of it last.
      longest = make(Math.max(count, 2 * longest.bytes() / Float.BYTES));
    }
    return longest;
  }

  private static Buffer make(long count) {
    Buffer buffer = Device.CPU.allocate(count * Float.BYTES);
    FloatBuffer floats = buffer.asByteBuffer().asFloatBuffer();
    while (floats.hasRemaining()) {
      floats.put(1);
    }
    return buffer;
  }
}

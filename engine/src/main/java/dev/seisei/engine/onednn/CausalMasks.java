package dev.seisei.engine.onednn;

import dev.seisei.engine.memory.Buffer;
import dev.seisei.engine.memory.ByteSize;
import dev.seisei.engine.memory.DType;
import dev.seisei.engine.memory.Device;
import java.nio.FloatBuffer;
import java.util.LinkedHashMap;
import java.util.Map;

/** Matrices that hide later keys from queries; those asked for least recently are forgotten. */
final class CausalMasks {
  private static final int MOST = 64;

  /** What is added to a hidden score, as attention's decomposition does. */
  private static final float HIDDEN = -1e9f;

  /**
   * Which matrix: 0 at (i, j) where j ≤ i + shift.
   *
   * @param copies how often it stands one after another
   */
  record Key(long queries, long keys, long shift, long copies) {}

  private static final Map<Key, Buffer> MADE =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Buffer> eldest) {
          return size() > MOST; // kernels that use it keep it
        }
      };

  private CausalMasks() {}

  static Buffer find(Key key) {
    synchronized (MADE) {
      return MADE.computeIfAbsent(key, CausalMasks::make);
    }
  }

  private static Buffer make(Key key) {
    Buffer buffer = Device.CPU.allocate(ByteSize.of(DType.F32, key.copies, key.queries, key.keys));
    FloatBuffer floats = buffer.asByteBuffer().asFloatBuffer();
    for (long copy = 0; copy < key.copies; copy++) {
      for (long i = 0; i < key.queries; i++) {
        for (long j = 0; j < key.keys; j++) {
          floats.put(j > i + key.shift ? HIDDEN : 0);
        }
      }
    }
    return buffer;
  }
}

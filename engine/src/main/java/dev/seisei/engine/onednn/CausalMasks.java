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
  record Key(long queries, long keys, long shift, long copies) implements Shared {
    @Override
    public Buffer memory() {
      synchronized (MADE) {
        return MADE.computeIfAbsent(this, key -> make(key, Device.CPU));
      }
    }
  }

  private static final Map<Key, Buffer> MADE =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Buffer> eldest) {
          return size() > MOST; // kernels that use it keep it
        }
      };

  private CausalMasks() {}

  /** Row by row, because all of it may be more than one view of memory can hold. */
  static Buffer make(Key key, Device device) {
    long row = ByteSize.of(DType.F32, key.keys);
    Buffer buffer = device.allocate(ByteSize.of(DType.F32, key.copies, key.queries, key.keys));
    for (long at = 0; at < key.copies * key.queries; at++) {
      FloatBuffer floats = buffer.slice(at * row, row).asByteBuffer().asFloatBuffer();
      long seen = Math.max(0, at % key.queries + key.shift + 1);
      for (long j = seen; j < key.keys; j++) {
        floats.put((int) j, HIDDEN);
      }
    }
    return buffer;
  }
}

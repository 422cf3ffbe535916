package dev.seisei.engine.kernel;

import dev.seisei.engine.memory.DType;

/**
 * A layout that only one provider understands, such as weights packed in blocks.
 *
 * @param provider whose layout it is
 * @param key equal for equal layouts
 * @param bytes how much memory it takes
 */
public record Opaque(String provider, Object key, DType dtype, long bytes) implements Layout {
  @Override
  public long span() {
    return bytes;
  }
}

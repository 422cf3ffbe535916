package dev.seisei.engine.kernel;

/**
 * A layout that only one provider understands, such as weights packed in blocks.
 *
 * @param provider whose layout it is
 * @param key equal for equal layouts
 * @param bytes how much memory it takes
 */
public record Opaque(String provider, Object key, long bytes) implements Layout {
  @Override
  public long span(int elementBytes) {
    return bytes;
  }
}

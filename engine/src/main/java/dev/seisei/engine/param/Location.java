package dev.seisei.engine.param;

import dev.seisei.engine.memory.Buffer;
import dev.seisei.engine.memory.DType;
import dev.seisei.engine.memory.Tensor;
import java.util.List;

/**
 * Where a stored tensor lies: locations that share memory share their buffer.
 *
 * @param offset bytes from the buffer's start
 */
public record Location(Buffer buffer, long offset, DType dtype, List<Long> shape) {
  /** The tensor at this location, sharing its memory. */
  public Tensor tensor() {
    long[] extents = shape.stream().mapToLong(Long::longValue).toArray();
    long bytes = Tensor.elementsOf(extents) * dtype.bytes();
    return Tensor.view(buffer.slice(offset, bytes), dtype, extents);
  }
}

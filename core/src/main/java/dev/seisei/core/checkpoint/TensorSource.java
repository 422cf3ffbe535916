package dev.seisei.core.checkpoint;

import dev.seisei.engine.memory.DType;
import dev.seisei.engine.memory.Tensor;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Named tensors in files, read when they are asked for. Immutable and thread-safe. */
public interface TensorSource {
  /** The file, or the index of its shards, for messages. */
  Path file();

  Set<String> names();

  /**
   * The extents of a tensor, without reading it.
   *
   * @throws IllegalArgumentException if there is none of that name
   */
  long[] shape(String name);

  /**
   * The type of the tensors that {@link #read} makes, which may be wider than what is stored.
   *
   * @throws IllegalArgumentException if there is none of that name, or it cannot be computed with
   */
  DType dtype(String name);

  /**
   * Reads the named tensors, all or none; the caller closes them.
   *
   * @throws IllegalArgumentException if one is missing or not as it must be
   * @throws java.io.UncheckedIOException if one cannot be read
   */
  Map<String, Tensor> read(Collection<String> names);

  /**
   * Reads a tensor into one of its shape that is there, converting floats.
   *
   * @throws IllegalArgumentException as {@link #read(Collection)}
   * @throws java.io.UncheckedIOException if it cannot be read
   */
  default void read(String name, Tensor into) {
    Map<String, Tensor> read = read(List.of(name));
    try {
      read.values().forEach(into::convertFrom);
    } finally {
      read.values().forEach(Tensor::close);
    }
  }
}

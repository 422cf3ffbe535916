package dev.seisei.core.checkpoint;

import dev.seisei.engine.memory.DType;
import dev.seisei.engine.memory.Tensor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** The tensors of one of a checkpoint's files, whole or cut into shards with an index. */
final class TensorFiles implements TensorSource {
  private static final int MAX_INDEX_BYTES = 16 << 20;

  private final Path file;
  private final Map<String, Safetensors> parts;

  private TensorFiles(Path file, Map<String, Safetensors> parts) {
    this.file = file;
    this.parts = parts;
  }

  /**
   * Opens a file or its shards, reading headers only; empty if there is neither.
   *
   * @throws IllegalArgumentException if they are not as they must be
   */
  static Optional<TensorFiles> open(Path folder, String name) {
    Path file = folder.resolve(name);
    if (Files.exists(file)) {
      Safetensors whole = Safetensors.open(file);
      Map<String, Safetensors> parts = new LinkedHashMap<>();
      whole.names().forEach(tensor -> parts.put(tensor, whole));
      return Optional.of(new TensorFiles(file, parts));
    }
    Path index = folder.resolve(Layout.index(name));
    return Files.exists(index) ? Optional.of(sharded(index)) : Optional.empty();
  }

  private static TensorFiles sharded(Path index) {
    Map<String, String> shardOf = weightMap(index);
    Map<String, Safetensors> shards = new TreeMap<>();
    for (String shard : shardOf.values()) {
      shards.computeIfAbsent(shard, name -> Safetensors.open(index.resolveSibling(name)));
    }
    Map<String, Safetensors> parts = new LinkedHashMap<>();
    Map<String, String> missing = new HashMap<>(shardOf);
    shards.forEach(
        (shard, opened) -> {
          for (String tensor : opened.names()) {
            if (!missing.remove(tensor, shard)) {
              throw new IllegalArgumentException(
                  index + " does not say that " + shard + " holds " + Json.quote(tensor));
            }
            parts.put(tensor, opened);
          }
        });
    if (!missing.isEmpty()) {
      throw new IllegalArgumentException(
          index + " names tensors that its files do not hold: " + new TreeMap<>(missing));
    }
    return new TensorFiles(index, parts);
  }

  private static Map<String, String> weightMap(Path index) {
    Object map = Json.read(index, MAX_INDEX_BYTES).get("weight_map");
    if (!(map instanceof Map<?, ?> entries)) {
      throw new IllegalArgumentException(index + " needs weight_map, an object");
    }
    Map<String, String> shardOf = new LinkedHashMap<>();
    entries.forEach(
        (tensor, shard) -> {
          if (!(shard instanceof String name)
              || !Layout.isPlain(name)
              || !name.endsWith(".safetensors")) {
            throw new IllegalArgumentException(
                index
                    + ": weight_map must give names of .safetensors files beside it, got "
                    + Json.quote(String.valueOf(shard)));
          }
          shardOf.put(String.valueOf(tensor), name);
        });
    return shardOf;
  }

  @Override
  public Path file() {
    return file;
  }

  @Override
  public Set<String> names() {
    return Collections.unmodifiableSet(parts.keySet());
  }

  @Override
  public long[] shape(String name) {
    return part(name).shape(name);
  }

  @Override
  public DType dtype(String name) {
    return part(name).dtype(name);
  }

  @Override
  public Map<String, Tensor> read(Collection<String> names) {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    boolean complete = false;
    try {
      names.forEach(name -> tensors.put(name, part(name).read(name)));
      complete = true;
      return tensors;
    } finally {
      if (!complete) {
        tensors.values().forEach(Tensor::close);
      }
    }
  }

  @Override
  public void read(String name, Tensor into) {
    part(name).read(name, into);
  }

  private Safetensors part(String name) {
    Safetensors part = parts.get(name);
    if (part == null) {
      throw new IllegalArgumentException(file + " has no tensor " + Json.quote(name));
    }
    return part;
  }
}

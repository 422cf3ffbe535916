package dev.seisei.core.checkpoint;

import dev.seisei.engine.memory.Tensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A file that is to be written. */
record Part(String name, long bytes, Content content) {
  /** What writes a file's bytes. */
  @FunctionalInterface
  interface Content {
    void write(WritableByteChannel channel) throws IOException;
  }

  static Part of(String name, byte[] bytes) {
    return new Part(
        name,
        bytes.length,
        channel -> {
          ByteBuffer left = ByteBuffer.wrap(bytes);
          while (left.hasRemaining()) {
            channel.write(left);
          }
        });
  }

  /** The file of some tensors, or its shards and their index if the tensors are too large. */
  static List<Part> of(String name, Map<String, Tensor> tensors, long shardLimit) {
    List<Map<String, Tensor>> shards = cut(tensors, shardLimit);
    if (shards.size() == 1) {
      return List.of(safetensors(name, shards.get(0)));
    }
    List<Part> parts = new ArrayList<>();
    Map<String, String> shardOf = new TreeMap<>();
    long total = 0;
    for (int i = 0; i < shards.size(); i++) {
      String shard = Layout.shard(name, i + 1, shards.size());
      parts.add(safetensors(shard, shards.get(i)));
      for (Map.Entry<String, Tensor> each : shards.get(i).entrySet()) {
        shardOf.put(each.getKey(), shard);
        total += each.getValue().buffer().bytes();
      }
    }
    Map<String, Object> index = new LinkedHashMap<>();
    index.put("metadata", Map.of("total_size", total));
    index.put("weight_map", shardOf);
    parts.add(of(Layout.index(name), Json.write(index)));
    return parts;
  }

  /** What others that read safetensors look for before they read on. */
  private static final Map<String, String> METADATA = Map.of("format", "pt");

  private static Part safetensors(String name, Map<String, Tensor> tensors) {
    SafetensorsWriter writer = new SafetensorsWriter(tensors, METADATA);
    return new Part(name, writer.bytes(), writer::write);
  }

  /** Cuts tensors into shards, in the order of writing; a larger one is a shard by itself. */
  private static List<Map<String, Tensor>> cut(Map<String, Tensor> tensors, long shardLimit) {
    List<Map<String, Tensor>> shards = new ArrayList<>();
    Map<String, Tensor> shard = new LinkedHashMap<>();
    long bytes = 0;
    for (Map.Entry<String, Tensor> each : SafetensorsWriter.inOrder(tensors)) {
      long size = each.getValue().buffer().bytes();
      if (!shard.isEmpty() && bytes + size > shardLimit) {
        shards.add(shard);
        shard = new LinkedHashMap<>();
        bytes = 0;
      }
      shard.put(each.getKey(), each.getValue());
      bytes += size;
    }
    shards.add(shard);
    return shards;
  }
}

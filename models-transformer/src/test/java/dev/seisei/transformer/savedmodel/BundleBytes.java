package dev.seisei.transformer.savedmodel;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32C;

/** Writes bundles of variables, right or wrong, from the formats' descriptions alone. */
final class BundleBytes {
  /** Values by key; the empty key's is the header. */
  final Map<String, byte[]> values = new TreeMap<>();

  /** The shards by number. */
  final Map<Integer, ByteArrayOutputStream> shards = new LinkedHashMap<>();

  int entriesInBlock = 3;
  int kindOfBlocks;
  boolean checksums = true;

  /** A bundle whose header counts so many shards. */
  BundleBytes(int shardCount) {
    header(message().varint(1, shardCount).message(3, message().varint(1, 1)));
  }

  BundleBytes header(Message header) {
    values.put("", header.bytes());
    return this;
  }

  static Message message() {
    return new Message();
  }

  /** A protocol buffer. */
  static final class Message {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    Message varint(int field, long value) {
      write(out, (long) field << 3);
      write(out, value);
      return this;
    }

    Message message(int field, Message value) {
      write(out, ((long) field << 3) | 2);
      write(out, value.bytes().length);
      out.writeBytes(value.bytes());
      return this;
    }

    Message fixed32(int field, int value) {
      write(out, ((long) field << 3) | 5);
      little(out, value, 4);
      return this;
    }

    Message raw(int... bytes) {
      for (int each : bytes) {
        out.write(each);
      }
      return this;
    }

    byte[] bytes() {
      return out.toByteArray();
    }
  }

  /** Adds a variable with its bytes. */
  BundleBytes variable(String name, int type, int shard, byte[] data, long... shape) {
    ByteArrayOutputStream file =
        shards.computeIfAbsent(shard, number -> new ByteArrayOutputStream());
    Message entry = described(type, shape);
    if (shard != 0) {
      entry.varint(3, shard);
    }
    if (file.size() != 0) {
      entry.varint(4, file.size());
    }
    values.put(
        name, entry.varint(5, data.length).fixed32(6, checksum(data, 0, data.length)).bytes());
    file.writeBytes(data);
    return this;
  }

  /** Type and shape. */
  static Message described(int type, long... shape) {
    Message extents = message();
    for (long extent : shape) {
      extents.message(2, extent == 0 ? message() : message().varint(1, extent));
    }
    return message().varint(1, type).message(2, extents);
  }

  BundleBytes entry(String name, Message entry) {
    values.put(name, entry.bytes());
    return this;
  }

  /** The index: blocks of entries, a block without entries, the index block, and the footer. */
  byte[] index() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Map<String, byte[]> handles = new LinkedHashMap<>();
    List<String> keys = new ArrayList<>(values.keySet());
    for (int i = 0; i < keys.size(); i += entriesInBlock) {
      Map<String, byte[]> part = new LinkedHashMap<>();
      for (String key : keys.subList(i, Math.min(keys.size(), i + entriesInBlock))) {
        part.put(key, values.getOrDefault(key, new byte[0]));
      }
      handles.put(keys.get(Math.min(keys.size(), i + entriesInBlock) - 1), block(out, part));
    }
    byte[] meta = block(out, Map.of());
    byte[] index = block(out, handles);
    ByteArrayOutputStream footer = new ByteArrayOutputStream();
    footer.writeBytes(meta);
    footer.writeBytes(index);
    out.writeBytes(footer.toByteArray());
    out.writeBytes(new byte[40 - footer.size()]);
    little(out, 0xdb4775248b80fb57L, 8);
    return out.toByteArray();
  }

  /** Writes a block and gives its handle. */
  private byte[] block(ByteArrayOutputStream out, Map<String, byte[]> entries) {
    ByteArrayOutputStream block = new ByteArrayOutputStream();
    byte[] before = new byte[0];
    for (Map.Entry<String, byte[]> each : entries.entrySet()) {
      byte[] key = each.getKey().getBytes(StandardCharsets.UTF_8);
      int shared = 0;
      while (shared < Math.min(key.length, before.length) && key[shared] == before[shared]) {
        shared++;
      }
      write(block, shared);
      write(block, key.length - shared);
      write(block, each.getValue().length);
      block.write(key, shared, key.length - shared);
      block.writeBytes(each.getValue());
      before = key;
    }
    little(block, 0, 4);
    little(block, 1, 4);
    int length = block.size();
    block.write(kindOfBlocks);
    byte[] bytes = block.toByteArray();
    ByteArrayOutputStream handle = new ByteArrayOutputStream();
    write(handle, out.size());
    write(handle, length);
    out.writeBytes(bytes);
    little(out, checksums ? checksum(bytes, 0, bytes.length) : 7, 4);
    return handle.toByteArray();
  }

  /** CRC-32C, turned and shifted as LevelDB stores it. */
  static int checksum(byte[] bytes, int from, int length) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, from, length);
    long value = crc.getValue();
    return (int) (((value >> 15) | (value << 17)) + 0xa282ead8L);
  }

  private static void write(ByteArrayOutputStream out, long varint) {
    long rest = varint;
    while (rest < 0 || rest >= 128) {
      out.write((int) ((rest & 127) | 128));
      rest >>>= 7;
    }
    out.write((int) rest);
  }

  private static void little(ByteArrayOutputStream out, long value, int bytes) {
    for (int i = 0; i < bytes; i++) {
      out.write((int) (value >> (8 * i)));
    }
  }
}

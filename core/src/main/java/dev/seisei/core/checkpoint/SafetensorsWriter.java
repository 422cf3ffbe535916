package dev.seisei.core.checkpoint;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.seisei.engine.memory.Tensor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.WritableByteChannel;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes tensors as a safetensors file: equal tensors give equal bytes, whatever the map's order.
 *
 * <p>Larger element types come first and the data begin at a multiple of 8 bytes, so that every
 * tensor is aligned to its elements; tensors of one type are in the order of their names.
 */
final class SafetensorsWriter {
  private static final int ALIGNMENT = 8;

  private final Map<String, Tensor> tensors = new LinkedHashMap<>();
  private final byte[] header;

  /**
   * @param tensors read when the file is written
   * @throws IllegalArgumentException if a name cannot be written
   */
  SafetensorsWriter(Map<String, Tensor> tensors, Map<String, String> metadata) {
    for (Map.Entry<String, Tensor> each : inOrder(tensors)) {
      this.tensors.put(checked(each.getKey()), each.getValue());
    }
    this.header = header(metadata);
  }

  /** The tensors in the order in which they are written. */
  static List<Map.Entry<String, Tensor>> inOrder(Map<String, Tensor> tensors) {
    return tensors.entrySet().stream()
        .sorted(
            Comparator.comparingInt(
                    (Map.Entry<String, Tensor> each) -> -each.getValue().dtype().bytes())
                .thenComparing(Map.Entry::getKey))
        .toList();
  }

  private static String checked(String name) {
    // A code point in this range is half of a character, which UTF-8 does not have.
    boolean halved = name.codePoints().anyMatch(c -> c >= 0xD800 && c <= 0xDFFF);
    if (halved || name.equals(SafetensorsHeader.METADATA)) {
      throw new IllegalArgumentException(
          "a tensor cannot be saved under the name " + Json.quote(name));
    }
    return name;
  }

  /** Length of the file. */
  long bytes() {
    return 8
        + header.length
        + tensors.values().stream().mapToLong(each -> each.buffer().bytes()).sum();
  }

  /** Writes the file. */
  void write(WritableByteChannel channel) throws IOException {
    ByteBuffer start = ByteBuffer.allocate(8 + header.length).order(ByteOrder.LITTLE_ENDIAN);
    writeFully(channel, start.putLong(header.length).put(header).flip());
    for (Tensor tensor : tensors.values()) {
      writeFully(channel, Safetensors.data(tensor));
    }
  }

  private static void writeFully(WritableByteChannel channel, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }

  private byte[] header(Map<String, String> metadata) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (JsonGenerator json = Json.MAPPER.createGenerator(out)) {
      json.writeStartObject();
      if (!metadata.isEmpty()) {
        json.writePOJOField(SafetensorsHeader.METADATA, metadata);
      }
      long at = 0;
      for (Map.Entry<String, Tensor> each : tensors.entrySet()) {
        Tensor tensor = each.getValue();
        long end = at + tensor.buffer().bytes();
        json.writeObjectFieldStart(each.getKey());
        json.writeStringField("dtype", StoredType.of(tensor.dtype()).name());
        json.writeFieldName("shape");
        long[] shape = tensor.shape();
        json.writeArray(shape, 0, shape.length);
        json.writeFieldName("data_offsets");
        json.writeArray(new long[] {at, end}, 0, 2);
        json.writeEndObject();
        at = end;
      }
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write a header in memory", e);
    }
    while (out.size() % ALIGNMENT != 0) {
      out.write(' ');
    }
    return out.toByteArray();
  }
}

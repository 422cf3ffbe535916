package dev.seisei.core.checkpoint;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;

/** The format written down a second time, by its definition and without the code under test. */
final class IndependentSafetensors {
  private IndependentSafetensors() {}

  /** A tensor as the file has it, the data in hexadecimal. */
  record Raw(String dtype, String shape, String data) {}

  static byte[] file(String header, byte[] data) {
    return file(header.getBytes(StandardCharsets.UTF_8), data);
  }

  static byte[] file(byte[] header, byte[] data) {
    ByteBuffer file =
        ByteBuffer.allocate(8 + header.length + data.length).order(ByteOrder.LITTLE_ENDIAN);
    return file.putLong(header.length).put(header).put(data).array();
  }

  static byte[] write(Map<String, Raw> tensors) throws IOException {
    ObjectMapper json = new ObjectMapper();
    ByteArrayOutputStream data = new ByteArrayOutputStream();
    Map<String, Object> header = new LinkedHashMap<>();
    for (Map.Entry<String, Raw> each : tensors.entrySet()) {
      int begin = data.size();
      data.write(HexFormat.of().parseHex(each.getValue().data()));
      header.put(
          each.getKey(),
          Map.of(
              "dtype",
              each.getValue().dtype(),
              "shape",
              json.readTree(each.getValue().shape()),
              "data_offsets",
              new int[] {begin, data.size()}));
    }
    return file(json.writeValueAsBytes(header), data.toByteArray());
  }

  static String header(byte[] file) {
    int length = (int) ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).getLong(0);
    return new String(file, 8, length, StandardCharsets.UTF_8);
  }

  static Map<String, Raw> read(byte[] file) throws IOException {
    int start = 8 + header(file).getBytes(StandardCharsets.UTF_8).length;
    Map<String, Raw> tensors = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> each :
        new ObjectMapper().readTree(header(file)).properties()) {
      if (!each.getKey().equals("__metadata__")) {
        JsonNode offsets = each.getValue().get("data_offsets");
        tensors.put(
            each.getKey(),
            new Raw(
                each.getValue().get("dtype").asText(),
                each.getValue().get("shape").toString(),
                HexFormat.of()
                    .formatHex(
                        file, start + offsets.get(0).asInt(), start + offsets.get(1).asInt())));
      }
    }
    return tensors;
  }
}

package dev.seisei.core.checkpoint;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seisei.core.checkpoint.IndependentSafetensors.Raw;
import dev.seisei.engine.memory.DType;
import dev.seisei.engine.memory.Device;
import dev.seisei.engine.memory.Tensor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ReadOnlyBufferException;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SafetensorsTest {
  @TempDir Path folder;

  private Safetensors open(byte[] bytes) throws IOException {
    return Safetensors.open(Files.write(folder.resolve("a.safetensors"), bytes));
  }

  static byte[] written(Map<String, Tensor> tensors) throws IOException {
    SafetensorsWriter writer = new SafetensorsWriter(tensors, Map.of());
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    writer.write(Channels.newChannel(out));
    assertEquals(writer.bytes(), out.size());
    return out.toByteArray();
  }

  @ParameterizedTest
  @EnumSource
  void everyTypeIsWrittenAndReadAsTheFormatSays(DType dtype) throws IOException {
    Map<String, Tensor> tensors = new HashMap<>();
    tensors.put("scalar", Tensors.random(1, dtype));
    tensors.put("matrix", Tensors.random(2, dtype, 3, 5));
    tensors.put("empty", Tensors.random(3, dtype, 2, 0, 4));
    byte[] file = written(tensors);

    Map<String, Raw> independent = IndependentSafetensors.read(file);
    assertEquals(
        Map.of(
            "scalar", raw(dtype, "[]", 1),
            "matrix", raw(dtype, "[3,5]", 2, 3, 5),
            "empty", raw(dtype, "[2,0,4]", 3, 2, 0, 4)),
        independent);

    Safetensors read = open(IndependentSafetensors.write(independent));
    assertEquals(tensors.keySet(), read.names());
    tensors.forEach((name, tensor) -> Tensors.assertSame(tensor, read.read(name)));
  }

  private static Raw raw(DType dtype, String shape, long seed, long... extents) {
    byte[] data = Tensors.bytes(Tensors.random(seed, dtype, extents));
    return new Raw(dtype.name(), shape, HexFormat.of().formatHex(data));
  }

  @Test
  void numbersAreLittleEndian() throws IOException {
    String header = "{\"x\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}";
    Safetensors read =
        open(IndependentSafetensors.file(header, new byte[] {0, 0, (byte) 0xC0, 63}));
    assertEquals(1.5, read.read("x").getDouble(0));
  }

  @Test
  void equalTensorsGiveEqualBytesInAnyOrderAndAlign() throws IOException {
    List<Map.Entry<String, Tensor>> entries = new ArrayList<>();
    for (DType dtype : DType.values()) {
      entries.add(Map.entry("b." + dtype, Tensors.random(1, dtype, 3)));
      entries.add(Map.entry("a." + dtype, Tensors.random(2, dtype, 1)));
    }
    Map<String, Tensor> forwards = new LinkedHashMap<>();
    entries.forEach(entry -> forwards.put(entry.getKey(), entry.getValue()));
    Collections.reverse(entries);
    Map<String, Tensor> backwards = new LinkedHashMap<>();
    entries.forEach(entry -> backwards.put(entry.getKey(), entry.getValue()));

    byte[] file = written(forwards);
    assertArrayEquals(file, written(backwards));
    assertEquals(0, IndependentSafetensors.header(file).length() % 8);
    SafetensorsHeader header =
        SafetensorsHeader.parse(
            IndependentSafetensors.header(file).getBytes(StandardCharsets.UTF_8),
            file.length - 8 - IndependentSafetensors.header(file).length());
    header
        .tensors()
        .forEach((name, entry) -> assertEquals(0, entry.begin() * 8 % entry.type().bits(), name));
    assertEquals(forwards.keySet(), header.tensors().keySet());
  }

  @Test
  void namesMayHoldAnyCharacters() throws IOException {
    Map<String, Tensor> tensors = new HashMap<>();
    for (String name :
        List.of(
            "", " ", "../../etc/passwd", "a\"b\\c", "層.重み", "\u0000\n\u007f", "😀", "a/b", ".")) {
      tensors.put(name, Tensors.random(name.hashCode(), DType.F32, 2));
    }
    byte[] file = written(tensors);
    assertEquals(tensors.keySet(), IndependentSafetensors.read(file).keySet());
    Safetensors read = open(file);
    tensors.forEach((name, tensor) -> Tensors.assertSame(tensor, read.read(name)));
  }

  @Test
  void namesThatTheFormatCannotHoldAreRefused() {
    for (String name : List.of("__metadata__", "\ud800", "a\udc00b")) {
      assertThrows(
          IllegalArgumentException.class,
          () -> new SafetensorsWriter(Map.of(name, Tensors.random(1, DType.F32)), Map.of()));
    }
  }

  @Test
  void metadataAreReadAndPaddingIsNot() throws IOException {
    Safetensors read =
        open(IndependentSafetensors.file("{\"__metadata__\":{\"a\":\"1\"}}    ", new byte[0]));
    assertEquals(Map.of("a", "1"), read.metadata());
    assertTrue(read.names().isEmpty());
  }

  @Test
  void aFileIsWrittenWholeOverAnother() throws IOException {
    Path file = Files.writeString(folder.resolve("b.safetensors"), "something else");
    Safetensors.write(file, Map.of("x", Tensor.of(new float[] {1, 2}, 2)), Map.of("of", "test"));
    Safetensors read = Safetensors.open(file);
    assertEquals(Map.of("of", "test"), read.metadata());
    assertArrayEquals(new float[] {1, 2}, read.read("x").toFloats());
    assertThrows(
        IOException.class,
        () -> Safetensors.write(folder.resolve("none").resolve("c"), Map.of(), Map.of()));
  }

  @Test
  void orderInTheHeaderNeedNotBeThatOfTheData() throws IOException {
    String header =
        "{\"b\":{\"data_offsets\":[1,2],\"dtype\":\"U8\",\"shape\":[1]},"
            + "\"e\":{\"data_offsets\":[1,1],\"dtype\":\"U8\",\"shape\":[0]},"
            + "\"a\":{\"data_offsets\":[0,1],\"dtype\":\"U8\",\"shape\":[1]}}";
    Safetensors read = open(IndependentSafetensors.file(header, new byte[] {7, 8}));
    assertEquals(List.of("a", "e", "b"), List.copyOf(read.names()));
    assertEquals(7, read.read("a").getDouble(0));
    assertEquals(8, read.read("b").getDouble(0));
  }

  @Test
  void typesThatTheEngineLacksAreRefusedWhenRead() throws IOException {
    String header =
        "{\"x\":{\"dtype\":\"F8_E4M3\",\"shape\":[2],\"data_offsets\":[0,2]},"
            + "\"y\":{\"dtype\":\"U8\",\"shape\":[1],\"data_offsets\":[2,3]}}";
    Safetensors read = open(IndependentSafetensors.file(header, new byte[] {1, 2, 3}));
    assertEquals(3, read.read("y").getDouble(0));
    String message =
        String.valueOf(
            assertThrows(IllegalArgumentException.class, () -> read.read("x")).getMessage());
    assertTrue(message.contains("\"x\" is stored as F8_E4M3"), message);
    assertThrows(IllegalArgumentException.class, () -> read.read("z"));
  }

  @Test
  void tensorsAreReadIntoOthersAndConverted() throws IOException {
    Path file = folder.resolve("a.safetensors");
    int elements = 70_001; // more than a block
    float[] numbers = new float[elements];
    for (int i = 0; i < elements; i++) {
      numbers[i] = (i - 35_000) / 64f;
    }
    try (Tensor f32 = Tensor.of(numbers, elements)) {
      for (DType stored : List.of(DType.F32, DType.BF16, DType.F16, DType.F64)) {
        try (Tensor saved = Tensor.zeros(Device.CPU, stored, elements)) {
          saved.convertFrom(f32);
          Safetensors.write(
              file, Map.of("x", saved, "empty", Tensor.zeros(Device.CPU, stored, 0)), Map.of());
          Safetensors opened = Safetensors.open(file);
          for (DType wanted : List.of(DType.F32, DType.BF16, DType.F16, DType.F64)) {
            try (Tensor into = Tensor.zeros(Device.CPU, wanted, elements);
                Tensor none = Tensor.zeros(Device.CPU, wanted, 0)) {
              opened.read("x", into);
              opened.read("empty", none);
              for (int i = 0; i < elements; i += 7) {
                try (Tensor one = Tensor.zeros(Device.CPU, wanted, 1)) {
                  one.setDouble(0, saved.getDouble(i));
                  assertEquals(one.getDouble(0), into.getDouble(i));
                }
              }
            }
          }
          Tensors.assertSame(saved, opened.map("x"));
          assertThrows(ReadOnlyBufferException.class, () -> opened.map("x").setDouble(0, 1));
          assertEquals(0, opened.map("empty").elements());
        }
      }
    }
  }

  @Test
  void anotherShapeOrTypeIsNotReadInto() throws IOException {
    Path file = folder.resolve("a.safetensors");
    try (Tensor numbers = Tensor.of(new int[] {1, 2}, 2);
        Tensor floats = Tensor.zeros(Device.CPU, DType.F32, 2);
        Tensor longer = Tensor.zeros(Device.CPU, DType.I32, 3)) {
      Safetensors.write(file, Map.of("x", numbers), Map.of());
      Safetensors opened = Safetensors.open(file);
      for (Tensor other : List.of(floats, longer)) {
        String message =
            String.valueOf(
                assertThrows(IllegalArgumentException.class, () -> opened.read("x", other))
                    .getMessage());
        assertTrue(message.contains("\"x\" I32[2] cannot be read as " + other), message);
      }
    }
  }
}

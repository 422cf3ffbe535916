package dev.seisei.core.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seisei.engine.memory.DType;
import dev.seisei.engine.memory.Device;
import dev.seisei.engine.memory.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.AfterProperty;
import net.jqwik.api.lifecycle.BeforeProperty;

class SafetensorsPropertyTest {
  private Path file = Path.of("");
  private byte[] valid = new byte[0];

  @BeforeProperty
  void makeFiles() throws IOException {
    file = Files.createTempFile("property", ".safetensors");
    valid = valid();
  }

  @AfterProperty
  void deleteFile() throws IOException {
    Files.delete(file);
  }

  record Described(String name, DType dtype, List<Integer> shape, long seed) {
    Tensor tensor() {
      return Tensors.random(seed, dtype, shape.stream().mapToLong(Integer::longValue).toArray());
    }
  }

  @Provide
  Arbitrary<List<Described>> tensors() {
    return Combinators.combine(
            // Without halves of characters, which UTF-8 does not have.
            Arbitraries.strings().withCharRange('\u0000', '\ud7ff').ofMaxLength(12),
            Arbitraries.of(DType.class),
            Arbitraries.integers().between(0, 4).list().ofMaxSize(4),
            Arbitraries.longs())
        .as(Described::new)
        .list()
        .uniqueElements(Described::name)
        .ofMaxSize(6);
  }

  @Property(tries = 100, edgeCases = EdgeCasesMode.NONE)
  void anyTensorsAreReadBack(@ForAll("tensors") List<Described> described) throws IOException {
    Map<String, Tensor> tensors = new HashMap<>();
    described.forEach(each -> tensors.put(each.name(), each.tensor()));
    Files.write(file, SafetensorsTest.written(tensors));
    Safetensors read = Safetensors.open(file);
    assertEquals(tensors.keySet(), read.names());
    for (Map.Entry<String, Tensor> each : tensors.entrySet()) {
      try (Tensor expected = each.getValue();
          Tensor actual = read.read(each.getKey())) {
        Tensors.assertSame(expected, actual);
      }
    }
  }

  /**
   * Changes, drops and repeats bytes of a valid file's header: digits, quotes and braces more often
   * than others.
   */
  @Property(tries = 1000, shrinking = ShrinkingMode.OFF)
  void aCorruptFileIsRefusedOrTakesNoMoreThanItsSize(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 6) int changes) throws IOException {
    byte[] bytes = corrupt(seed, changes);
    Files.write(file, bytes);
    long before = Device.CPU.allocatedBytes();
    Map<String, Tensor> read = new LinkedHashMap<>();
    try {
      Safetensors opened = Safetensors.open(file);
      opened.names().forEach(name -> read.put(name, opened.read(name)));
    } catch (IllegalArgumentException e) {
      assertTrue(String.valueOf(e.getMessage()).contains(file.toString()), e::getMessage);
    }
    assertTrue(Device.CPU.allocatedBytes() - before <= bytes.length);
    read.values().forEach(Tensor::close);
  }

  private static byte[] valid() throws IOException {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    tensors.put("a", Tensors.random(1, DType.F32, 2, 3));
    tensors.put("b.weight", Tensors.random(2, DType.I64, 5));
    tensors.put("c", Tensors.random(3, DType.U8, 0));
    byte[] bytes = SafetensorsTest.written(tensors);
    tensors.values().forEach(Tensor::close);
    return bytes;
  }

  private byte[] corrupt(long seed, int changes) {
    byte[] bytes = valid.clone();
    int header = 8 + IndependentSafetensors.header(bytes).length();
    String likely = "0123456789-,.:{}[]\"eE \u0000";
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < changes; i++) {
      int at = random.nextInt(header);
      switch (random.nextInt(3)) {
        case 0 -> bytes[at] = (byte) likely.charAt(random.nextInt(likely.length()));
        case 1 -> bytes[at] = (byte) random.nextInt(256);
        default -> bytes[random.nextInt(header)] = bytes[at];
      }
    }
    return bytes;
  }
}

package dev.seisei.engine.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.bytedeco.javacpp.PointerScope;
import org.junit.jupiter.api.Test;

class CpuDeviceTest {
  @Test
  void memoryIsAlignedZeroedAndCounted() {
    Device device = Device.cpu(1 << 20);
    Buffer buffer = device.allocate(1000);
    assertEquals(0, buffer.address() % 64);
    assertEquals(1000, device.allocatedBytes());
    for (int i = 0; i < 1000; i++) {
      assertEquals(0, buffer.asByteBuffer().get(i));
    }
    buffer.close();
    buffer.close();
    assertEquals(0, device.allocatedBytes());
  }

  @Test
  void memoryOutlivesTheCallersScopes() {
    Buffer buffer = allocateWithinAScope();
    assertEquals(7, buffer.asByteBuffer().get(3));
    // What was freed would be handed out again.
    Buffer other = Device.CPU.allocate(1 << 20);
    assertEquals(7, buffer.asByteBuffer().get(3));
    other.close();
    buffer.close();
  }

  @SuppressWarnings("try") // an open scope acts on what is made meanwhile
  private static Buffer allocateWithinAScope() {
    try (PointerScope scope = new PointerScope()) {
      Buffer buffer = Device.CPU.allocate(1 << 20);
      buffer.asByteBuffer().put(3, (byte) 7);
      return buffer;
    }
  }
}

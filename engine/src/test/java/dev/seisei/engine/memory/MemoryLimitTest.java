package dev.seisei.engine.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class MemoryLimitTest {
  private static final int MIB = 1 << 20;

  @Test
  void whatWouldBeTooMuchIsRefusedWithTheWayOut() {
    Device device = Device.cpu(10 * MIB);
    try (Buffer first = device.allocate(6 * MIB)) {
      assertEquals(0, first.asByteBuffer().get(6 * MIB - 1));
      MemoryLimitException refused =
          assertThrows(MemoryLimitException.class, () -> device.allocate(5 * MIB));
      assertEquals(5 * MIB, refused.requestedBytes());
      assertEquals(6 * MIB, refused.usedBytes());
      assertEquals(10 * MIB, refused.limitBytes());
      assertEquals(
          "cannot allocate 5.0 MiB: 6.0 MiB of the 10.0 MiB that the engine may use are in use;"
              + " ask for less, close what is done with, or raise the limit:"
              + " -Dseisei.memory=16g or SEISEI_MEMORY=16g would allow 16 GiB",
          refused.getMessage());
      assertEquals(6 * MIB, device.allocatedBytes());
      assertFalse(device.fits(5 * MIB));
      assertTrue(device.fits(4 * MIB));
      device.setMemoryLimit(11 * MIB);
      device.allocate(5 * MIB).close();
    }
    assertEquals(0, device.allocatedBytes());
  }

  @Test
  void sizesBeyondAllMemoryAreRefusedBeforeAskingTheSystem() {
    Device device = Device.cpu(10 * MIB);
    for (long bytes : new long[] {1L << 40, Long.MAX_VALUE}) {
      MemoryLimitException refused =
          assertThrows(MemoryLimitException.class, () -> device.allocate(bytes));
      assertEquals(bytes, refused.requestedBytes());
    }
    assertEquals(0, device.allocatedBytes());
  }

  @Test
  void whatNobodyHoldsIsFreedBeforeAnythingIsRefused() {
    Device device = Device.cpu(10 * MIB);
    for (int i = 0; i < 20; i++) {
      device.allocate(6 * MIB).asByteBuffer().put(0, (byte) 1);
    }
    assertTrue(device.allocatedBytes() <= 10 * MIB);
    assertTrue(device.fits(10 * MIB));
    assertEquals(0, device.allocatedBytes());
  }

  private static long collections() {
    return ManagementFactory.getGarbageCollectorMXBeans().stream()
        .mapToLong(GarbageCollectorMXBean::getCollectionCount)
        .sum();
  }

  @Test
  void refusalsDoNotCostACollectionEach() {
    Device device = Device.cpu(10 * MIB);
    try (Buffer held = device.allocate(10 * MIB)) {
      long before = collections();
      for (int i = 0; i < 500; i++) {
        assertThrows(MemoryLimitException.class, () -> device.allocate(MIB));
      }
      long after = collections();
      assertTrue(after - before < 100, after - before + " collections");
      assertEquals(10 * MIB, held.bytes());
    }
  }

  @Test
  void aPartKeepsTheWhole() {
    Device device = Device.cpu(10 * MIB);
    Buffer part = device.allocate(6 * MIB).slice(MIB, MIB).slice(10, 100);
    assertFalse(device.fits(5 * MIB));
    part.asByteBuffer().put(99, (byte) 1);
    assertEquals(6 * MIB, device.allocatedBytes());
  }

  @Test
  void threadsTogetherStayWithinTheLimit() throws Exception {
    Device device = Device.cpu(64 * MIB);
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      List<Callable<Integer>> takers = new ArrayList<>();
      List<Buffer> taken = Collections.synchronizedList(new ArrayList<>());
      for (int t = 0; t < 4; t++) {
        takers.add(
            () -> {
              int count = 0;
              try {
                while (true) {
                  taken.add(device.allocate(MIB));
                  count++;
                }
              } catch (MemoryLimitException e) {
                return count;
              }
            });
      }
      int sum = 0;
      for (Future<Integer> count : threads.invokeAll(takers)) {
        sum += count.get();
      }
      assertEquals(64, sum);
      taken.forEach(Buffer::close);
      assertEquals(0, device.allocatedBytes());
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void theHostsLimitIsKnownAndSensible() {
    assertTrue(Device.CPU.memoryLimit() > 128 * MIB);
    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> Device.cpu(0));
    assertTrue(String.valueOf(refused.getMessage()).contains("got 0"), refused.getMessage());
  }
}

package dev.seisei.engine.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is offered of a machine with 16 GiB, of which 12 are available. */
class SystemMemoryTest {
  private static final long GIB = 1L << 30;
  private static final long MIB = 1L << 20;

  @TempDir Path root;

  @BeforeEach
  void aMachine() throws IOException {
    write(
        "proc/meminfo", "MemTotal:       16777216 kB\nMemFree: 1 kB\nMemAvailable: 12582912 kB\n");
  }

  private void write(String file, String text) throws IOException {
    Path path = root.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, text);
  }

  private long offered(long heapGrowth) {
    return new SystemMemory(root).offered(heapGrowth);
  }

  @Test
  void theReserveIsASixteenthAndWhatTheHeapMayTake() {
    assertEquals(11 * GIB, offered(0));
    assertEquals(9 * GIB, offered(2 * GIB));
    assertEquals(6 * GIB, offered(40 * GIB));
  }

  @Test
  void aGroupOfTheSecondVersionIsHeeded() throws IOException {
    write("proc/self/cgroup", "0::/a/b\n");
    write("sys/fs/cgroup/a/b/memory.max", "max\n");
    write("sys/fs/cgroup/a/b/memory.current", "1\n");
    write("sys/fs/cgroup/a/memory.max", 4 * GIB + "\n");
    write("sys/fs/cgroup/a/memory.current", 2 * GIB + "\n");
    write("sys/fs/cgroup/a/memory.stat", "anon 5\nfile 9\nfile_dirty 8\n");
    assertEquals(2 * GIB - 256 * MIB, offered(0));
  }

  @Test
  void cachedFilesGiveWayHoweverOftenTheyWereRead() throws IOException {
    write("proc/self/cgroup", "0::/a\n");
    write("sys/fs/cgroup/a/memory.max", 4 * GIB + "\n");
    write("sys/fs/cgroup/a/memory.current", 3 * GIB + "\n");
    write(
        "sys/fs/cgroup/a/memory.stat",
        "anon 5\ninactive_file " + GIB + "\nactive_file " + GIB / 2 + "\n");
    assertEquals(2 * GIB + GIB / 2 - 256 * MIB, offered(0));
  }

  @Test
  void aGroupOfTheFirstVersionIsHeeded() throws IOException {
    write("proc/self/cgroup", "5:cpu,cpuacct:/x\n4:memory:/docker/x\n0::/\n");
    String folder = "sys/fs/cgroup/memory/docker/x/";
    write(folder + "memory.limit_in_bytes", GIB + "\n");
    write(folder + "memory.usage_in_bytes", 192 * MIB + "\n");
    write(
        folder + "memory.stat",
        "active_file 1\ntotal_inactive_file "
            + 32 * MIB
            + "\ntotal_active_file "
            + 32 * MIB
            + "\n");
    write("sys/fs/cgroup/memory/memory.limit_in_bytes", "9223372036854771712\n");
    write("sys/fs/cgroup/memory/memory.usage_in_bytes", "5\n");
    assertEquals(640 * MIB, offered(0));
  }

  @Test
  void aGroupWithNothingLeftIsNotAGroupWithoutALimit() throws IOException {
    write("proc/self/cgroup", "0::/full\n");
    write("sys/fs/cgroup/full/memory.max", GIB + "\n");
    write("sys/fs/cgroup/full/memory.current", GIB + "\n");
    assertEquals(1, offered(0));
    write("sys/fs/cgroup/full/memory.current", GIB + MIB + "\n");
    assertEquals(1, offered(0));
  }

  @Test
  void insideAContainerOnlyTheOutermostFolderMayExist() throws IOException {
    write("proc/self/cgroup", "0::/docker/0123/../../elsewhere\n");
    write("sys/fs/cgroup/memory.max", 2 * GIB + "\n");
    write("sys/fs/cgroup/memory.current", "0\n");
    assertEquals(2 * GIB - 256 * MIB, offered(0));
  }

  @Test
  void whatCannotBeReadIsAskedOfTheSystem() throws IOException {
    Files.delete(root.resolve("proc/meminfo"));
    write("proc/self/cgroup", "nonsense\n3:memory\n");
    long offered = offered(0);
    assertTrue(offered > 64 * MIB && offered < 1L << 46, ByteSize.show(offered));
  }
}

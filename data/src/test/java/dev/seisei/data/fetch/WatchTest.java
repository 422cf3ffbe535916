package dev.seisei.data.fetch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seisei.core.progress.Progress;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class WatchTest {
  /** Waits for the next byte until it is closed. */
  private static final class Stalled extends InputStream {
    private final CountDownLatch closed = new CountDownLatch(1);

    @Override
    public int read() throws IOException {
      try {
        closed.await();
      } catch (InterruptedException e) {
        throw new IOException(e);
      }
      return -1;
    }

    @Override
    public int read(byte[] into, int from, int length) throws IOException {
      return read();
    }

    @Override
    public void close() {
      closed.countDown();
    }
  }

  @Test
  void aBodyThatStallsIsEnded() throws IOException {
    Stalled body = new Stalled();
    try (Watch watch = new Watch(body, Progress.SILENT, Duration.ZERO)) {
      assertEquals(-1, body.read());
      assertTrue(watch.ended());
    }
  }

  @Test
  void aBodyThatNobodyWantsIsEnded() throws IOException {
    Stalled body = new Stalled();
    Progress impatient =
        new Progress() {
          @Override
          public boolean cancelled() {
            return true;
          }
        };
    try (Watch watch = new Watch(body, impatient, Duration.ofDays(1))) {
      assertEquals(-1, body.read());
      assertTrue(watch.ended());
    }
  }

  @Test
  void whatComesIsLeftAlone() {
    Stalled body = new Stalled();
    try (Watch watch = new Watch(body, Progress.SILENT, Duration.ofDays(1))) {
      watch.alive();
      assertFalse(watch.ended());
    }
    assertEquals(1, body.closed.getCount());
  }
}

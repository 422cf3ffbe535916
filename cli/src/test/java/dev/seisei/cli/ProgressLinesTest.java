package dev.seisei.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class ProgressLinesTest {
  private final AtomicLong seconds = new AtomicLong();
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  private ProgressLines lines(ProgressDisplay.Unit unit) {
    return new ProgressLines(
        new PrintStream(bytes, true, StandardCharsets.UTF_8),
        "training",
        unit,
        () -> TimeUnit.SECONDS.toNanos(seconds.get()));
  }

  private String shown() {
    return bytes.toString(StandardCharsets.UTF_8);
  }

  @Test
  void aLineAtFirstThenEveryTenSecondsAndAtTheEnd() {
    try (ProgressLines lines = lines(ProgressDisplay.Unit.PIECES)) {
      for (int step = 0; step <= 25; step++) {
        seconds.set(step);
        lines.at(step, 25, "loss " + step);
      }
      lines.at(25, 25, "again");
    }
    assertEquals(
        """
        training 0/25 (0 %), 0:00:00, loss 0
        training 10/25 (40 %), 0:00:10, 0:00:15 left, loss 10
        training 20/25 (80 %), 0:00:20, 0:00:05 left, loss 20
        training 25/25 (100 %), 0:00:25, 0:00:00 left, loss 25
        """,
        shown());
  }

  @Test
  void whatIsLeftIsReckonedFromWhereItWasResumed() {
    try (ProgressLines lines = lines(ProgressDisplay.Unit.PIECES)) {
      lines.at(1000, 1200, "");
      seconds.set(10);
      lines.at(1050, 1200, "");
    }
    assertEquals(
        """
        training 1000/1200 (83 %), 0:00:00
        training 1050/1200 (87 %), 0:00:10, 0:00:30 left
        """,
        shown());
  }

  @Test
  void anUnknownTotalIsLeftOut() {
    try (ProgressLines lines = lines(ProgressDisplay.Unit.MEGABYTES)) {
      lines.at(2_900_000, 0, "");
      seconds.set(3661);
      lines.at(7_000_000, 0, "");
    }
    assertEquals("training 2 MB, 0:00:00\ntraining 7 MB, 1:01:01\n", shown());
  }
}

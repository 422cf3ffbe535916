package dev.seisei.cli;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;
import java.util.function.LongSupplier;

/** A line now and then, for logs. */
final class ProgressLines implements ProgressDisplay {
  private static final long INTERVAL_NANOS = Duration.ofSeconds(10).toNanos();

  private final PrintStream out;
  private final String task;
  private final Unit unit;
  private final LongSupplier clock;
  private boolean started;
  private long startedAt;
  private long startedWith;
  private long shownAt;
  private long shown;

  /**
   * @param clock in nanoseconds
   */
  ProgressLines(PrintStream out, String task, Unit unit, LongSupplier clock) {
    this.out = out;
    this.task = task;
    this.unit = unit;
    this.clock = clock;
  }

  @Override
  public void at(long done, long total, String detail) {
    long now = clock.getAsLong();
    if (!started) {
      started = true;
      startedAt = now;
      startedWith = done;
    } else if (done == shown || (done != total && now - shownAt < INTERVAL_NANOS)) {
      return;
    }
    shownAt = now;
    shown = done;
    out.println(line(done, total, detail, now - startedAt));
  }

  @Override
  public void note(String words) {
    out.println(words);
  }

  private String line(long done, long total, String detail, long elapsed) {
    StringBuilder line = new StringBuilder(task).append(' ').append(done / unit.size());
    if (total > 0) {
      line.append('/').append(total / unit.size());
    }
    line.append(unit.name());
    if (total > 0) {
      line.append(String.format(Locale.ROOT, " (%d %%)", (long) (100.0 * done / total)));
    }
    line.append(", ").append(clockTime(elapsed));
    if (total > 0 && done > startedWith) {
      double each = (double) elapsed / (done - startedWith);
      line.append(", ").append(clockTime((long) (each * (total - done)))).append(" left");
    }
    if (!detail.isEmpty()) {
      line.append(", ").append(detail);
    }
    return line.toString();
  }

  private static String clockTime(long nanos) {
    Duration time = Duration.ofNanos(nanos);
    return String.format(
        Locale.ROOT, "%d:%02d:%02d", time.toHours(), time.toMinutesPart(), time.toSecondsPart());
  }

  @Override
  public void close() {
    // The last line is there.
  }
}

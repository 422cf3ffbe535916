package dev.seisei.cli;

import java.time.Duration;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/** A bar with the time that is left. */
final class ProgressBarDisplay implements ProgressDisplay {
  private static final int UPDATE_MILLIS = 250;

  /** Below this nothing of the bar itself is left. */
  private static final int LEAST_COLUMNS = 40;

  private final Console console;
  private final String task;
  private final Unit unit;
  private @Nullable ProgressBar bar;

  ProgressBarDisplay(Console console, String task, Unit unit) {
    this.console = console;
    this.task = task;
    this.unit = unit;
  }

  @Override
  public void at(long done, long total, String detail) {
    ProgressBar shown = bar;
    if (shown == null) {
      shown = start(done);
      bar = shown;
    }
    shown.maxHint(total > 0 ? total : -1).stepTo(done).setExtraMessage(detail);
  }

  @Override
  public void note(String words) {
    // Leaves the bar's line; the bar is drawn anew below.
    console.err().println();
    console.err().println(words);
  }

  /** Work that is resumed starts where it is: what was done before says nothing about the speed. */
  private ProgressBar start(long done) {
    return new ProgressBarBuilder()
        .setTaskName(task)
        .setUnit(unit.name(), unit.size())
        .setStyle(ProgressBarStyle.ASCII)
        .setUpdateIntervalMillis(UPDATE_MILLIS)
        .startsFrom(done, Duration.ZERO)
        // One column less: some terminals wrap when the last one is written. The width is given,
        // for to find it out itself the bar would take over the terminal and its signals.
        .setConsumer(
            new ConsoleProgressBarConsumer(
                console.err(), Math.max(console.columns(), LEAST_COLUMNS) - 1))
        .build();
  }

  @Override
  public void close() {
    if (bar != null) {
      bar.close();
      bar = null;
    }
  }
}

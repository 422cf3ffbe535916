package dev.seisei.benchmarks.peers;

import dev.seisei.benchmarks.workload.Workload;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One workload on all sides: first the values of the first runs must agree, so that a fast wrong
 * answer cannot win; then the sides take turns.
 */
final class Comparison {
  /** Threads of OpenMP spin for a while after their work: the next side waits till they sleep. */
  private static final int SETTLE_MILLISECONDS = 150;

  private final Workload workload;
  private final Mode mode;
  private final Effort effort;
  private final Consumer<String> progress;
  private final List<RunningSide> sides = new ArrayList<>();
  private final List<Result> results = new ArrayList<>();
  private final List<String> failures = new ArrayList<>();
  private final List<String> absences = new ArrayList<>();

  /** Starts a side. */
  @FunctionalInterface
  interface Starter {
    RunningSide start(Side side) throws IOException;
  }

  Comparison(Workload workload, Mode mode, Effort effort, Consumer<String> progress) {
    this.workload = workload;
    this.mode = mode;
    this.effort = effort;
    this.progress = progress;
  }

  /** What was measured. */
  List<Result> results() {
    return results;
  }

  /** What went wrong, by workload and side. */
  List<String> failures() {
    return failures;
  }

  /** Which sides cannot do this, and why. */
  List<String> absences() {
    return absences;
  }

  /** Compares and measures. */
  void run(List<Side> asked, Starter starter) throws IOException, InterruptedException {
    try {
      start(asked, starter);
      dropThoseThatDiffer();
      if (sides.stream().anyMatch(side -> side.side().ours())
          && sides.stream().anyMatch(side -> !side.side().ours())) {
        takeTurns();
        report();
      }
    } finally {
      sides.forEach(RunningSide::close);
    }
  }

  private void start(List<Side> asked, Starter starter) {
    for (Side side : asked) {
      progress.accept(name() + ": " + side + " compares");
      try {
        RunningSide running = starter.start(side);
        if (running.refusal() == null) {
          sides.add(running);
        } else {
          absences.add(name() + ": " + side + " cannot: " + running.refusal());
          running.close();
        }
      } catch (IOException e) {
        failures.add(name() + ": " + e.getMessage());
      }
    }
  }

  private String name() {
    return workload.name() + " " + mode.label();
  }

  private double tolerance(Side side) {
    return mode == Mode.TRAIN
        ? workload.tolerance(side.precision())
        : Workload.resultTolerance(side.precision());
  }

  /** Losses are compared in nats, results by their own size. */
  private Agreement agreement(RunningSide ours, RunningSide peer) {
    return Agreement.of(ours.values(), peer.values(), mode == Mode.TRAIN ? 1 : 0);
  }

  /** One of ours that does not compute what all peers compute is not timed. */
  private void dropThoseThatDiffer() {
    List<RunningSide> wrong = new ArrayList<>();
    for (RunningSide ours : sides) {
      for (RunningSide peer : sides) {
        if (ours.side().ours() && !peer.side().ours()) {
          Agreement agreement = agreement(ours, peer);
          if (!(agreement.gap() <= tolerance(ours.side()))) {
            failures.add(difference(ours, peer, agreement));
            wrong.add(ours);
          }
        }
      }
    }
    for (RunningSide side : sides) {
      if (wrong.contains(side)) {
        side.close();
      }
    }
    sides.removeAll(wrong);
  }

  private String difference(RunningSide ours, RunningSide peer, Agreement agreement) {
    return String.format(
        Locale.ROOT,
        "%s: %s and %s differ by %.2g in run %d, which is more than %s",
        name(),
        ours.side(),
        peer.side(),
        agreement.gap(),
        agreement.run(),
        tolerance(ours.side()));
  }

  private void takeTurns() throws IOException, InterruptedException {
    for (RunningSide side : sides) {
      if (!slow(side)) {
        Thread.sleep(SETTLE_MILLISECONDS);
        side.run(1, 1);
      }
    }
    for (int round = 0; round < effort.rounds(); round++) {
      progress.accept(name() + ": round " + (round + 1) + " of " + effort.rounds());
      for (RunningSide side : sides) {
        if (slow(side) && round >= Effort.SLOW_ROUNDS) {
          continue;
        }
        Thread.sleep(SETTLE_MILLISECONDS);
        if (slow(side)) {
          side.run(1, 0);
          continue;
        }
        double milliseconds = side.last();
        if (round == 0) {
          side.forgetTimes();
        }
        side.run(effort.runs(milliseconds), Effort.uncounted(milliseconds));
      }
    }
  }

  private boolean slow(RunningSide side) {
    return side.values().size() < effort.comparedRuns();
  }

  private void report() throws IOException, InterruptedException {
    for (RunningSide peer : sides) {
      if (peer.side().ours()) {
        continue;
      }
      Result.Parts parts = parts(peer);
      for (RunningSide ours : sides) {
        if (ours.side().ours()) {
          results.add(
              new Result(
                  workload.name(),
                  mode,
                  ours.side(),
                  peer.side(),
                  ours.times(),
                  peer.times(),
                  agreement(ours, peer),
                  tolerance(ours.side()),
                  ours.peak(),
                  peer.peak(),
                  parts));
        }
      }
    }
  }

  private Result.@Nullable Parts parts(RunningSide peer) throws IOException, InterruptedException {
    if (mode != Mode.TRAIN || peer.side() != Side.LIBTORCH) {
      return null;
    }
    Thread.sleep(SETTLE_MILLISECONDS);
    double milliseconds = peer.times().median();
    int runs = Math.max(3, effort.runs(milliseconds));
    return new Result.Parts(
        peer.part("gradients", runs, Effort.uncounted(milliseconds)).median(),
        peer.part("optimizer", runs, Effort.uncounted(milliseconds)).median());
  }
}

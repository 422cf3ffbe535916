package dev.seisei.benchmarks.peers;

import dev.seisei.benchmarks.workload.Workload;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One workload on all sides: first the values of the first runs must agree, so that a fast wrong
 * answer cannot win; then the sides take turns.
 */
final class Comparison {
  private final Workload workload;
  private final Mode mode;
  private final Effort effort;
  private final Consumer<String> progress;
  private final List<RunningSide> sides = new ArrayList<>();
  private final Map<Side, Double> peaks = new EnumMap<>(Side.class);
  private final List<Result> results = new ArrayList<>();
  private final List<String> failures = new ArrayList<>();
  private final List<String> absences = new ArrayList<>();

  /** Starts a side. */
  @FunctionalInterface
  interface Starter {
    RunningSide start(Side side, Purpose purpose) throws IOException;
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

  /** Which sides cannot do this, and why. The same of all workloads reads the same. */
  List<String> absences() {
    return absences;
  }

  /**
   * Compares and measures. A side that fails is a failure here, and costs the others nothing: what
   * they and the workloads before took minutes to measure is told all the same.
   */
  void run(List<Side> asked, Starter starter) throws InterruptedException {
    try {
      start(asked, starter);
      dropThoseThatDiffer();
      if (isComparison()) {
        measureMemory(starter);
        takeTurns();
      }
      if (isComparison()) {
        report();
      }
    } finally {
      sides.forEach(RunningSide::close);
    }
  }

  private boolean isComparison() {
    return sides.stream().anyMatch(side -> side.side().ours())
        && sides.stream().anyMatch(side -> !side.side().ours());
  }

  /** What a side is asked for while others wait. */
  @FunctionalInterface
  private interface Turn {
    void take() throws IOException;
  }

  /** Lets a side work once the one before is quiet, and drops it if it fails. */
  private void attempt(RunningSide side, Turn turn) throws InterruptedException {
    Thread.sleep(effort.settleMilliseconds());
    try {
      turn.take();
    } catch (IOException e) {
      failures.add(name() + ": " + e.getMessage());
      sides.remove(side);
      side.kill();
    }
  }

  private void start(List<Side> asked, Starter starter) {
    for (Side side : asked) {
      progress.accept(name() + ": " + side + " compares");
      try {
        RunningSide running = starter.start(side, Purpose.TIME);
        if (running.refusal() == null) {
          sides.add(running);
        } else {
          absences.add(side + " cannot: " + running.refusal());
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
          String difference = difference(ours, peer);
          if (difference != null) {
            failures.add(difference);
            wrong.add(ours);
          }
        }
      }
    }
    sides.removeAll(wrong);
    wrong.forEach(RunningSide::close);
  }

  /** What keeps ours from being compared with a peer's times, or null. */
  private @Nullable String difference(RunningSide ours, RunningSide peer) {
    String who = name() + ": " + ours.side() + " and " + peer.side();
    Agreement agreement;
    try {
      agreement = agreement(ours, peer);
    } catch (IllegalArgumentException e) {
      return who + " cannot be compared: " + e.getMessage();
    }
    if (agreement.gap() <= tolerance(ours.side())) {
      return null;
    }
    return String.format(
        Locale.ROOT,
        "%s differ by %.2g in run %d, which is more than %s",
        who,
        agreement.gap(),
        agreement.run(),
        tolerance(ours.side()));
  }

  /** In processes of their own: what makes libtorch fast makes it keep memory as well. */
  private void measureMemory(Starter starter) throws InterruptedException {
    for (RunningSide side : List.copyOf(sides)) {
      if (!side.side().keepsWhatIsFreed()) {
        peaks.put(side.side(), side.peak());
        continue;
      }
      progress.accept(name() + ": " + side.side() + " takes memory");
      attempt(
          side,
          () -> {
            try (RunningSide other = starter.start(side.side(), Purpose.MEMORY)) {
              peaks.put(side.side(), other.peak());
            }
          });
    }
  }

  private double peak(RunningSide side) {
    return peaks.getOrDefault(side.side(), Double.NaN);
  }

  private void takeTurns() throws InterruptedException {
    for (RunningSide side : List.copyOf(sides)) {
      attempt(side, () -> side.run(1, 0));
    }
    for (int round = 0; round < effort.rounds(); round++) {
      progress.accept(name() + ": round " + (round + 1) + " of " + effort.rounds());
      boolean first = round == 0;
      for (RunningSide side : List.copyOf(sides)) {
        if (round < effort.rounds(side.side())) {
          attempt(side, () -> turn(side, first));
        }
      }
    }
  }

  private void turn(RunningSide side, boolean first) throws IOException {
    double milliseconds = side.last();
    int uncounted = Effort.uncounted(milliseconds);
    if (first && uncounted > 0) {
      side.forgetTimes();
    }
    side.run(effort.runs(milliseconds), uncounted);
    if (mode == Mode.TRAIN && side.side() == Side.LIBTORCH) {
      side.runOptimizer(Effort.OPTIMIZER_RUNS, 1);
    }
  }

  private void report() {
    for (RunningSide peer : sides) {
      for (RunningSide ours : sides) {
        if (ours.side().ours() && !peer.side().ours()) {
          results.add(result(ours, peer));
        }
      }
    }
  }

  private Result result(RunningSide ours, RunningSide peer) {
    return new Result(
        workload.name(),
        mode,
        ours.side(),
        peer.side(),
        ours.times(),
        peer.times(),
        agreement(ours, peer),
        tolerance(ours.side()),
        peak(ours),
        peak(peer),
        peer.optimizer());
  }
}

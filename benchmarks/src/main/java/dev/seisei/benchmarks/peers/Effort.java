package dev.seisei.benchmarks.peers;

import dev.seisei.benchmarks.process.JavaProcess;

/**
 * How long a comparison takes.
 *
 * @param comparedRuns whose values must agree, before anything is timed
 * @param comparedSeconds after which a slow side begins no further one of them
 * @param rounds in which every side has a turn
 * @param turnSeconds of one turn
 * @param settleMilliseconds before a turn, while the side before becomes quiet
 */
record Effort(
    int comparedRuns, int comparedSeconds, int rounds, double turnSeconds, int settleMilliseconds) {
  /** A turn of a side that was too slow for all compared runs is one run, in so many rounds. */
  static final int SLOW_ROUNDS = 2;

  /**
   * After which no further run begins where memory is measured. An allocator takes more in the
   * first runs than in one, so that as many are wanted as are compared.
   */
  static final int MEMORY_SECONDS = 5;

  /** Of the peer's optimizer alone, in each of its turns: short beside the step that it ends. */
  static final int OPTIMIZER_RUNS = 5;

  /** What is published. */
  static Effort standard(Mode mode) {
    return new Effort(20, 30, 8, mode == Mode.TRAIN ? 1.2 : 0.7, JavaProcess.SETTLE_MILLISECONDS);
  }

  /** How many runs a turn is, if one takes this long. */
  int runs(double milliseconds) {
    return (int) Math.max(1, Math.min(500, Math.round(turnSeconds * 1000 / milliseconds)));
  }

  /** How many runs before them do not count: threads wake up, caches fill. */
  static int uncounted(double milliseconds) {
    return milliseconds < 200 ? 2 : 1;
  }
}

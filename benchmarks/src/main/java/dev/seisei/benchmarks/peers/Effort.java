package dev.seisei.benchmarks.peers;

import dev.seisei.benchmarks.process.JavaProcess;

/**
 * How long a comparison takes.
 *
 * @param comparedRuns whose values must agree, before anything is timed
 * @param comparedSeconds after which SameDiff's session begins no further one of them
 * @param rounds in which every side has a turn
 * @param turnSeconds of one turn
 * @param settleMilliseconds before a turn, while the side before becomes quiet
 */
record Effort(
    int comparedRuns, int comparedSeconds, int rounds, double turnSeconds, int settleMilliseconds) {
  /** Those of SameDiff's session, which takes ten times as long as others, and more. */
  static final int SLOW_ROUNDS = 2;

  /** Of the peer's optimizer alone, in each of its turns: short beside the step that it ends. */
  static final int OPTIMIZER_RUNS = 5;

  /** What is published. */
  static Effort standard(Mode mode) {
    return new Effort(20, 10, 8, mode == Mode.TRAIN ? 1.2 : 0.7, JavaProcess.SETTLE_MILLISECONDS);
  }

  /** After how many seconds a side begins no further run whose values are compared. */
  int comparedSeconds(Side side) {
    return side == Side.SESSION ? comparedSeconds : Integer.MAX_VALUE;
  }

  /** How many runs a turn is, if one takes this long. */
  int runs(double milliseconds) {
    return (int) Math.max(1, Math.min(500, Math.round(turnSeconds * 1000 / milliseconds)));
  }

  /** In how many rounds a side has a turn. */
  int rounds(Side side) {
    return side == Side.SESSION ? Math.min(SLOW_ROUNDS, rounds) : rounds;
  }

  /**
   * How many runs before them do not count: threads wake up, caches fill. Both are nothing to a run
   * of many seconds.
   */
  static int uncounted(double milliseconds) {
    return milliseconds < 200 ? 2 : milliseconds < 4000 ? 1 : 0;
  }
}

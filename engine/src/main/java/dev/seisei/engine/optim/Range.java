package dev.seisei.engine.optim;

/** Bounds of hyper-parameters. */
final class Range {
  private Range() {}

  static void check(String name, double value, double from, double below) {
    if (!(value >= from && value < below)) {
      throw new IllegalArgumentException(
          name + " must be in [" + from + ", " + below + "), got " + value);
    }
  }

  static void positive(String name, double value) {
    if (!(value > 0) || Double.isInfinite(value)) {
      throw new IllegalArgumentException(name + " must be > 0 and finite, got " + value);
    }
  }
}

package dev.seisei.engine.nn;

/** Checks of arguments, with messages that name the field, the value and the way out. */
final class Require {
  private Require() {}

  static void positive(String field, long value) {
    if (value <= 0) {
      throw new IllegalArgumentException(field + " must be > 0, got " + value);
    }
  }

  static void epsilon(double value) {
    if (!(value >= 0 && value < 1)) {
      throw new IllegalArgumentException(
          "epsilon must be in [0, 1), got " + value + "; 1e-5 is usual");
    }
  }

  /** A probability below 1. */
  static void rate(String field, double value) {
    if (!(value >= 0 && value < 1)) {
      throw new IllegalArgumentException(
          field + " must be in [0, 1), got " + value + "; 0 turns it off");
    }
  }

  static void finite(String field, double value) {
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException(field + " must be a finite number, got " + value);
    }
  }

  static void that(boolean holds, String message) {
    if (!holds) {
      throw new IllegalArgumentException(message);
    }
  }
}

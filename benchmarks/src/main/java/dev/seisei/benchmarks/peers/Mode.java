package dev.seisei.benchmarks.peers;

import java.util.Arrays;

/** What is measured of a network. */
public enum Mode {
  /** A training step: forward, backward and the optimizer. */
  TRAIN("train"),
  /** What the network is used for. */
  INFER("infer");

  private final String label;

  Mode(String label) {
    this.label = label;
  }

  /** What the tables call it. */
  public String label() {
    return label;
  }

  /**
   * The mode of that name.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static Mode of(String label) {
    return Arrays.stream(values())
        .filter(mode -> mode.label.equals(label))
        .findFirst()
        .orElseThrow(
            () -> new IllegalArgumentException("mode must be train or infer, got " + label));
  }
}

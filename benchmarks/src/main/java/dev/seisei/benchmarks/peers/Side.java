package dev.seisei.benchmarks.peers;

import dev.seisei.benchmarks.samediff.SessionBackend;
import dev.seisei.engine.plan.Precision;
import java.util.Arrays;

/** The sides that are compared. */
public enum Side {
  /** This project's engine. */
  ENGINE("seisei", "F32"),
  /** This project's engine, with products in half the width. */
  ENGINE_BF16("seisei", "BF16"),
  /** libtorch, where it was built. */
  LIBTORCH("libtorch", "F32"),
  /** SameDiff's own session. */
  SESSION("samediff-session", "F32");

  /** Named and not used, since it is built apart from this, with what it needs. */
  private static final String LIBTORCH_BACKEND = "dev.seisei.benchmarks.libtorch.LibtorchBackend";

  private final String label;
  private final String precision;

  Side(String label, String precision) {
    this.label = label;
    this.precision = precision;
  }

  /** What the tables call it. */
  public String label() {
    return label;
  }

  /** What it is called where it must be told from all others. */
  public String option() {
    return this == ENGINE_BF16 ? "seisei-bf16" : label;
  }

  /** The precision of its products. */
  public String precision() {
    return precision;
  }

  /** Whether it is this project's. */
  public boolean ours() {
    return this == ENGINE || this == ENGINE_BF16;
  }

  /**
   * Whether its times are taken with the C library set so that it keeps what is freed. To
   * SameDiff's session that makes little difference (it was 0.94 to 1.02 times as fast), and
   * another process of it takes long to do anything.
   */
  boolean keepsWhatIsFreed() {
    return this != SESSION;
  }

  /** Its name with its precision. */
  @Override
  public String toString() {
    return label + " " + precision;
  }

  /**
   * The side of that {@link #name}.
   *
   * @throws IllegalArgumentException if there is none
   */
  static Side of(String name) {
    return Arrays.stream(values())
        .filter(side -> side.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no side " + name));
  }

  Backend backend() {
    return switch (this) {
      case ENGINE -> new EngineBackend(Precision.F32);
      case ENGINE_BF16 -> new EngineBackend(Precision.BF16);
      case SESSION -> new SessionBackend();
      case LIBTORCH -> libtorch();
    };
  }

  private static Backend libtorch() {
    try {
      return Class.forName(LIBTORCH_BACKEND)
          .asSubclass(Backend.class)
          .getDeclaredConstructor()
          .newInstance();
    } catch (ReflectiveOperationException e) {
      throw new UnsupportedOperationException("libtorch is not on the class path", e);
    }
  }
}

package dev.seisei.engine.plan;

import dev.seisei.engine.memory.Buffer;
import dev.seisei.engine.param.SharedCopy;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A piece of memory that values are placed in, and when it is in use. */
final class Root {
  /** How often what it holds is computed. */
  enum Stage {
    /** Once, when the plan is compiled. */
    CONSTANT,
    /** When parameters have changed. */
    PARAMETERS,
    /** In every run. */
    RUN
  }

  final Stage stage;
  final long bytes;

  /** Index of the first step that writes it. */
  int first = Integer.MAX_VALUE;

  /** Index of the last step that reads it, or anything placed in it. */
  int last = -1;

  /** What lies in a part of it, and the last step that needs it. */
  private record Hold(long begin, long end, int until) {}

  private final List<Hold> holds = new ArrayList<>();
  private @Nullable Buffer buffer;
  private final boolean given;
  private @Nullable SharedCopy shared;

  private Root(Stage stage, long bytes, @Nullable Buffer buffer, boolean given) {
    this.stage = stage;
    this.bytes = bytes;
    this.buffer = buffer;
    this.given = given;
  }

  /** Memory that exists already. */
  static Root of(Stage stage, Buffer buffer) {
    return new Root(stage, buffer.bytes(), buffer, true);
  }

  /** Memory of a leaf, which is allocated before the plan's own. */
  static Root reserved(Stage stage, long bytes) {
    return new Root(stage, bytes, null, true);
  }

  /** Memory to be found in the arena, or for good if it outlives a run. */
  static Root wanted(Stage stage, long bytes) {
    return new Root(stage, bytes, null, false);
  }

  /** Memory of a parameter's copy that other plans read too. */
  static Root shared(SharedCopy copy, long bytes) {
    Root root = new Root(Stage.PARAMETERS, bytes, null, false);
    root.shared = copy;
    return root;
  }

  /** The copy that this is the memory of, if plans share it. */
  @Nullable SharedCopy shared() {
    return shared;
  }

  /** Whether this plan chooses the memory, and may use it again when its contents are done with. */
  boolean isTemporary() {
    return !given && stage == Stage.RUN;
  }

  /** Whether this is the memory of a leaf. */
  boolean isGiven() {
    return given;
  }

  void place(Buffer memory) {
    buffer = memory;
  }

  Buffer buffer() {
    if (buffer == null) {
      throw new IllegalStateException("memory is not assigned yet");
    }
    return buffer;
  }

  /** Notes that a part holds something until a step. */
  void hold(long begin, long end, int until) {
    holds.add(new Hold(begin, end, until));
    last = Math.max(last, until);
  }

  /** Whether something in a part is needed after a step. */
  boolean isHeldAfter(int step, long begin, long end) {
    return holds.stream()
        .anyMatch(hold -> hold.until() > step && hold.begin() < end && begin < hold.end());
  }

  void touch(int step) {
    first = Math.min(first, step);
    last = Math.max(last, step);
  }
}

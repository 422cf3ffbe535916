package dev.seisei.engine.plan;

import dev.seisei.engine.memory.ByteSize;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The step of a plan at which most temporary memory is in use, and for what. */
final class Peak {
  private static final int SHOWN = 5;

  private final List<Task> tasks;
  private final List<Root> alive;
  private final int step;
  private final long bytes;

  Peak(List<Root> temporary, List<Task> tasks) {
    this.tasks = tasks;
    long[] inUse = Arena.alive(temporary);
    int worst = 0;
    for (int i = 0; i < inUse.length; i++) {
      worst = inUse[i] > inUse[worst] ? i : worst;
    }
    this.bytes = inUse[worst];
    this.step = worst;
    this.alive = new ArrayList<>();
    for (Root root : temporary) {
      if (root.first <= worst && worst <= root.last) {
        alive.add(root);
      }
    }
    alive.sort(Comparator.comparingLong((Root root) -> root.bytes).reversed());
  }

  /** How much is in use then. */
  long bytes() {
    return bytes;
  }

  /** The kernel that runs then, numbered as {@link Explanation} does; empty if there is none. */
  String kernel() {
    int number = 0;
    String found = "";
    for (Task task : tasks) {
      if (task.stage() == Root.Stage.RUN) {
        if (task.step() <= step) {
          found = "kernel " + number + ", " + Explanation.line(task);
        }
        number++;
      }
    }
    return found;
  }

  /** The largest of what is in use then: what computed it, its shape and its size. */
  String largest() {
    Map<Root, Task> producers = new HashMap<>();
    for (Task task : tasks) {
      task.outputs().forEach(place -> producers.putIfAbsent(place.root(), task));
    }
    return alive.stream()
        .limit(SHOWN)
        .map(
            root -> {
              Task task = producers.get(root);
              String what = task == null ? "unnamed" : Explanation.line(task);
              return what + " (" + ByteSize.show(root.bytes) + ")";
            })
        .collect(Collectors.joining(", "));
  }
}

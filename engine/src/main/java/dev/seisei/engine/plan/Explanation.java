package dev.seisei.engine.plan;

import dev.seisei.engine.graph.Op;
import dev.seisei.engine.kernel.PostOp;
import dev.seisei.engine.memory.ByteSize;
import dev.seisei.engine.op.PrimitiveOp;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/** The text of {@link Plan#explain}. */
final class Explanation {
  private Explanation() {}

  static String of(Program program, long[] nanos) {
    StringBuilder text = new StringBuilder();
    List<Task> tasks = program.tasks(Root.Stage.RUN);
    text.append(
        String.format(
            Locale.ROOT,
            "%d kernels %s, %d computed once%n%s: %s%n",
            tasks.size(),
            program.kernelsByProvider(),
            program.tasks().size() - tasks.size(),
            ByteSize.show(program.memory().total()),
            program.memory()));
    double total = LongStream.of(nanos).sum();
    for (int i = 0; i < tasks.size(); i++) {
      Task task = tasks.get(i);
      String share =
          nanos.length == tasks.size()
              ? String.format(Locale.ROOT, "%5.1f%%  ", 100 * nanos[i] / total)
              : "";
      text.append(
          String.format(
              Locale.ROOT,
              "%4d  %s%-9s  %-44s  %s%n",
              i,
              share,
              task.provider(),
              line(task),
              task.proposal().implementation()));
    }
    return text.toString();
  }

  /** What a kernel computes, and the layout of its result. */
  static String line(Task task) {
    return operation(task) + " → " + task.outputs().get(0).layout();
  }

  private static String operation(Task task) {
    String fused =
        task.postOps().stream()
            .map(PostOp::op)
            .map(op -> "+" + text(op))
            .collect(Collectors.joining());
    return text(task.op()) + fused;
  }

  /** An operation's name, and its numbers if it has any. */
  private static String text(Op op) {
    String all = op.toString();
    int attributes = all.indexOf('[');
    boolean shown = op instanceof PrimitiveOp && attributes >= 0 && !all.endsWith("[]");
    return op.opName() + (shown ? all.substring(attributes) : "");
  }
}

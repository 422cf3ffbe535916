package dev.seisei.engine.plan;

import dev.seisei.engine.graph.Node;
import dev.seisei.engine.graph.Value;
import dev.seisei.engine.op.Leaf;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The values that wait over the turn of a graph: used before it and again after it. The turn is
 * where most bytes wait. A view waits as what it is a view of does.
 */
final class Waiting {
  private final List<Node> nodes;
  private final Map<Value, Integer> positions = new HashMap<>();
  private final Set<Value> temporary = new HashSet<>();

  /** Positions of first and last use, by value; views use nothing, their readers do. */
  private final Map<Value, int[]> uses = new HashMap<>();

  /** Position of the last use up to the turn, by value. */
  private final Map<Value, Integer> lastEarlyUse = new HashMap<>();

  private final List<Value> values = new ArrayList<>();
  private final int turn;

  /**
   * @param nodes in the order in which they run
   * @param training whether parameters change in every run, and so what depends on them
   */
  Waiting(List<Node> nodes, List<Value> roots, boolean training) {
    this.nodes = nodes;
    for (int i = 0; i < nodes.size(); i++) {
      note(nodes.get(i), i, training);
    }
    Set<Value> results = new HashSet<>();
    roots.forEach(root -> results.add(base(root)));
    this.turn = turn(results);
    for (Node node : nodes) {
      for (Value value : node.outputs()) {
        int[] span = uses.get(value);
        boolean waits = span != null && span[0] <= turn && turn < span[1];
        boolean computed = temporary.contains(value) && !(value.op() instanceof Leaf);
        if (waits && computed && !results.contains(value)) {
          values.add(value);
        }
      }
    }
    for (int i = 0; i <= turn; i++) {
      if (!Views.isView(nodes.get(i).op())) {
        for (Value input : nodes.get(i).inputs()) {
          lastEarlyUse.put(base(input), i);
        }
      }
    }
  }

  private void note(Node node, int at, boolean training) {
    node.outputs().forEach(output -> positions.put(output, at));
    if (!Views.isView(node.op())) {
      for (Value input : node.inputs()) {
        uses.computeIfAbsent(base(input), value -> new int[] {at, at})[1] = at;
      }
    }
    boolean changes =
        node.op() instanceof Leaf.Input
            || node.op() instanceof Leaf.State
            || (training && node.op() instanceof Leaf.Parameter)
            || node.inputs().stream().anyMatch(temporary::contains);
    if (changes) {
      temporary.addAll(node.outputs());
    }
  }

  /** The value whose memory a value is a view of. */
  static Value base(Value value) {
    Value base = value;
    while (Views.isView(base.op())) {
      base = base.node().input(0);
    }
    return base;
  }

  private int turn(Set<Value> results) {
    double[] changes = new double[nodes.size() + 1];
    uses.forEach(
        (value, span) -> {
          if (!(value.op() instanceof Leaf)
              && temporary.contains(value)
              && !results.contains(value)) {
            changes[span[0]] += Costs.bytes(value);
            changes[span[1]] -= Costs.bytes(value);
          }
        });
    double now = 0;
    double most = 0;
    int worst = 0;
    for (int i = 0; i < changes.length; i++) {
      now += changes[i];
      if (now > most) {
        most = now;
        worst = i;
      }
    }
    return worst;
  }

  /** Position of the last node before the turn. */
  int turn() {
    return turn;
  }

  /** Where a value is computed. */
  int position(Value value) {
    Integer position = positions.get(value);
    if (position == null) {
      throw new IllegalStateException(value + " is not of this graph");
    }
    return position;
  }

  /** Whether a value changes from run to run, and so lies in memory that is used again. */
  boolean isTemporary(Value value) {
    return temporary.contains(value);
  }

  /** What waits, in the order in which it is computed; leaves and results are not among it. */
  List<Value> values() {
    return values;
  }

  /** Bytes of all that waits. */
  double bytes() {
    return values.stream().mapToDouble(Costs::bytes).sum();
  }

  /**
   * What to keep so that values are computed again in segments, of about so many waiting bytes
   * each: all that is needed to go on from the ends of the segments, which are where that is
   * little, and what waits in the last segment, which is needed at once.
   */
  Set<Value> ends(double segmentBytes) {
    double[] crossing = crossing();
    double[] made = new double[turn + 1];
    for (Value value : values) {
      made[position(value)] += Costs.bytes(value);
    }
    Set<Integer> cuts = new LinkedHashSet<>();
    int begin = 0;
    double sum = 0;
    int cut = -1;
    for (int i = 0; i <= turn; i++) {
      sum += made[i];
      if (cut < begin || crossing[i] <= crossing[cut]) {
        cut = i;
      }
      if (sum > segmentBytes) {
        cuts.add(cut);
        begin = cut + 1;
        sum = 0;
        for (int j = begin; j <= i; j++) {
          sum += made[j];
        }
        cut = begin <= i ? i : -1;
      }
    }
    int last = cuts.stream().mapToInt(Integer::intValue).max().orElse(-1);
    Set<Value> kept = new HashSet<>();
    lastEarlyUse.forEach(
        (value, use) -> {
          int from = position(value);
          if (cuts.stream().anyMatch(at -> from <= at && at < use)) {
            kept.add(value);
          }
        });
    values.stream().filter(value -> position(value) > last).forEach(kept::add);
    return kept;
  }

  /** Bytes that are needed to go on after each position, up to the turn. */
  private double[] crossing() {
    double[] crossing = new double[turn + 1];
    lastEarlyUse.forEach(
        (value, use) -> {
          if (!(value.op() instanceof Leaf) && temporary.contains(value)) {
            crossing[position(value)] += Costs.bytes(value);
            crossing[use] -= Costs.bytes(value);
          }
        });
    for (int i = 1; i <= turn; i++) {
      crossing[i] += crossing[i - 1];
    }
    return crossing;
  }
}

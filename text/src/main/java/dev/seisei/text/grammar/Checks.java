package dev.seisei.text.grammar;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.List;

/** What must hold of rules, and what follows from them. Nothing here recurses. */
final class Checks {
  private final byte[] kinds;
  private final int[] operands;
  private final int[][] starts;
  private final List<String> names;

  Checks(byte[] kinds, int[] operands, int[][] starts, List<String> names) {
    this.kinds = kinds;
    this.operands = operands;
    this.starts = starts;
    this.names = names;
  }

  /** Throws if a rule stands for no finite text. */
  void requireEnds() {
    int stuck = closed(true).nextClearBit(0);
    if (stuck < starts.length) {
      throw new GrammarException(
          "rule " + names.get(stuck) + " can never end: give it an alternative without itself");
    }
  }

  /** The rules that may stand for nothing. */
  BitSet nullable() {
    return closed(false);
  }

  /** The rules with an alternative of which all calls are of such rules, and bytes if allowed. */
  private BitSet closed(boolean bytesToo) {
    List<List<Integer>> callers = new ArrayList<>();
    for (int rule = 0; rule < starts.length; rule++) {
      callers.add(new ArrayList<>());
    }
    Deque<Integer> pending = new ArrayDeque<>();
    for (int rule = 0; rule < starts.length; rule++) {
      pending.add(rule);
      for (int start : starts[rule]) {
        for (int p = start; kinds[p] != Program.END; p++) {
          if (kinds[p] == Program.CALL) {
            callers.get(operands[p]).add(rule);
          }
        }
      }
    }
    BitSet in = new BitSet();
    while (!pending.isEmpty()) {
      int rule = pending.remove();
      if (!in.get(rule) && follows(rule, in, bytesToo)) {
        in.set(rule);
        pending.addAll(callers.get(rule));
      }
    }
    return in;
  }

  private boolean follows(int rule, BitSet in, boolean bytesToo) {
    for (int start : starts[rule]) {
      int p = start;
      while ((kinds[p] == Program.CALL && in.get(operands[p]))
          || (kinds[p] == Program.BYTES && bytesToo)) {
        p++;
      }
      if (kinds[p] == Program.END) {
        return true;
      }
    }
    return false;
  }

  /**
   * Ranks rules so that those which a rule may begin with come after it.
   *
   * @throws GrammarException if a rule may begin with itself
   */
  int[] ranks(BitSet nullable) {
    int[] ranks = new int[starts.length];
    int next = starts.length;
    int[][] beginnings = new int[starts.length][];
    int[] done = new int[starts.length];
    BitSet open = new BitSet();
    BitSet ranked = new BitSet();
    Deque<Integer> path = new ArrayDeque<>();
    for (int root = 0; root < starts.length; root++) {
      if (ranked.get(root)) {
        continue;
      }
      path.push(root);
      open.set(root);
      while (!path.isEmpty()) {
        int rule = path.element();
        if (beginnings[rule] == null) {
          beginnings[rule] = beginnings(rule, nullable);
        }
        if (done[rule] == beginnings[rule].length) {
          path.pop();
          open.clear(rule);
          ranked.set(rule);
          ranks[rule] = --next;
          continue;
        }
        int callee = beginnings[rule][done[rule]++];
        if (open.get(callee)) {
          throw new GrammarException(
              "rule "
                  + names.get(callee)
                  + " is left-recursive: it may begin with itself; let it begin with something"
                  + " else, or use *");
        }
        if (!ranked.get(callee)) {
          open.set(callee);
          path.push(callee);
        }
      }
    }
    return ranks;
  }

  private int[] beginnings(int rule, BitSet nullable) {
    List<Integer> found = new ArrayList<>();
    for (int start : starts[rule]) {
      for (int p = start; kinds[p] == Program.CALL; p++) {
        if (!repeatsItself(kinds, operands, rule, start, p)) {
          found.add(operands[p]);
        }
        if (!nullable.get(operands[p])) {
          break;
        }
      }
    }
    return found.stream().mapToInt(each -> each).toArray();
  }

  /**
   * Whether at this place, with nothing read since the rule began, it only begins again: r ::= x r
   * where x was nothing. That adds nothing.
   */
  static boolean repeatsItself(byte[] kinds, int[] operands, int rule, int start, int p) {
    return p > start && operands[p] == rule && kinds[p + 1] == Program.END;
  }
}

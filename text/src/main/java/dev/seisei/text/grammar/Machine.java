package dev.seisei.text.grammar;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Runs a program over bytes. A state is the set of all places where parses of the text so far may
 * be, each with what follows when its rule ends. Equal states are one object, which remembers its
 * successors. Not thread-safe.
 */
final class Machine {
  /** Beyond this, what was found out is forgotten. */
  private static final int MOST_REMEMBERED = 100_000;

  /** No more levels of a stack are near. */
  private static final int NEAR = 8;

  /** Where to go on when a rule ends, and what follows when that rule ends. Equal ones are one. */
  private static final class Frame {
    final int id;
    final int position;
    final @Nullable Frames after;

    Frame(int id, int position, @Nullable Frames after) {
      this.id = id;
      this.position = position;
      this.after = after;
    }
  }

  /** Several frames, ascending by id. Equal ones are one. */
  private static final class Frames {
    final int id;
    final Frame[] frames;
    final int depth;

    Frames(int id, Frame[] frames) {
      this.id = id;
      this.frames = frames;
      int deepest = 0;
      for (Frame each : frames) {
        deepest = Math.max(deepest, each.after == null ? 0 : each.after.depth);
      }
      this.depth = 1 + deepest;
    }
  }

  /** Places that read a byte. */
  static final class State {
    private final int[] positions;
    private final Frames[] after;
    private final boolean complete;
    private final boolean open;
    private final @Nullable State[] next;

    /** Which of {@code next} are known; those that are null may not come. */
    private final BitSet known = new BitSet();

    private State(int[] positions, Frames[] after, boolean complete, boolean open, int classes) {
      this.positions = positions;
      this.after = after;
      this.complete = complete;
      this.open = open;
      this.next = new State[classes];
    }

    /** Whether the text may end here. */
    boolean complete() {
      return complete;
    }

    /** Whether more may come than this says: see {@link #near}. */
    boolean open() {
      return open;
    }
  }

  @SuppressWarnings("ArrayRecordComponent") // equals and hashCode look into it.
  private record Key(int a, int b, int[] rest) {
    @Override
    public boolean equals(@Nullable Object o) {
      return o instanceof Key k && k.a == a && k.b == b && Arrays.equals(k.rest, rest);
    }

    @Override
    public int hashCode() {
      return 31 * (31 * a + b) + Arrays.hashCode(rest);
    }
  }

  private final Program program;
  private final int[] ruleAt;
  private final int[] classOf = new int[256];
  private final int classes;
  private final Frame end = new Frame(0, -1, null);

  /** What is further away than a state knows. */
  private final Frames unknown = new Frames(-1, new Frame[] {new Frame(-1, -1, null)});

  private final Map<Key, Frame> frames = new HashMap<>();
  private final Map<Key, Frames> sets = new HashMap<>();
  private final Map<Key, State> states = new HashMap<>();
  private final State start;
  private int ids;

  Machine(Program program) {
    this.program = program;
    this.ruleAt = new int[program.starts().length];
    for (int rule = 0; rule < ruleAt.length; rule++) {
      ruleAt[program.ranks()[rule]] = rule;
    }
    this.classes = classify();
    Closure closure = new Closure();
    Set<Frame> followers = new HashSet<>();
    followers.add(end);
    closure.complete = program.nullable().get(program.root());
    closure.calls.put(program.root(), followers);
    State first = closure.state();
    if (first == null) {
      throw new IllegalStateException("a checked grammar has a beginning");
    }
    this.start = first;
  }

  /** Bytes that no set tells apart share a successor. */
  private int classify() {
    Map<BitSet, Integer> seen = new HashMap<>();
    for (int b = 0; b < 256; b++) {
      BitSet in = new BitSet();
      for (int set = 0; set < program.sets().size(); set++) {
        in.set(set, program.sets().get(set).get(b));
      }
      classOf[b] = seen.computeIfAbsent(in, any -> seen.size());
    }
    return seen.size();
  }

  State start() {
    return start;
  }

  /**
   * The same places, knowing of their stacks only what is above the lowest of them. States have
   * that in common that differ further down: all strings of JSON, say, wherever they are. Where
   * more must be known, successors are {@link State#open}.
   */
  State near(State state) {
    int lowest = Integer.MAX_VALUE;
    for (Frames each : state.after) {
      lowest = Math.min(lowest, each.depth);
    }
    int[] key = new int[2 * state.positions.length];
    Frames[] after = new Frames[state.positions.length];
    Map<Frames, Frames> known = new HashMap<>();
    for (int i = 0; i < after.length; i++) {
      after[i] = near(state.after[i], lowest, NEAR, known);
      key[2 * i] = state.positions[i];
      key[2 * i + 1] = after[i].id;
    }
    return states.computeIfAbsent(
        new Key(0, 0, key), any -> new State(state.positions, after, false, false, classes));
  }

  private Frames near(Frames whole, int lowest, int levels, Map<Frames, Frames> known) {
    if (whole.depth <= lowest || levels == 0) {
      return unknown;
    }
    Frames before = known.get(whole);
    if (before != null) {
      return before;
    }
    Set<Frame> cut = new HashSet<>();
    for (Frame each : whole.frames) {
      Frames after = each.after;
      cut.add(after == null ? each : frame(each.position, near(after, lowest, levels - 1, known)));
    }
    Frames near = set(cut);
    known.put(whole, near);
    return near;
  }

  /** The state after a byte; null if it may not come. */
  @Nullable State next(State state, int b) {
    int index = classOf[b];
    if (!state.known.get(index)) {
      state.next[index] = advance(state, b);
      state.known.set(index);
    }
    return state.next[index];
  }

  private @Nullable State advance(State state, int b) {
    forget();
    Closure closure = new Closure();
    for (int i = 0; i < state.positions.length; i++) {
      int position = state.positions[i];
      if (program.sets().get(program.operands()[position]).get(b)) {
        closure.reach(position + 1, state.after[i]);
      }
    }
    return closure.state();
  }

  /** States in use go on with what they have; ids are never used again. */
  private void forget() {
    if (frames.size() + sets.size() + states.size() > MOST_REMEMBERED) {
      frames.clear();
      sets.clear();
      states.clear();
    }
  }

  private Frame frame(int position, Frames after) {
    return frames.computeIfAbsent(
        new Key(position, after.id, new int[0]), key -> new Frame(++ids, position, after));
  }

  private Frames set(Set<Frame> members) {
    Frame[] sorted = members.toArray(Frame[]::new);
    Arrays.sort(sorted, Comparator.comparingInt(frame -> frame.id));
    int[] key = Arrays.stream(sorted).mapToInt(frame -> frame.id).toArray();
    return sets.computeIfAbsent(new Key(0, 0, key), any -> new Frames(++ids, sorted));
  }

  /** All places that can be reached without reading a byte. */
  private final class Closure {
    private record Item(int position, Frames after) {}

    private final Map<Integer, Set<Frame>> reading = new TreeMap<>();
    private final Map<Integer, Set<Frame>> calls = new HashMap<>();
    private boolean complete;
    private boolean open;
    private final Set<Item> seen = new HashSet<>();
    private final Deque<Item> pending = new ArrayDeque<>();

    /** A place behind a byte that was read: goes on there and, where rules end, behind them. */
    void reach(int position, Frames after) {
      pending.add(new Item(position, after));
      while (!pending.isEmpty()) {
        Item item = pending.remove();
        if (!seen.add(item)) {
          continue;
        }
        int p = item.position;
        switch (program.kinds()[p]) {
          case Program.BYTES -> add(reading, p, item.after.frames);
          case Program.CALL -> {
            call(p, item.after);
            if (program.nullable().get(program.operands()[p])) {
              pending.add(new Item(p + 1, item.after));
            }
          }
          default -> {
            for (Frame frame : item.after.frames) {
              if (frame == end) {
                complete = true;
              } else if (frame.after == null) {
                open = true;
              } else {
                pending.add(new Item(frame.position, frame.after));
              }
            }
          }
        }
      }
    }

    /** A call at the end of a rule needs no frame: what follows is what follows the rule. */
    private void call(int p, Frames after) {
      int callee = program.operands()[p];
      if (program.kinds()[p + 1] == Program.END) {
        add(calls, callee, after.frames);
      } else {
        add(calls, callee, frame(p + 1, after));
      }
    }

    private static void add(Map<Integer, Set<Frame>> map, int key, Frame... more) {
      Set<Frame> set = map.computeIfAbsent(key, any -> new HashSet<>());
      for (Frame each : more) {
        set.add(each);
      }
    }

    /** Enters the rules that are called, those that call before those that are called. */
    @Nullable State state() {
      BitSet ranks = new BitSet();
      calls.keySet().forEach(rule -> ranks.set(program.ranks()[rule]));
      for (int rank = ranks.nextSetBit(0); rank >= 0; rank = ranks.nextSetBit(rank + 1)) {
        int rule = ruleAt[rank];
        Set<Frame> followers = calls.get(rule);
        if (followers != null) {
          enter(rule, set(followers), ranks);
        }
      }
      if (reading.isEmpty() && !complete && !open) {
        return null;
      }
      int[] positions = new int[reading.size()];
      Frames[] after = new Frames[positions.length];
      int[] key = new int[2 * positions.length];
      int i = 0;
      for (Map.Entry<Integer, Set<Frame>> each : reading.entrySet()) {
        positions[i] = each.getKey();
        after[i] = set(each.getValue());
        key[2 * i] = positions[i];
        key[2 * i + 1] = after[i].id;
        i++;
      }
      return states.computeIfAbsent(
          new Key(complete ? 1 : 0, open ? 1 : 0, key),
          any -> new State(positions, after, complete, open, classes));
    }

    /** Where an alternative is nothing, whoever called went on already. */
    private void enter(int rule, Frames after, BitSet ranks) {
      for (int start : program.starts()[rule]) {
        int p = start;
        while (program.kinds()[p] == Program.CALL) {
          int callee = program.operands()[p];
          if (!Checks.repeatsItself(program.kinds(), program.operands(), rule, start, p)) {
            call(p, after);
            ranks.set(program.ranks()[callee]);
          }
          if (!program.nullable().get(callee)) {
            break;
          }
          p++;
        }
        if (program.kinds()[p] == Program.BYTES) {
          add(reading, p, after.frames);
        }
      }
    }
  }
}

package dev.seisei.text.grammar;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A grammar over a vocabulary: begins texts that keep to it. Thread-safe. Remembers which tokens
 * may come where, for all of its texts.
 */
public final class TokenGrammar {
  private static final int MOST_MASKS = 1024;

  private final Machine machine;
  private final Vocabulary vocabulary;
  private final Map<Machine.State, long[]> masks = new Recent<>();
  private final Map<Machine.State, Vocabulary.Near> nears = new Recent<>();

  TokenGrammar(Machine machine, Vocabulary vocabulary) {
    this.machine = machine;
    this.vocabulary = vocabulary;
  }

  /** Begins a text. */
  public Constraint start() {
    return new Text(machine.start(), false);
  }

  private synchronized long[] mask(Machine.State state) {
    long[] mask = masks.get(state);
    if (mask == null) {
      Machine.State place = machine.near(state);
      Vocabulary.Near near = nears.get(place);
      if (near == null) {
        near = vocabulary.near(machine, place);
        nears.put(place, near);
      }
      mask = vocabulary.allowed(machine, state, near);
      for (int id : vocabulary.eos()) {
        long bit = 1L << (id & 63);
        mask[id >> 6] = state.complete() ? mask[id >> 6] | bit : mask[id >> 6] & ~bit;
      }
      masks.put(state, mask);
    }
    return mask;
  }

  private synchronized Machine.State after(Machine.State state, int id) {
    byte[] bytes = vocabulary.bytes(id);
    Machine.State next = bytes.length == 0 ? null : state;
    for (int i = 0; i < bytes.length && next != null; i++) {
      next = machine.next(next, bytes[i] & 0xFF);
    }
    if (next == null) {
      throw new IllegalArgumentException("token " + id + " may not come here");
    }
    return next;
  }

  private boolean ends(int id) {
    for (int each : vocabulary.eos()) {
      if (each == id) {
        return true;
      }
    }
    return false;
  }

  /** Forgets what was not asked for longest. */
  private static final class Recent<V> extends LinkedHashMap<Machine.State, V> {
    private static final long serialVersionUID = 1;

    Recent() {
      super(16, 0.75f, true);
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<Machine.State, V> eldest) {
      return size() > MOST_MASKS;
    }
  }

  private final class Text implements Constraint {
    private Machine.State state;
    private boolean ended;

    Text(Machine.State state, boolean ended) {
      this.state = state;
      this.ended = ended;
    }

    @Override
    public long[] allowed() {
      return ended ? new long[(vocabulary.size() + 63) / 64] : mask(state);
    }

    @Override
    public void accept(int id) {
      if (id < 0 || id >= vocabulary.size() || ended || (ends(id) && !state.complete())) {
        throw new IllegalArgumentException("token " + id + " may not come here");
      }
      if (ends(id)) {
        ended = true;
      } else {
        state = after(state, id);
      }
    }

    @Override
    public boolean complete() {
      return ended || state.complete();
    }

    @Override
    public Constraint copy() {
      return new Text(state, ended);
    }
  }
}

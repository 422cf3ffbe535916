package dev.seisei.text.sampling;

import java.util.Arrays;

/** A number for each of some tokens: a hash table without objects. Absent ones have 0. */
final class TokenCounts {
  private static final int FREE = -1;

  private int[] ids = new int[64];
  private int[] counts = new int[64];
  private int used;

  TokenCounts() {
    Arrays.fill(ids, FREE);
  }

  void add(int id, int more) {
    int slot = slot(id);
    counts[slot] += more;
  }

  void atLeast(int id, int count) {
    int slot = slot(id);
    counts[slot] = Math.max(counts[slot], count);
  }

  void clear() {
    Arrays.fill(ids, FREE);
    Arrays.fill(counts, 0);
    used = 0;
  }

  /** Slots are [0, slots()); those of which {@link #count} is not 0 hold a token. */
  int slots() {
    return ids.length;
  }

  int id(int slot) {
    return ids[slot];
  }

  int count(int slot) {
    return counts[slot];
  }

  private int slot(int id) {
    if (2 * used >= ids.length) {
      grow();
    }
    int slot = find(id);
    if (ids[slot] == FREE) {
      ids[slot] = id;
      used++;
    }
    return slot;
  }

  private int find(int id) {
    int mask = ids.length - 1;
    int slot = (id * 0x9E3779B9) >>> 7 & mask;
    while (ids[slot] != FREE && ids[slot] != id) {
      slot = slot + 1 & mask;
    }
    return slot;
  }

  private void grow() {
    int[] oldIds = ids;
    int[] oldCounts = counts;
    ids = new int[2 * oldIds.length];
    counts = new int[2 * oldIds.length];
    Arrays.fill(ids, FREE);
    for (int i = 0; i < oldIds.length; i++) {
      if (oldIds[i] != FREE) {
        int slot = find(oldIds[i]);
        ids[slot] = oldIds[i];
        counts[slot] = oldCounts[i];
      }
    }
  }
}

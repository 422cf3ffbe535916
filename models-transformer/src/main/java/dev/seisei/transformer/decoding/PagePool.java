package dev.seisei.transformer.decoding;

import java.util.BitSet;

/**
 * Which pages of the memory are free, and how many hold each of the others. The lowest are given
 * first, so that they lie together.
 */
final class PagePool {
  private final BitSet taken = new BitSet();
  private final int[] holders;

  /**
   * @param pages how many there are, of which the first is never given: unused rows of a run write
   *     to it
   */
  PagePool(int pages) {
    holders = new int[pages];
    taken.set(0);
  }

  int free() {
    return holders.length - taken.cardinality();
  }

  /** A free page, held once. */
  int take() {
    int page = taken.nextClearBit(0);
    if (page >= holders.length) {
      throw new IllegalStateException("all " + holders.length + " pages are taken");
    }
    taken.set(page);
    holders[page] = 1;
    return page;
  }

  /** Holds a page once more. */
  void hold(int page) {
    holders[page]++;
  }

  /** Lets go of a page, which is free when nobody holds it any more. */
  void give(int page) {
    if (--holders[page] == 0) {
      taken.clear(page);
    }
  }
}

package dev.seisei.transformer.decoding;

import java.util.BitSet;

/** Which pages of the memory are free. The lowest are given first, so that they lie together. */
final class PagePool {
  private final BitSet taken = new BitSet();
  private final int pages;

  /**
   * @param pages how many there are, of which the first is never given: unused rows of a run write
   *     to it
   */
  PagePool(int pages) {
    this.pages = pages;
    taken.set(0);
  }

  int free() {
    return pages - taken.cardinality();
  }

  int take() {
    int page = taken.nextClearBit(0);
    if (page >= pages) {
      throw new IllegalStateException("all " + pages + " pages are taken");
    }
    taken.set(page);
    return page;
  }

  void give(int page) {
    taken.clear(page);
  }
}

package dev.seisei.transformer.decoding;

import dev.seisei.transformer.decoder.RememberedContext;
import java.util.ArrayList;
import java.util.List;

/** What is remembered of one text: the pages that it lies in. */
final class Remembered implements AutoCloseable {
  private final PagePool pool;
  private final Prefixes prefixes;
  private final List<Integer> pages = new ArrayList<>();
  private int tokens;

  /**
   * @param prefixes give up pages that no text holds, if there are no others
   * @param read pages of the beginning that were read before, which this takes over
   */
  Remembered(PagePool pool, Prefixes prefixes, List<Integer> read) {
    this.pool = pool;
    this.prefixes = prefixes;
    this.pages.addAll(read);
    this.tokens = read.size() * RememberedContext.PAGE;
  }

  /** How many tokens are remembered. */
  int tokens() {
    return tokens;
  }

  /** Makes room for some tokens more and counts them in. */
  void grow(int more) {
    tokens += more;
    while (pages.size() * RememberedContext.PAGE < tokens) {
      while (pool.free() == 0 && prefixes.forget()) {}
      pages.add(pool.take());
    }
  }

  int page(int number) {
    return pages.get(number);
  }

  int pages() {
    return pages.size();
  }

  /** Where the key and value of a token lie. */
  int cell(int position) {
    return pages.get(position / RememberedContext.PAGE) * RememberedContext.PAGE
        + position % RememberedContext.PAGE;
  }

  /** Forgets everything. */
  @Override
  public void close() {
    pages.forEach(pool::give);
    pages.clear();
    tokens = 0;
  }
}

package dev.seisei.transformer.decoding;

import dev.seisei.transformer.decoder.RememberedContext;
import java.util.ArrayList;
import java.util.List;

/** What is remembered of one text: the pages that it lies in. */
final class Remembered implements AutoCloseable {
  private final PagePool pool;
  private final List<Integer> pages = new ArrayList<>();
  private int tokens;

  Remembered(PagePool pool) {
    this.pool = pool;
  }

  /** How many tokens are remembered. */
  int tokens() {
    return tokens;
  }

  /** Makes room for some tokens more and counts them in. */
  void grow(int more) {
    tokens += more;
    while (pages.size() * RememberedContext.PAGE < tokens) {
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

package dev.seisei.text.tokenizer;

import java.util.Arrays;

/** Where the spellings of ids are in a file. */
final class SpanTable {
  private int[] starts = {};
  private int[] ends = {};

  void put(int id, int start, int end) {
    if (id >= starts.length) {
      int length = Math.max(Math.max(id + 1, starts.length * 2), 1 << 10);
      starts = Arrays.copyOf(starts, length);
      ends = Arrays.copyOf(ends, length);
    }
    starts[id] = start;
    ends[id] = end;
  }

  boolean has(int id) {
    return id < ends.length && ends[id] > 0;
  }

  TokenizerFile.Span span(int id) {
    return new TokenizerFile.Span(starts[id], ends[id]);
  }
}

package dev.seisei.text.tokenizer;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;

/**
 * Merges the most frequent pair of symbols, again and again. How often each pair is there is
 * counted once, and then changed where a merge changed words; a queue whose entries may be too high
 * finds the next.
 */
final class PairMerges {
  private static final int LEAST_FREQUENT = 2;

  private final int[][] words;
  private final int[] lengths;
  private final int[] times;
  private final int[] visited;
  private final Map<Long, Pair> pairs = new HashMap<>();
  private final PriorityQueue<Candidate> queue = new PriorityQueue<>(Candidate.ORDER);
  private final Set<Pair> grown = new LinkedHashSet<>();
  private final List<String> spellings;
  private final Map<String, Integer> symbols = new HashMap<>();

  /**
   * @param words symbols, changed here
   * @param times how often each word is there
   * @param spellings of the symbols there are so far; those that are learned are added
   */
  PairMerges(int[][] words, int[] times, List<String> spellings) {
    this.words = words;
    this.times = times;
    this.lengths = Arrays.stream(words).mapToInt(word -> word.length).toArray();
    this.visited = new int[words.length];
    this.spellings = spellings;
    for (int symbol = 0; symbol < spellings.size(); symbol++) {
      symbols.put(spellings.get(symbol), symbol);
    }
  }

  /** Two symbols that become a third: a new one, unless it is there already by other merges. */
  record Merge(int left, int right) {}

  /** A pair, and the words in which it is or was. */
  private static final class Pair {
    final int left;
    final int right;
    long count;
    private int[] in = new int[1];
    private int size;

    Pair(int left, int right) {
      this.left = left;
      this.right = right;
    }

    void in(int word) {
      if (size > 0 && in[size - 1] == word) {
        return;
      }
      if (size == in.length) {
        in = Arrays.copyOf(in, size * 2);
      }
      in[size++] = word;
    }
  }

  /** A pair, and how often it was there when this was queued; by now it may be less. */
  private record Candidate(Pair pair, long count) {
    static final Comparator<Candidate> ORDER =
        Comparator.comparingLong(Candidate::count)
            .reversed()
            .thenComparingInt(candidate -> candidate.pair.left)
            .thenComparingInt(candidate -> candidate.pair.right);
  }

  /**
   * Merges until there are so many symbols, or no pair is there twice any more.
   *
   * @return the merges, the first first
   */
  List<Merge> learn(int size) {
    for (int word = 0; word < words.length; word++) {
      for (int i = 0; i + 1 < words[word].length; i++) {
        change(words[word][i], words[word][i + 1], times[word], word);
      }
    }
    queueGrown();
    List<Merge> merges = new ArrayList<>();
    while (spellings.size() < size && !queue.isEmpty()) {
      Candidate best = queue.remove();
      Pair pair = best.pair();
      if (pair.count < LEAST_FREQUENT) {
        continue;
      }
      if (pair.count < best.count()) {
        queue.add(new Candidate(pair, pair.count));
        continue;
      }
      merges.add(new Merge(pair.left, pair.right));
      merge(pair, merges.size());
    }
    return merges;
  }

  private void change(int left, int right, long by, int word) {
    Pair pair = pairs.computeIfAbsent(key(left, right), key -> new Pair(left, right));
    pair.count += by;
    if (by > 0) {
      pair.in(word);
      grown.add(pair);
    }
  }

  private static long key(int left, int right) {
    return (long) left << Integer.SIZE | right;
  }

  private void queueGrown() {
    for (Pair pair : grown) {
      if (pair.count >= LEAST_FREQUENT) {
        queue.add(new Candidate(pair, pair.count));
      }
    }
    grown.clear();
  }

  private void merge(Pair pair, int round) {
    int symbol = symbol(spellings.get(pair.left) + spellings.get(pair.right));
    for (int i = 0; i < pair.size; i++) {
      int word = pair.in[i];
      if (visited[word] != round) {
        visited[word] = round;
        merge(pair, symbol, word);
      }
    }
    // What is left is of pairs that overlapped, as in "aaa".
    pair.count = 0;
    pairs.remove(key(pair.left, pair.right));
    queueGrown();
  }

  private int symbol(String spelling) {
    Integer known = symbols.putIfAbsent(spelling, spellings.size());
    if (known == null) {
      spellings.add(spelling);
      return spellings.size() - 1;
    }
    return known;
  }

  private void merge(Pair pair, int symbol, int word) {
    int[] symbols = words[word];
    int length = lengths[word];
    int out = 0;
    int i = 0;
    while (i < length) {
      if (i + 1 == length || symbols[i] != pair.left || symbols[i + 1] != pair.right) {
        symbols[out++] = symbols[i++];
        continue;
      }
      if (out > 0) {
        change(symbols[out - 1], pair.left, -times[word], word);
        change(symbols[out - 1], symbol, times[word], word);
      }
      if (i + 2 < length) {
        change(pair.right, symbols[i + 2], -times[word], word);
        change(symbol, symbols[i + 2], times[word], word);
      }
      symbols[out++] = symbol;
      i += 2;
    }
    lengths[word] = out;
  }
}

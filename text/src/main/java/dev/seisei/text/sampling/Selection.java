package dev.seisei.text.sampling;

/** Partial orders: the best few of many, without sorting all. */
final class Selection {
  private Selection() {}

  /**
   * The k best of the first {@code size} logits, best first; of equal ones those with lower ids
   * first. A heap of k, whose root is the worst of the best so far, so that nearly all others are
   * one comparison each.
   *
   * @param ids where they are put; k at least
   * @return min(k, size)
   * @throws IllegalArgumentException if a logit is NaN
   */
  static int best(float[] logits, int size, int k, int[] ids) {
    int count = Math.min(k, size);
    for (int i = 0; i < count; i++) {
      Weights.requireNumber(logits[i]);
      ids[i] = i;
    }
    for (int i = count / 2 - 1; i >= 0; i--) {
      sink(logits, ids, i, count);
    }
    float worst = logits[ids[0]];
    for (int id = count; id < size; id++) {
      if (!(logits[id] <= worst)) {
        Weights.requireNumber(logits[id]);
        ids[0] = id;
        sink(logits, ids, 0, count);
        worst = logits[ids[0]];
      }
    }
    for (int end = count - 1; end > 0; end--) {
      int least = ids[0];
      ids[0] = ids[end];
      ids[end] = least;
      sink(logits, ids, 0, end);
    }
    return count;
  }

  private static void sink(float[] logits, int[] heap, int root, int count) {
    int id = heap[root];
    int at = root;
    while (2 * at + 1 < count) {
      int child = 2 * at + 1;
      if (child + 1 < count && better(logits, heap[child], heap[child + 1])) {
        child++;
      }
      if (better(logits, heap[child], id)) {
        break;
      }
      heap[at] = heap[child];
      at = child;
    }
    heap[at] = id;
  }

  private static boolean better(float[] logits, int a, int b) {
    return logits[a] > logits[b] || (logits[a] == logits[b] && a < b);
  }

  /**
   * Moves to the front the elements of least key, the fewest whose weights reach the target
   * together; of equal keys those with lower ids. Quickselect by weight: only the side on which the
   * border lies is partitioned again.
   *
   * @return how many; at least 1
   */
  static int least(
      float[] keys, int[] ids, float[] logits, float[] weights, int size, double target) {
    int from = 0;
    int to = size;
    double before = 0;
    while (to - from > 1) {
      int pivot = median(keys, ids, from, from + (to - from) / 2, to - 1);
      int middle = partition(keys, ids, logits, weights, from, to, pivot);
      double left = before;
      for (int i = from; i < middle; i++) {
        left += weights[i];
      }
      if (left >= target) {
        to = middle;
      } else if (left + weights[middle] >= target) {
        return middle + 1;
      } else {
        before = left + weights[middle];
        from = middle + 1;
      }
    }
    return Math.max(1, Math.min(from + 1, size));
  }

  /** Puts what is less than the pivot before it, and returns where that is then. */
  private static int partition(
      float[] keys, int[] ids, float[] logits, float[] weights, int from, int to, int pivot) {
    swap(keys, ids, logits, weights, pivot, to - 1);
    float key = keys[to - 1];
    int id = ids[to - 1];
    int middle = from;
    for (int i = from; i < to - 1; i++) {
      if (keys[i] < key || (keys[i] == key && ids[i] < id)) {
        swap(keys, ids, logits, weights, i, middle++);
      }
    }
    swap(keys, ids, logits, weights, middle, to - 1);
    return middle;
  }

  private static int median(float[] keys, int[] ids, int a, int b, int c) {
    if (less(keys, ids, a, b)) {
      return less(keys, ids, b, c) ? b : less(keys, ids, a, c) ? c : a;
    }
    return less(keys, ids, a, c) ? a : less(keys, ids, b, c) ? c : b;
  }

  private static boolean less(float[] keys, int[] ids, int a, int b) {
    return keys[a] < keys[b] || (keys[a] == keys[b] && ids[a] < ids[b]);
  }

  private static void swap(float[] keys, int[] ids, float[] logits, float[] weights, int a, int b) {
    float key = keys[a];
    keys[a] = keys[b];
    keys[b] = key;
    int id = ids[a];
    ids[a] = ids[b];
    ids[b] = id;
    float logit = logits[a];
    logits[a] = logits[b];
    logits[b] = logit;
    float weight = weights[a];
    weights[a] = weights[b];
    weights[b] = weight;
  }
}
